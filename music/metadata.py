"""Everything that a recording says of itself, read from its bytes. Pure: the name is never believed,
nothing is stored.
"""

import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.template.defaultfilters import filesizeformat
from mutagen import MutagenError
from mutagen.aac import AAC
from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4, MP4Chapters
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from music.chapters import Chapter, of_comments, of_id3
from music.containers import check
from music.containers.claims import require_plausible
from music.containers.mp4_chapters import mp4_chapters
from music.containers.ogg import OPUS_RATE
from music.containers.reading import Reader, Shape
from music.covers import Cover, make_cover, pictures
from music.refusals import Refused
from music.tags import Tags, raw_tags, read_tags

__all__ = ["Limits", "Metadata", "Refused", "read_metadata"]


class NoChapters(MP4Chapters):
    """For damage in its chapters mutagen gives up the whole file; ours are read apart."""

    def load(self, *args: Any) -> None:
        """Nothing is read."""


class PlainMP4(MP4):
    """An MP4 without its chapters."""

    MP4Chapters = NoChapters


PARSERS: dict[str, Any] = {
    "mp3": MP3,
    "m4a": PlainMP4,
    "aac": AAC,
    "ogg": OggVorbis,
    "opus": OggOpus,
    "oga": OggFLAC,
    "flac": FLAC,
    "wav": WAVE,
    "aiff": AIFF,
}
MIME_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "opus": "audio/ogg",
    "oga": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
    "aiff": "audio/aiff",
}
# What mutagen's parsers raise on broken files, beside their own error; seen in the wild and in fuzzing.
PARSER_FAILURES = (
    MutagenError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True)
class Limits:
    """How much is taken: bytes of a recording, bytes and pixels of the picture inside it."""

    max_bytes: int = 200 * 1024 * 1024
    max_cover_bytes: int = 10 * 1024 * 1024
    max_cover_pixels: int = 40_000_000


@dataclass(frozen=True)
class Metadata:
    """A recording that is whole. `kind` is also its file extension; `bit_rate` in bits, `sample_rate` in hertz,
    `duration` in seconds.
    """

    kind: str
    mime_type: str
    codec: str
    size: int
    duration: float | None
    bit_rate: int | None
    sample_rate: int | None
    channels: int | None
    tags: Tags
    cover: Cover | None
    raw: dict[str, list[str]] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()


def _parse(file: BinaryIO, kind: str) -> Any:
    """The recording as mutagen sees it."""
    file.seek(0)
    parsed = PARSERS[kind](file)
    if kind == "aac":
        # mutagen leaves the tag of a bare AAC stream to its reader.
        file.seek(0)
        try:
            parsed.tags = ID3(file)
        except ID3NoHeaderError:
            parsed.tags = None
    return parsed


def _whole(value: object) -> int | None:
    """A positive whole number that fits the database, or None."""
    return int(value) if isinstance(value, int | float) and 0 < value < 2**31 else None


def _chapters(parsed: Any, kind: str, file: BinaryIO) -> tuple[Chapter, ...]:
    """What the file says of its parts; nothing where that is damaged."""
    if kind == "m4a":
        return mp4_chapters(Reader(file))
    try:
        return of_comments(parsed.tags) if kind in ("ogg", "opus", "oga", "flac") else of_id3(parsed.tags)
    except PARSER_FAILURES:
        return ()


def _facts(file: BinaryIO, shape: Shape, size: int, limits: Limits) -> Metadata:
    parsed = _parse(file, shape.kind)
    info = parsed.info
    raw = raw_tags(parsed.tags)
    duration = shape.duration or getattr(info, "length", None) or None
    require_plausible(duration, size)
    covers = (make_cover(data, limits.max_cover_bytes, limits.max_cover_pixels) for data in pictures(parsed))
    return Metadata(
        kind=shape.kind,
        mime_type=MIME_TYPES[shape.kind],
        codec=shape.codec,
        size=size,
        duration=round(duration, 3) if duration else None,
        bit_rate=_whole(getattr(info, "bitrate", None)) or (_whole(size * 8 / duration) if duration else None),
        sample_rate=OPUS_RATE if shape.kind == "opus" else _whole(getattr(info, "sample_rate", None)),
        channels=_whole(getattr(info, "channels", None)),
        tags=read_tags(raw),
        cover=next((cover for cover in covers if cover), None),
        raw=raw,
        chapters=_chapters(parsed, shape.kind, file),
    )


def read_metadata(file: BinaryIO, name: str, limits: Limits) -> Metadata:
    """The metadata of a whole recording, or Refused. `name` only helps a person to recognise the file in a refusal."""
    reader = Reader(file)
    if reader.size > limits.max_bytes:
        values = {"size": filesizeformat(reader.size), "limit": filesizeformat(limits.max_bytes), "name": name}
        raise Refused("too_large", values)
    shape = check(reader)
    try:
        return _facts(file, shape, reader.size, limits)
    except PARSER_FAILURES as failure:
        raise Refused("unreadable", {"name": name}) from failure
