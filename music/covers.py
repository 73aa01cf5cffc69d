"""The picture inside a recording: where each format keeps it, and a small clean JPEG made of it. Pure: no database,
no files.
"""

import base64
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mutagen.flac import Picture
from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
FRONT = 3
EDGE = 1400
QUALITY = 88


@dataclass(frozen=True)
class Cover:
    """A square-edged JPEG, at most 1400 pixels a side, without the original's EXIF."""

    data: bytes
    width: int
    height: int


def _id3_pictures(tags: Any) -> Iterator[tuple[int, bytes]]:
    """APIC frames: MP3, AAC, and the ID3 chunk of WAV and AIFF."""
    if hasattr(tags, "getall"):
        for frame in tags.getall("APIC"):
            yield int(frame.type), frame.data


def _vorbis_pictures(tags: Any) -> Iterator[tuple[int, bytes]]:
    """Base64 picture blocks in Ogg comments, and the older bare COVERART."""
    if not hasattr(tags, "getall") and hasattr(tags, "get"):
        for text in tags.get("metadata_block_picture") or []:
            picture = Picture(base64.b64decode(text))
            yield int(picture.type), picture.data
        for text in tags.get("coverart") or []:
            yield FRONT, base64.b64decode(text)


def _mp4_pictures(tags: Any) -> Iterator[tuple[int, bytes]]:
    for data in tags.get("covr") or [] if hasattr(tags, "get") else []:
        yield FRONT, bytes(data)


def pictures(parsed: Any) -> list[bytes]:
    """Every picture in a parsed recording, the front cover first."""
    found = [(int(picture.type), picture.data) for picture in getattr(parsed, "pictures", None) or []]
    for source in (_id3_pictures, _vorbis_pictures, _mp4_pictures):
        found.extend(source(parsed.tags) if parsed.tags is not None else [])
    return [data for kind, data in sorted(found, key=lambda item: item[0] != FRONT)]


def make_cover(data: bytes, max_bytes: int, max_pixels: int) -> Cover | None:
    """A cover out of a tag's picture; None when it is no picture,
    or larger than the limits (then the sample just has none).
    """
    if not data or len(data) > max_bytes:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > max_pixels:
                    return None
                upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, Warning, OSError, ValueError, SyntaxError, EOFError):
        return None
    upright.thumbnail((EDGE, EDGE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, progressive=True)
    return Cover(out.getvalue(), upright.width, upright.height)
