"""Chapters of a recording: typed by an editor, or as the tags of a file tell them. Pure, and nothing a file says of
them makes it unreadable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from music.misreadings import Misread
from music.tags import clean
from music.timed_lines import clock_text

MOST = 200
TITLE_LENGTH = 255
# A week, beyond which no recording goes.
LATEST_MS = 7 * 24 * 3600 * 1000
TYPED = re.compile(r"((?:[0-9]{1,3}:)?[0-9]{1,3}:[0-5][0-9](?:[.,][0-9]{1,3})?)(?![0-9:.,])\s*(?:[-–—|]\s+)*(.*)\Z")
# The minutes of a time that has hours.
HOURS = re.compile(r"[0-9]+:([0-9]+):")
# Times of CHAPTER001=00:01:23.450 in vorbis comments.
STAMP = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-9]{1,2})(?:[.,]([0-9]{1,9}))?\Z")
# What looks like a time, whether or not it is one.
TIME_LIKE = re.compile(r"[0-9]+(?:[:.,][0-9]+)*:[0-9:.,]*")
VORBIS = re.compile(r"chapter([0-9]{1,4})(name)?\Z", re.IGNORECASE)
MIME_TYPE = "application/json+chapters"


class Chapter(NamedTuple):
    """Where a chapter begins, in milliseconds, and what it is called; "" where nobody named it."""

    start_ms: int
    title: str


def milliseconds(text: str) -> int | None:
    """A time such as 1:23, 1:02:03 or 00:01:23.450; None where it is none."""
    found = STAMP.match(text)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "").ljust(3, "0")[:3])


def read_typed(text: str) -> tuple[Chapter, ...]:
    """One chapter a line, a time and a title; empty lines do not count. Misread with the number of a wrong line."""
    chapters: list[Chapter] = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        chapter = _typed(clean(row), number)
        if chapters and chapter.start_ms <= chapters[-1].start_ms:
            raise Misread("chapter_order", {"line": number})
        chapters.append(chapter)
    if len(chapters) > MOST:
        raise Misread("too_many_chapters", {"count": len(chapters), "limit": MOST})
    return tuple(chapters)


def _typed(row: str, number: int) -> Chapter:
    found = TYPED.match(row)
    start = milliseconds(found[1]) if found else None
    if found is None or start is None:
        raise _wrong_time(row, number)
    if (minutes := HOURS.match(found[1])) and int(minutes[1]) > 59:
        raise Misread("chapter_minutes", {"line": number, "time": found[1]})
    title = found[2][:TITLE_LENGTH].strip()
    if not title:
        raise Misread("chapter_untitled", {"line": number})
    return Chapter(start, title)


def _wrong_time(row: str, number: int) -> Misread:
    found = TIME_LIKE.match(row)
    if found is None:
        return Misread("chapter_untimed", {"line": number})
    return Misread("chapter_time", {"line": number, "time": found[0][:20]})


def typed_text(chapters: Iterable[Chapter]) -> str:
    """The chapters as an editor would type them."""
    return "\n".join(f"{stamp(chapter.start_ms)} {chapter.title or '…'}" for chapter in chapters)


def stamp(moment_ms: int) -> str:
    """A time as an editor would type it: 1:23, or 1:23.450."""
    rest = moment_ms % 1000
    return clock_text(moment_ms) + (f".{rest:03}" if rest else "")


def in_order(found: Iterable[tuple[int, object]]) -> tuple[Chapter, ...]:
    """Chapters of a file as they are kept: by time, one at a time, with clean titles, no more than MOST."""
    known: dict[int, str] = {}
    for start, title in found:
        if 0 <= start <= LATEST_MS:
            known.setdefault(start, clean(title, TITLE_LENGTH))
    return tuple(Chapter(start, known[start]) for start in sorted(known)[:MOST])


def of_id3(tags: Any) -> tuple[Chapter, ...]:
    """Those of CHAP frames (ID3v2 Chapter Frame Addendum 1.0); a table of contents adds nothing to their times."""
    return in_order(_frames(tags.getall("CHAP")) if hasattr(tags, "getall") else ())


def _frames(frames: Iterable[Any]) -> Iterator[tuple[int, object]]:
    for frame in frames:
        titles = (getattr(frame, "sub_frames", None) or {}).values()
        named = (part for part in titles if part.FrameID == "TIT2")
        text = next((part.text for part in named if part.text), [""])
        yield int(frame.start_time or 0), text[0]


def of_comments(comments: Sequence[tuple[str, str]]) -> tuple[Chapter, ...]:
    """Those of vorbis comments: CHAPTER001=00:00:00.000 and CHAPTER001NAME=title."""
    starts: dict[int, int] = {}
    names: dict[int, str] = {}
    for key, value in comments:
        found = VORBIS.match(key)
        if found and found[2]:
            names.setdefault(int(found[1]), value)
        elif found and (start := milliseconds(value.strip())) is not None:
            starts.setdefault(int(found[1]), start)
    return in_order((start, names.get(number, "")) for number, start in starts.items())


def rows_of(chapters: Iterable[Chapter]) -> list[list[Any]]:
    """The chapters as JSON keeps them."""
    return [list(chapter) for chapter in chapters]


def from_rows(rows: Iterable[Sequence[Any]]) -> tuple[Chapter, ...]:
    """The chapters that `rows_of` kept."""
    return tuple(Chapter(int(start), str(title)) for start, title in rows)


def shown(typed: str, rows: Iterable[Sequence[Any]]) -> tuple[Chapter, ...]:
    """What an editor typed, or else the kept chapters of the file."""
    try:
        chapters = read_typed(typed)
    except Misread:
        chapters = ()
    return chapters or from_rows(rows)


def document(chapters: Iterable[Chapter], title: str) -> dict[str, Any]:
    """The chapters as the JSON of Podcasting 2.0 ("JSON Chapters Format" 1.2): seconds and titles."""
    listed = [{"startTime": chapter.start_ms / 1000, "title": chapter.title} for chapter in chapters]
    return {"version": "1.2.0", "title": title, "chapters": listed}
