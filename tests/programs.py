"""Programs that some tests need and a machine may lack. A test that lacks one is skipped, and the run's end says
how to get it;
where CI is set it fails instead, so that nothing is quietly left out."""

import os
import shutil
from pathlib import Path

import pytest

from core.press_library import INSTALL, missing

VENV = Path(__file__).resolve().parent.parent / ".venv"
MODULES = VENV / "node" / "node_modules"
OVER_NETWORK = "make tools (where the npm registry can be reached)"
COMMANDS = {
    "chromium": "sudo apt-get install chromium",
    "node": "make tools",
    "axe": OVER_NETWORK,
    "ical.js": OVER_NETWORK,
    "html-validate": OVER_NETWORK,
    "initdb": "sudo apt-get install postgresql",
    "nginx": "sudo apt-get install nginx",
    "pango": INSTALL,
    "pg_dump": "sudo apt-get install postgresql",
    "psql": "sudo apt-get install postgresql",
    "redis-server": "sudo apt-get install redis-server",
    "systemd-analyze": "sudo apt-get install systemd",
}
# Where Debian puts programs that are not for everybody's fingers.
ASIDE = ("/usr/lib/postgresql/*/bin", "/usr/sbin")
REASON = "missing program: "
OTHER_NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome")}
# What `make tools` puts there rather than the machine's owner.
OWN_FILES = {
    "node": VENV / "bin" / "node",
    "axe": MODULES / "axe-core" / "axe.min.js",
    "ical.js": MODULES / "ical.js" / "dist" / "ical.js",
    "html-validate": MODULES / "html-validate" / "bin" / "html-validate.mjs",
}


def find(program: str) -> str | None:
    """Where a program or script lies, if it does."""
    if program == "pango":
        return None if missing() else program
    if program in OWN_FILES:
        return str(OWN_FILES[program]) if OWN_FILES[program].is_file() else None
    paths = (shutil.which(name) for name in OTHER_NAMES.get(program, (program,)))
    aside = (str(path) for folder in ASIDE for path in sorted(Path("/").glob(f"{folder[1:]}/{program}"), reverse=True))
    return next((path for path in (*paths, *aside) if path), None)


def need(program: str) -> str:
    """The path of a program; skips or fails the test that calls it where there is none."""
    path = find(program)
    if path:
        return path
    reason = REASON + program
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (get it with: {COMMANDS[program]})", pytrace=False)
    pytest.skip(reason)


def summary(skipped: list[str]) -> list[str]:
    """Lines for the end of a run, from the reasons of its skipped tests."""
    missing = sorted({reason.split(REASON)[1].strip() for reason in skipped if REASON in reason})
    return [f"{name} is missing, so some tests were left out. It comes with: {COMMANDS[name]}" for name in missing]
