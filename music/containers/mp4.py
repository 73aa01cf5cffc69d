"""MP4 (ISO 14496-12): every box must lie inside the file, the tracks must be sound. It reads no tags."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from music.containers.claims import require_plausible
from music.containers.reading import Reader, Shape
from music.refusals import Refused

CODECS = {
    b"mp4a": "aac",
    b"alac": "alac",
    b"Opus": "opus",
    b"fLaC": "flac",
    b"ac-3": "ac-3",
    b"ec-3": "ec-3",
    b".mp3": "mp3",
}
LOCKED = {b"drms", b"enca"}
# Podcasts carry chapter pictures as a track of stills; that is no video.
STILLS = {b"jpeg", b"png ", b"mjpa", b"mjpb"}


@dataclass(frozen=True)
class Track:
    handler: bytes
    entry: bytes
    duration: float | None
    furthest: int


def boxes(reader: Reader, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, start of the body, end) of each box between two offsets."""
    offset = start
    while offset + 8 <= end:
        length, name = struct.unpack(">I4s", reader.exactly(offset, 8))
        body = offset + 8
        if length == 1:
            length, body = struct.unpack(">Q", reader.exactly(body, 8))[0], offset + 16
        elif length == 0:
            # To the end of the file; with no name it is padding.
            if not name.strip(b"\0"):
                return
            length = end - offset
        if length < body - offset:
            raise Refused("unreadable")
        if offset + length > end:
            raise Refused("truncated")
        yield name, body, offset + length
        offset += length
    if offset < end and start == 0 and reader.at(offset, 8).strip(b"\0"):
        raise Refused("truncated")


def inside(reader: Reader, start: int, end: int, *path: bytes) -> tuple[int, int] | None:
    """Body and end of the box at this path, or None."""
    for name, body, stop in boxes(reader, start, end):
        if name == path[0]:
            return (body, stop) if len(path) == 1 else inside(reader, body, stop, *path[1:])
    return None


def _seconds(reader: Reader, body: int) -> float | None:
    """The length in a media header box; None where it is not known (fragments)."""
    if reader.exactly(body, 1) == b"\x01":
        scale, duration = struct.unpack(">IQ", reader.exactly(body + 20, 12))
        unknown = (1 << 64) - 1
    else:
        scale, duration = struct.unpack(">II", reader.exactly(body + 12, 8))
        unknown = (1 << 32) - 1
    return duration / scale if scale and duration not in (0, unknown) else None


def _furthest_chunk(reader: Reader, start: int, end: int) -> int:
    """The highest offset in the chunk table: a file that ends before it lacks sound."""
    for name, width, form in ((b"stco", 4, "I"), (b"co64", 8, "Q")):
        table = inside(reader, start, end, name)
        if table is None:
            continue
        count = struct.unpack(">I", reader.exactly(table[0] + 4, 4))[0]
        if table[0] + 8 + count * width > table[1]:
            raise Refused("unreadable")
        if count:
            return max(struct.unpack(f">{count}{form}", reader.exactly(table[0] + 8, count * width)))
    return 0


def _track(reader: Reader, start: int, end: int) -> Track | None:
    media = inside(reader, start, end, b"mdia")
    handler = media and inside(reader, *media, b"hdlr")
    header = media and inside(reader, *media, b"mdhd")
    table = media and inside(reader, *media, b"minf", b"stbl")
    if not (media and handler and header and table):
        return None
    entries = inside(reader, *table, b"stsd")
    entry = reader.exactly(entries[0] + 12, 4) if entries else b""
    return Track(
        handler=reader.exactly(handler[0] + 8, 4),
        entry=entry,
        duration=_seconds(reader, header[0]),
        furthest=_furthest_chunk(reader, *table),
    )


def read_mp4(reader: Reader) -> Shape:
    top = list(boxes(reader, 0, reader.size))
    names = {name for name, _, _ in top}
    movie = next(((body, end) for name, body, end in top if name == b"moov"), None)
    if movie is None or not names & {b"mdat", b"moof"}:
        raise Refused("truncated")
    found = [_track(reader, body, end) for name, body, end in boxes(reader, *movie) if name == b"trak"]
    tracks = [track for track in found if track]
    if any(track.handler == b"vide" and track.entry not in STILLS for track in tracks):
        raise Refused("video")
    sound = next((track for track in tracks if track.handler == b"soun"), None)
    if sound is None:
        raise Refused("unknown")
    if sound.entry in LOCKED:
        raise Refused("protected")
    require_plausible(sound.duration, reader.size)
    if sound.furthest >= reader.size:
        raise Refused("truncated")
    return Shape("m4a", CODECS.get(sound.entry, sound.entry.decode("latin-1").strip()), sound.duration)
