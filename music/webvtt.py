"""Reads and writes WebVTT (W3C, WebVTT: The Web Video Text Tracks Format): texts with a beginning and an end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import pairwise

from music.misreadings import Misread
from music.timed_lines import Line, one_line

HEADER = re.compile(r"WEBVTT(?:[ \t].*)?\Z")
ARROW = "-->"
# SubRip writes a comma where WebVTT has a point, and else the same.
_TIME = r"(?:([0-9]{1,4}):)?([0-5][0-9]):([0-5][0-9])[.,]([0-9]{3})"
TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?\Z")
TIMING_LIKE = re.compile(r"\s*[0-9:.,]+\s*-->")
TAG = re.compile(r"<[^>]*(?:>|\Z)")
# Blocks that are no text: 4.1 of the format.
ASIDE = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|\Z)")
MIME_TYPE = "text/vtt"
# How long the last line is shown, where neither it nor the recording says so.
LAST_MS = 10_000


def is_vtt(text: str) -> bool:
    """Whether the text says that it is WebVTT, or any line is a time as WebVTT and SubRip write it."""
    listed = text.split("\n")
    return bool(HEADER.match(listed[0])) or any(TIMING_LIKE.match(row) for row in listed)


def read_vtt(text: str) -> tuple[Line, ...]:
    """The cues in the order of their times, each as one line without its tags; Misread where a time is missing or
    wrong. Settings, comments, styles and regions are passed over.
    """
    found = [cue for number, block in _blocks(text) for cue in _cues(number, block)]
    return tuple(sorted(found, key=lambda line: line.start_ms or 0))


def write_vtt(lines: Iterable[Line], length_ms: int | None = None) -> str:
    """The lines that have times as a file; the last one ends with the recording, where that is known."""
    cues = ["WEBVTT\n"]
    for line in lines:
        if line.start_ms is None:
            continue
        end = line.end_ms
        if end is None:
            end = length_ms if length_ms and length_ms > line.start_ms else line.start_ms + LAST_MS
        cues.append(f"{time_text(line.start_ms)} --> {time_text(end)}\n{escape(line.text, quote=False)}\n")
    return "\n".join(cues)


def time_text(milliseconds: int) -> str:
    """00:01:23.450"""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows between empty rows, with the number of the first."""
    block: list[str] = []
    first = 1
    for number, row in enumerate([*text.split("\n"), ""], start=1):
        if row:
            first = first if block else number
            block.append(row)
        elif block:
            yield first, block
            block = []


def _cues(number: int, block: list[str]) -> Iterator[Line]:
    """A row with an arrow begins a cue wherever it stands; the row before the first may name it."""
    starts = [place for place, row in enumerate(block) if ARROW in row]
    is_header = number == 1 and bool(HEADER.match(block[0]))
    if not (is_header or (not starts and ASIDE.match(block[0]))) and (not starts or starts[0] > 1):
        raise Misread("vtt_untimed", {"line": number})
    for start, stop in pairwise([*starts, len(block)]):
        begin, end = _times(block[start], number + start)
        words = one_line(unescape(TAG.sub("", " ".join(block[start + 1 : stop]))))
        if words:
            yield Line(begin, end, words)


def _times(row: str, number: int) -> tuple[int, int]:
    found = TIMING.match(row)
    if found is None:
        raise Misread("vtt_time", {"line": number})
    begin, end = (_milliseconds(found.groups()[first : first + 4]) for first in (0, 4))
    if end <= begin:
        raise Misread("vtt_order", {"line": number})
    return begin, end


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest
