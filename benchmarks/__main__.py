"""All figures in one command, as ratios of what was taken in turns in one run. Takes about a quarter of an hour.

    sudo apt-get install wrk nginx-light
    .venv/bin/python -m benchmarks                     the table
    .venv/bin/python -m benchmarks --quick             the same in a few minutes, to see that it works
    .venv/bin/python -m benchmarks cold ranges         some of it
    .venv/bin/python -m benchmarks --markdown FILE     writes the table for a document too

Everything happens on the loopback of this machine, at a bounded number of connections and for a bounded time. Only the
ratios mean something elsewhere, and only where nothing else was running.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import figures, front, sound
from benchmarks.figures import Ground
from benchmarks.measure import HEADINGS, Effort, Row, line, markdown

FULL, QUICK = Effort(seconds=3, rounds=5), Effort(seconds=1, rounds=2)
PARTS: dict[str, Callable[[Ground], Iterator[Row]]] = {
    "kept": figures.cached_pages,
    "nginx": figures.behind_nginx,
    "cold": figures.cold_pages,
    "ranges": sound.ranges,
    "listeners": sound.beside_listeners,
    "crowd": sound.a_thousand_listeners,
    "memory": figures.memory,
    "start": figures.first_answer,
    "month": figures.full_month,
    "many": figures.among_many,
    "scale": figures.at_scale,
}
NEEDED = {"wrk": "sudo apt-get install wrk", "nginx": "sudo apt-get install nginx-light"}


def missing_programs() -> list[str]:
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    return [
        f"{name} is missing. It comes with: {how}" for name, how in NEEDED.items() if not shutil.which(name, path=path)
    ]


def allow_files() -> None:
    """A thousand listeners are two thousand open connections; what is started inherits the limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else 65_536, hard))


def machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = " ".join(f"{part:.2f}" for part in os.getloadavg())
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}, load before {load}"


def measure(names: list[str], effort: Effort, is_quick: bool) -> list[Row]:
    """The rows, each printed as soon as it is there."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="embassy-benchmark-") as folder:
        ground = Ground(Path(folder), effort, is_quick)
        print(line(HEADINGS), flush=True)
        for name in names:
            for row in PARTS[name](ground):
                rows.append(row)
                print(line(row.cells()), flush=True)
    return rows


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast the site is, as ratios.")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help=f"what to measure: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="short runs, to see that it works")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also write the table for a document")
    asked = parser.parse_args(arguments)
    if missing := missing_programs():
        print("\n".join(missing), file=sys.stderr)
        return 1
    allow_files()
    heading = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {machine()}{', quick' if asked.quick else ''}"
    said = "as in deploy/" if front.is_deployed() else "a plain one, as this tree has no deploy/"
    print(f"{heading}; the nginx in front is {said}.", flush=True)
    began = time.monotonic()
    rows = measure(asked.parts or list(PARTS), QUICK if asked.quick else FULL, asked.quick)
    print(f"{(time.monotonic() - began) / 60:.1f} minutes.")
    if asked.markdown:
        asked.markdown.write_text(f"{heading}.\n\n{markdown(rows)}", encoding="utf-8")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
