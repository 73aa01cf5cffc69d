"""Plain-text copies of old pages: which lines of the file belong together. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from legacy.contact_lines import has_label
from legacy.labels import is_label_line
from legacy.lines import MARK, STRONG_BULLETS, Line, plain, text_line
from legacy.old_pages import OldPage
from legacy.recognition import Hints, recognise

# A file is taken as broken into lines of one width when none is longer, and so many are followed by the next at once.
WIDEST, LEAST_WIDTH, LEAST_FULL = 100, 50, 3
NEARLY = 0.9
LONE_BULLET = re.compile(rf"[{STRONG_BULLETS}]\Z")


@dataclass(frozen=True)
class _Raw:
    """A line of the file, or several that belong together; ``last`` is the length of the last one."""

    text: str
    begins: bool
    last: int

    def joined(self, after: _Raw) -> _Raw:
        return _Raw(f"{self.text} {after.text}", self.begins, after.last)


def read_text(source: str, text: str, series_names: Iterable[str] = (), hints: Hints | None = None) -> OldPage:
    """Raises SourceRefused."""
    return recognise(source, lines_of(text), tuple(series_names), hints or Hints())


def lines_of(text: str) -> list[Line]:
    raw = _raw_lines(text)
    width = _width(raw)
    joined: list[_Raw] = []
    for one in raw:
        before = joined[-1] if joined else None
        if before and (LONE_BULLET.fullmatch(plain(before.text)) or _goes_on(before, one, width)):
            joined[-1] = before.joined(one)
        else:
            joined.append(one)
    return [text_line(one.text, begins=one.begins) for one in joined]


def _raw_lines(text: str) -> list[_Raw]:
    found: list[_Raw] = []
    begins = True
    for line in text.splitlines():
        said = plain(line)
        if said:
            found.append(_Raw(line.strip(), begins, len(said)))
        begins = not said
    return found


def _width(raw: list[_Raw]) -> int:
    """How many characters the lines of the file were broken at; 0 where each line is a paragraph."""
    width = max((one.last for one in raw), default=0)
    full = [one for one, after in pairwise(raw) if not after.begins and one.last >= LEAST_WIDTH]
    return width if width <= WIDEST and len(full) >= LEAST_FULL else 0


def _goes_on(before: _Raw, after: _Raw, width: int) -> bool:
    """Whether ``after`` is the rest of the line ``before``: in brackets, in a sentence, or for want of room."""
    if after.begins or MARK.match(after.text) or is_label_line(after.text):
        return False
    if has_label(after.text) or has_label(before.text):
        return False
    start = plain(after.text).split(" ", 1)[0]
    if before.text.count("(") > before.text.count(")") or (start[:1].islower() and before.text[-1:] not in ".!?"):
        return True
    return bool(width) and before.last + 1 + len(start) > width * NEARLY
