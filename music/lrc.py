"""Reads LRC: lines that begin with the time at which they are sung. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from music.misreadings import Misread
from music.timed_lines import Line, one_line

STAMP = re.compile(r"\[([0-9]{1,3}):([0-9]{1,2})(?:[.:]([0-9]{1,3}))?\]")
# What looks like a time, whether or not it is one.
STAMP_LIKE = re.compile(r"\[[0-9]+:[^\]]*\]?")
# Facts such as [ar:name]; all but the offset are left to the fields of the sample.
FACT = re.compile(r"\[([^\W\d]\w*|#):(.*)\]\Z", re.DOTALL)
OFFSET = re.compile(r"[+-]?[0-9]{1,7}\Z")
# Times of single words (enhanced LRC).
WORD_STAMP = re.compile(r"<[0-9]{1,3}:[0-9]{1,2}(?:[.:][0-9]{1,3})?>")


class Mark(NamedTuple):
    """A text and its time in milliseconds; an empty text only ends the one before."""

    start: int
    text: str
    opens: bool


def is_lrc(text: str) -> bool:
    """Whether any line begins as LRC does."""
    return any(STAMP_LIKE.match(row.strip()) for row in text.split("\n"))


def has_facts_only(text: str) -> bool:
    """Whether nothing but facts stands there, as in the head of LRC whose lines are missing."""
    found = [row.strip() for row in text.split("\n") if row.strip()]
    return bool(found) and all(FACT.match(row) for row in found)


def read_lrc(text: str) -> tuple[Line, ...]:
    """The lines in the order of their times; Misread where one has none. A positive offset shows all of them sooner."""
    marks: list[Mark] = []
    offset, opens = 0, False
    for number, row in enumerate((row.strip() for row in text.split("\n")), start=1):
        starts, words = _stamps(row, number)
        fact = FACT.match(row)
        if starts:
            marks += [Mark(start, words, opens) for start in starts]
            opens = False
        elif not row:
            opens = True
        elif fact and fact[1].lower() == "offset":
            offset = _offset(fact[2].strip(), number)
        elif not fact and not row.startswith("#"):
            raise Misread("lrc_untimed", {"line": number})
    return tuple(_lines(sorted(marks, key=lambda mark: mark.start), offset))


def _stamps(row: str, number: int) -> tuple[list[int], str]:
    """Every time in front of a line, and the words behind them."""
    starts = []
    while found := STAMP_LIKE.match(row):
        stamp = STAMP.match(row)
        if stamp is None or int(stamp[2]) > 59:
            raise Misread("lrc_time", {"line": number, "time": found[0][:20]})
        starts.append((int(stamp[1]) * 60 + int(stamp[2])) * 1000 + int((stamp[3] or "0").ljust(3, "0")))
        row = row[stamp.end() :].lstrip()
    return starts, one_line(WORD_STAMP.sub("", row))


def _offset(text: str, number: int) -> int:
    if not OFFSET.match(text):
        raise Misread("lrc_offset", {"line": number})
    return int(text)


def _lines(marks: list[Mark], offset: int) -> Iterator[Line]:
    """A line lasts until the next one begins that begins later; of the last one nobody knows."""
    times = [max(mark.start - offset, 0) for mark in marks]
    ends: list[int | None] = [None] * len(marks)
    for place in range(len(marks) - 2, -1, -1):
        ends[place] = times[place + 1] if times[place + 1] > times[place] else ends[place + 1]
    silent = False
    for mark, start, end in zip(marks, times, ends, strict=True):
        if mark.text:
            yield Line(start, end, mark.text, mark.opens or silent)
        silent = not mark.text
