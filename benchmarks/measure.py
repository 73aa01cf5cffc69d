"""How a figure is taken: by wrk, in turns, as ratios; and how the rows of the table are written."""

from __future__ import annotations

import re
import statistics
import subprocess
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

CODED = ("-H", "Accept-Encoding: gzip")


@dataclass(frozen=True)
class Effort:
    """How long one measurement lasts, in seconds, and how often two are taken in turns."""

    seconds: float
    rounds: int


@dataclass(frozen=True)
class Row:
    """One line of the table. ``taken`` are two lists of figures, taken in turns; ``bar`` is what their ratio must
    reach, or with ``is_most`` must not pass; None where there is nothing to reach.
    """

    name: str
    unit: str
    taken: Sequence[Sequence[float]]
    bar: float | None
    is_most: bool = False

    @property
    def ratios(self) -> list[float]:
        return [one / other if other else one for one, other in zip(*self.taken, strict=True)]

    @property
    def holds(self) -> bool:
        found = statistics.median(self.ratios)
        return self.bar is None or (found <= self.bar if self.is_most else found >= self.bar)

    def cells(self) -> list[str]:
        """Name, both medians with their unit, the median ratio, its spread, the bar, and whether it is reached."""
        ratios = self.ratios
        bar = "" if self.bar is None else f"{'at most' if self.is_most else 'at least'} {self.bar:g}"
        one, other = (f"{statistics.median(found):,.1f}" for found in self.taken)
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        verdict = "" if self.bar is None else "yes" if self.holds else "NO"
        return [self.name, self.unit, one, other, f"{statistics.median(ratios):.2f}", spread, bar, verdict]


HEADINGS = ["figure", "unit", "one", "other", "ratio", "spread", "bar", "reached"]
WIDTHS = (64, 6, 12, 12, 7, 18, 14, 7)


def line(cells: Sequence[str]) -> str:
    """A row of the table as it is printed."""
    name, unit, *rest = cells
    numbers = [cell.rjust(width) for cell, width in zip(rest, WIDTHS[2:], strict=True)]
    return f"{name:{WIDTHS[0]}}{unit:{WIDTHS[1]}}{''.join(numbers)}"


def markdown(rows: Sequence[Row]) -> str:
    """The table for a document."""
    head = [HEADINGS, ["---", "---", *["--:"] * 4, "---", "---"]]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in [*head, *(row.cells() for row in rows)])


def wrk(url: str, connections: int, *options: str, seconds: float) -> dict[str, float]:
    """``rate`` in requests a second, ``median`` in ms, ``count`` of requests and how many ``failed``."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", *options, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own words
    median, unit = re.findall(r"50%\s+([\d.]+)(us|ms|s)", said)[0]
    count = float(re.findall(r"(\d+) requests in", said)[0])
    refused = sum(int(found) for found in re.findall(r"Non-2xx or 3xx responses: (\d+)", said))
    broken = sum(
        int(number) for found in re.findall(r"Socket errors: (.*)", said) for number in re.findall(r"\d+", found)
    )
    return {
        "rate": float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]),
        # Where nothing came at all, it was slower than could be measured.
        "median": float(median) * {"us": 0.001, "ms": 1, "s": 1000}[unit] if count else seconds * 1000,
        "count": count,
        "failed": refused + broken,
    }


def sound(url: str, connections: int, *options: str, seconds: float) -> dict[str, float]:
    """The same. Raises SystemExit where an answer was not what it should be: such a figure would mean nothing."""
    found = wrk(url, connections, *options, seconds=seconds)
    if found["failed"]:
        raise SystemExit(f"{url} did not answer as it should: {found['failed']:.0f} of {found['count']:.0f} failed.")
    return found


def in_turns(effort: Effort, *figures: Callable[[], float]) -> list[list[float]]:
    """The figures, each as often as there are rounds, so that what else the machine does falls on all."""
    taken = [[figure() for figure in figures] for _round in range(effort.rounds)]
    return [list(column) for column in zip(*taken, strict=True)]


def fetch(url: str, **headers: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310  # the loopback
        found: bytes = answer.read()
    return found


def resident(pid: int) -> float:
    """Megabytes of memory now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
