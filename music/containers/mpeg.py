"""MP3 and AAC streams (ISO 11172-3, 13818-7): frame by frame, against what the first frame announces.
It reads no tags.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass

from music.containers.claims import require_plausible
from music.containers.reading import Reader, Shape
from music.refusals import Refused

V1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
V2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
AAC_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
# Broken frames inside a recording are passed over if the next good one is this near.
RESYNC = 1 << 16


@dataclass(frozen=True)
class Frame:
    length: int
    rate: int
    samples: int


@dataclass(frozen=True)
class Walk:
    """What was met from the first frame to the end: whole frames, their seconds, whether the last one is cut."""

    frames: int
    seconds: float
    cut: bool


def mp3_frame(header: bytes) -> Frame | None:
    """A layer III frame header of 4 bytes, or None."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return None
    version, layer = (header[1] >> 3) & 3, (header[1] >> 1) & 3
    speed, rate = header[2] >> 4, (header[2] >> 2) & 3
    if version == 1 or layer != 1 or speed in (0, 15) or rate == 3:
        return None
    hertz = RATES[version][rate]
    bits = (V1 if version == 3 else V2)[speed] * 1000
    samples = 1152 if version == 3 else 576
    return Frame(samples // 8 * bits // hertz + ((header[2] >> 1) & 1), hertz, samples)


def aac_frame(header: bytes) -> Frame | None:
    """An ADTS frame header of 7 bytes, or None."""
    if len(header) < 7 or header[0] != 0xFF or header[1] & 0xF6 != 0xF0:
        return None
    rate = (header[2] >> 2) & 15
    length = ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5)
    if rate >= len(AAC_RATES) or length < 7:
        return None
    return Frame(length, AAC_RATES[rate], 1024 * ((header[6] & 3) + 1))


def is_stream(reader: Reader, offset: int, end: int, parse: Callable[[bytes], Frame | None]) -> bool:
    """Whether frames begin here: three in a row, or as many as the file has room for."""
    for _ in range(3):
        frame = parse(reader.at(offset, 7))
        if frame is None:
            return False
        offset += frame.length
        if offset + 7 > end:
            return True
    return True


def _next(reader: Reader, offset: int, end: int, parse: Callable[[bytes], Frame | None]) -> int | None:
    """Where frames go on after something that is none, or None."""
    block = reader.at(offset, min(RESYNC, end - offset))
    at = block.find(b"\xff")
    while at >= 0:
        if parse(block[at : at + 7]) and is_stream(reader, offset + at, end, parse):
            return offset + at
        at = block.find(b"\xff", at + 1)
    return None


def _walk(reader: Reader, offset: int, end: int, parse: Callable[[bytes], Frame | None]) -> Walk:
    frames, seconds = 0, 0.0
    while offset < end:
        frame = parse(reader.at(offset, 7))
        if frame is None:
            found = _next(reader, offset + 1, end, parse)
            if found is None:
                # Silence bytes after the last frame are no cut; the beginning of a frame is.
                return Walk(
                    frames,
                    seconds,
                    bool(reader.at(offset, end - offset if end - offset < 7 else 1).startswith(b"\xff")),
                )
            offset = found
            continue
        if offset + frame.length > end:
            return Walk(frames, seconds, cut=True)
        frames += 1
        seconds += frame.samples / frame.rate
        offset += frame.length
    return Walk(frames, seconds, cut=False)


@dataclass(frozen=True)
class Announced:
    """What a Xing, Info or VBRI header says of its stream; 0 where it is silent."""

    frames: int
    size: int


def _announced(reader: Reader, offset: int) -> Announced | None:
    first = reader.at(offset, 200)
    for mark in (b"Xing", b"Info"):
        at = first.find(mark, 4, 48)
        if at > 0 and len(first) >= at + 16:
            flags, one, two = struct.unpack(">III", first[at + 4 : at + 16])
            frames = one if flags & 1 else 0
            return Announced(frames, (two if flags & 1 else one) if flags & 2 else 0)
    if first[36:40] == b"VBRI" and len(first) >= 54:
        size, frames = struct.unpack(">II", first[46:54])
        return Announced(frames, size)
    return None


def read_mp3(reader: Reader, offset: int, end: int) -> Shape:
    """`offset` is the first frame, `end` where trailing tags begin or the file ends."""
    first = mp3_frame(reader.at(offset, 4))
    if first is None:
        raise Refused("unreadable")
    announced = _announced(reader, offset)
    walk = _walk(reader, offset, end, mp3_frame)
    if announced is None:
        if walk.cut or not walk.frames:
            raise Refused("truncated")
        return Shape("mp3", "mp3", walk.seconds)
    require_plausible(announced.frames * first.samples / first.rate, reader.size)
    # Some encoders count the header's own frame, so one frame less than announced is whole.
    if walk.frames < announced.frames or end - offset < announced.size - first.length or walk.frames < 2:
        raise Refused("truncated")
    return Shape("mp3", "mp3", walk.seconds - first.samples / first.rate)


def read_aac(reader: Reader, offset: int, end: int) -> Shape:
    walk = _walk(reader, offset, end, aac_frame)
    if walk.cut or not walk.frames:
        raise Refused("truncated")
    return Shape("aac", "aac", walk.seconds)
