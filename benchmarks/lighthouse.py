"""Lighthouse on four pages of the demonstration: mobile, three runs each, medians; says what costs points.

    .venv/bin/python -m benchmarks.lighthouse            (some minutes; needs chromium, and the network the first time)
    .venv/bin/python -m benchmarks.lighthouse month      one page of the four

The site runs with production settings in a temporary folder. Performance depends on what else the machine does.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.programs import COMMANDS, find
from tests.running import DidNotStart, serve

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "benchmarks" / "lighthouse"
TARGET = ROOT / "var" / "lighthouse"
PAGES = {
    "home": "/",
    "bulletin": "/news/special-issue-no-24/",
    "month": "/events/",
    "programme": "/music/kazakhstan-music/",
}
WANTED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
RUNS = 3
TRIES = 3  # on a busy machine the browser now and then gives it no trace to read


class CannotMeasure(Exception):
    """What is missing, as a sentence."""


def installed() -> str:
    """The path of Lighthouse, fetched into ``var/`` when it is not there in the version of the lock."""
    lock, have = SOURCE / "package-lock.json", TARGET / "package-lock.json"
    script = TARGET / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not (script.exists() and have.exists() and have.read_bytes() == lock.read_bytes()):
        shutil.rmtree(TARGET, ignore_errors=True)
        TARGET.mkdir(parents=True)
        for path in SOURCE.glob("*.json"):
            shutil.copy(path, TARGET)
        npm = [str(ROOT / ".venv" / "bin" / "npm"), "ci", "--prefix", str(TARGET), "--ignore-scripts", "--no-audit"]
        print("Fetching Lighthouse into var/lighthouse; once only.", flush=True)
        if subprocess.run(npm, stdout=subprocess.DEVNULL, check=False).returncode:  # noqa: S603  # our own words
            shutil.rmtree(TARGET)
            raise CannotMeasure("Lighthouse could not be fetched; the reason stands above.")
    return str(script)


def needed(program: str) -> str:
    path = find(program)
    if path is None:
        raise CannotMeasure(f"{program} is missing. It comes with: {COMMANDS[program]}")
    return path


def report(script: str, url: str) -> dict[str, Any]:
    """One run with a browser of its own; Lighthouse's own report."""
    flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
    quiet = ["--quiet", "--no-enable-error-reporting", "--output=json", f"--chrome-flags={flags}"]
    command = [needed("node"), script, url, f"--only-categories={','.join(WANTED)}", *quiet]
    environment = {**os.environ, "CHROME_PATH": needed("chromium")}
    for _attempt in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(done.stdout)
            return found
    raise CannotMeasure(f"Lighthouse failed on {url}:\n{done.stderr}")


def points(one: dict[str, Any], category: str) -> float:
    return round(100 * (one["categories"][category]["score"] or 0))


def costly(reports: Iterable[dict[str, Any]], category: str) -> list[str]:
    """Audits that count in the category and were not passed in each run, with what they say."""
    found: dict[str, str] = {}
    for one in reports:
        for reference in one["categories"][category]["auditRefs"]:
            audit = one["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 1:
                said = audit.get("displayValue") or audit["title"]
                found[reference["id"]] = f"{audit['score']:.2f} {said}"
    return [f"    {category}: {name} ({said})" for name, said in found.items()]


def measure(script: str, name: str, url: str) -> bool:
    """Prints the row of a page and what cost it points; whether all is as it was wanted."""
    reports = [report(script, url) for _run in range(RUNS)]
    medians = {category: statistics.median(points(one, category) for one in reports) for category in WANTED}
    print(f"{name:10}" + "".join(f"{medians[category]:16.0f}" for category in WANTED), flush=True)
    for category in WANTED:
        if medians[category] < 100:
            print("\n".join(costly(reports, category)), flush=True)
    return all(medians[category] >= least for category, least in WANTED.items())


def main(names: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")  # what copies the database asks for it
    try:
        script = installed()
        with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as site:
            print(f"{'':10}" + "".join(f"{category:>16}" for category in WANTED), flush=True)
            good = [measure(script, name, site.url + PAGES[name]) for name in names or PAGES]
    except (CannotMeasure, DidNotStart) as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
