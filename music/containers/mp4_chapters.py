"""Chapters of an MP4: Nero's list, or else the text track of QuickTime that the sound refers to. It reads nothing else,
and damage is no chapters.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from music.chapters import Chapter, in_order
from music.containers.mp4 import boxes, inside
from music.containers.reading import Reader
from music.refusals import Refused

Span = tuple[int, int]
# In units of 100 nanoseconds.
NERO_SCALE = 10_000
MOST_SAMPLES = 1000
LONGEST_TITLE = 4096


def mp4_chapters(reader: Reader) -> tuple[Chapter, ...]:
    """The chapters of a file whose boxes are whole."""
    try:
        movie = inside(reader, 0, reader.size, b"moov")
        if movie is None:
            return ()
        return in_order(_nero(reader, movie)) or in_order(_quicktime(reader, movie))
    except (Refused, LookupError, ValueError, struct.error):
        return ()


def _nero(reader: Reader, movie: Span) -> Iterator[tuple[int, object]]:
    box = inside(reader, *movie, b"udta", b"chpl")
    if box is None:
        return
    at, end = box
    # A newer version has four bytes that nobody uses.
    at += 8 if reader.exactly(at, 1) != b"\0" else 4
    count = reader.exactly(at, 1)[0]
    at += 1
    for _ in range(count):
        start, length = struct.unpack(">QB", reader.exactly(at, 9))
        if at + 9 + length > end:
            return
        yield start // NERO_SCALE, reader.exactly(at + 9, length).decode("utf-8", "replace") if length else ""
        at += 9 + length


def _quicktime(reader: Reader, movie: Span) -> Iterator[tuple[int, object]]:
    """QuickTime File Format, "Chapter Lists": a track of texts whose number stands in the sound's reference."""
    tracks = [(body, end) for name, body, end in boxes(reader, *movie) if name == b"trak"]
    wanted = {number for track in tracks for number in _references(reader, track)}
    track = next((track for track in tracks if _number(reader, track) in wanted), None)
    media = track and inside(reader, *track, b"mdia")
    header = media and inside(reader, *media, b"mdhd")
    table = media and inside(reader, *media, b"minf", b"stbl")
    if not header or not table:
        return
    is_long = reader.exactly(header[0], 1) == b"\x01"
    scale = struct.unpack(">I", reader.exactly(header[0] + (20 if is_long else 12), 4))[0] or 1
    for start, place in zip(_starts(reader, table), _places(reader, table), strict=False):
        yield start * 1000 // scale, _title(reader, place)


def _references(reader: Reader, track: Span) -> list[int]:
    box = inside(reader, *track, b"tref", b"chap")
    count = min((box[1] - box[0]) // 4, 8) if box else 0
    return list(struct.unpack(f">{count}I", reader.exactly(box[0], 4 * count))) if box and count else []


def _number(reader: Reader, track: Span) -> int | None:
    box = inside(reader, *track, b"tkhd")
    if box is None:
        return None
    is_long = reader.exactly(box[0], 1) == b"\x01"
    return int(struct.unpack(">I", reader.exactly(box[0] + (20 if is_long else 12), 4))[0])


def _numbers(reader: Reader, table: Span, name: bytes, width: int = 1, form: str = "I") -> list[tuple[int, ...]]:
    """The entries of a table of a track, each of so many numbers."""
    box = inside(reader, *table, name)
    if box is None:
        return []
    size = struct.calcsize(f">{form}") * width
    count = min(struct.unpack(">I", reader.exactly(box[0] + 4, 4))[0], MOST_SAMPLES, (box[1] - box[0] - 8) // size)
    data = reader.exactly(box[0] + 8, count * size) if count > 0 else b""
    return list(struct.iter_unpack(f">{width}{form}", data))


def _starts(reader: Reader, table: Span) -> Iterator[int]:
    """When each text begins, in the track's own units."""
    start = 0
    for count, length in _numbers(reader, table, b"stts", 2):
        for _ in range(min(count, MOST_SAMPLES)):
            yield start
            start += length


def _places(reader: Reader, table: Span) -> Iterator[int]:
    """Where each text lies in the file: texts follow one another within a chunk."""
    sizes = _sizes(reader, table)
    runs = _numbers(reader, table, b"stsc", 3)
    chunks = _numbers(reader, table, b"stco") or _numbers(reader, table, b"co64", form="Q")
    done = 0
    for number, (place,) in enumerate(chunks, start=1):
        held = next((count for first, count, _kind in reversed(runs) if first <= number), 1)
        for size in sizes[done : done + held]:
            yield place
            place += size
        done += held


def _sizes(reader: Reader, table: Span) -> list[int]:
    box = inside(reader, *table, b"stsz")
    if box is None:
        return []
    same, count = struct.unpack(">II", reader.exactly(box[0] + 4, 8))
    count = min(count, MOST_SAMPLES)
    if same:
        return [same] * count
    count = min(count, (box[1] - box[0] - 12) // 4)
    return list(struct.unpack(f">{count}I", reader.exactly(box[0] + 12, 4 * count)))


def _title(reader: Reader, place: int) -> str:
    """A text with its length in front; in UTF-16 where it says so."""
    length = int.from_bytes(reader.exactly(place, 2), "big")
    data = reader.exactly(place + 2, min(length, LONGEST_TITLE)) if length else b""
    return data.decode("utf-16" if data[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace")
