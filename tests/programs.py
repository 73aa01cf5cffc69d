"""Programs that some tests need and a machine may lack. A test that lacks one is skipped, and the run's end says
how to get it;
where CI is set it fails instead, so that nothing is quietly left out."""

import os
import shutil
from pathlib import Path

import pytest

COMMANDS = {
    "chromium": "sudo apt-get install chromium",
    "initdb": "sudo apt-get install postgresql",
    "nginx": "sudo apt-get install nginx",
    "pg_dump": "sudo apt-get install postgresql",
    "psql": "sudo apt-get install postgresql",
    "redis-server": "sudo apt-get install redis-server",
    "systemd-analyze": "sudo apt-get install systemd",
}
# Where Debian puts programs that are not for everybody's fingers.
ASIDE = ("/usr/lib/postgresql/*/bin", "/usr/sbin")
REASON = "missing program: "
OTHER_NAMES = {"chromium": ("chromium", "chromium-browser", "google-chrome")}


def need(program: str) -> str:
    """The path of a program; skips or fails the test that calls it where there is none."""
    for name in OTHER_NAMES.get(program, (program,)):
        path = shutil.which(name)
        if path:
            return path
        for folder in ASIDE:
            aside = sorted(Path("/").glob(f"{folder[1:]}/{name}"))
            if aside:
                return str(aside[-1])
    reason = REASON + program
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (get it with: {COMMANDS[program]})", pytrace=False)
    pytest.skip(reason)


def summary(skipped: list[str]) -> list[str]:
    """Lines for the end of a run, from the reasons of its skipped tests."""
    missing = sorted({reason.split(REASON)[1].strip() for reason in skipped if REASON in reason})
    return [f"{name} is missing, so some tests were left out. It comes with: {COMMANDS[name]}" for name in missing]
