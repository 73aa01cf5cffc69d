"""FLAC (RFC 9639): the blocks, then the last frame, whose checksum and position say whether the file is whole.
It reads no tags.
"""

from dataclasses import dataclass

from music.containers.claims import require_plausible
from music.containers.reading import Reader, Shape
from music.refusals import Refused

# The largest frame that encoders of the streamable subset write stays far under this.
TAIL = 1 << 18
# More than one place in the tail may look like a frame; this many are tried, from the end.
ATTEMPTS = 200
HEADER = 16
SYNCS = (b"\xff\xf8", b"\xff\xf9")


def _table(polynomial: int, bits: int) -> list[int]:
    top, mask = 1 << (bits - 1), (1 << bits) - 1
    table = []
    for byte in range(256):
        value = byte << (bits - 8)
        for _ in range(8):
            value = ((value << 1) ^ polynomial if value & top else value << 1) & mask
        table.append(value)
    return table


CRC8, CRC16 = _table(0x07, 8), _table(0x8005, 16)


def crc8(data: bytes) -> int:
    value = 0
    for byte in data:
        value = CRC8[value ^ byte]
    return value


def crc16(data: bytes) -> int:
    value = 0
    for byte in data:
        value = ((value << 8) & 0xFFFF) ^ CRC16[(value >> 8) ^ byte]
    return value


@dataclass(frozen=True)
class Info:
    """The facts of STREAMINFO that the check needs; `total` is 0 when the encoder did not know it."""

    block: int
    frame_limit: int
    rate: int
    total: int
    audio_start: int


def _info(reader: Reader, offset: int) -> Info:
    first = reader.exactly(offset + 4, 4)
    if first[0] & 0x7F or int.from_bytes(first[1:], "big") < 34:
        raise Refused("unreadable")
    data = reader.exactly(offset + 8, 34)
    packed = int.from_bytes(data[10:18], "big")
    at, last = offset + 4, False
    while not last:
        head = reader.exactly(at, 4)
        last = bool(head[0] & 0x80)
        at += 4 + int.from_bytes(head[1:], "big")
        if at > reader.size:
            raise Refused("truncated")
    return Info(
        block=int.from_bytes(data[0:2], "big"),
        frame_limit=int.from_bytes(data[7:10], "big"),
        rate=packed >> 44,
        total=packed & ((1 << 36) - 1),
        audio_start=at,
    )


def _frame_end(header: bytes, block: int) -> int | None:
    """The number of the sample after this frame, or None when these bytes are no frame header."""
    # A frame of silence is shorter than the longest header.
    header = header.ljust(HEADER, b"\0")
    if header[2] >> 4 == 0 or header[2] & 15 == 15 or header[3] & 1:
        return None
    lead = header[4]
    extra = 0 if lead < 0x80 else 7 - (~lead & 0xFF).bit_length()
    if extra < 0 or lead in (0xFF,) or 0x80 <= lead < 0xC0:
        return None
    number = lead if not extra else lead & ((1 << (6 - extra)) - 1)
    for byte in header[5 : 5 + extra]:
        number = (number << 6) | (byte & 0x3F)
    at = 5 + extra
    size_code, rate_code = header[2] >> 4, header[2] & 15
    size_bytes = {6: 1, 7: 2}.get(size_code, 0)
    samples = int.from_bytes(header[at : at + size_bytes], "big") + 1
    at += size_bytes + {12: 1, 13: 2, 14: 2}.get(rate_code, 0)
    if crc8(header[:at]) != header[at]:
        return None
    if size_code == 1:
        samples = 192
    elif 2 <= size_code <= 5:
        samples = 576 << (size_code - 2)
    elif size_code >= 8:
        samples = 256 << (size_code - 8)
    return (number if header[1] & 1 else number * block) + samples


def _last_sample(tail: bytes, block: int) -> int | None:
    """Where the frame that ends the tail exactly (its CRC-16 over itself is 0) ends in samples, or None."""
    at = len(tail)
    for _ in range(ATTEMPTS):
        at = max(tail.rfind(sync, 0, at) for sync in SYNCS)
        if at < 0:
            return None
        end = _frame_end(tail[at : at + HEADER], block)
        if end is not None and crc16(tail[at:]) == 0:
            return end
    return None


def read_flac(reader: Reader, offset: int, end: int) -> Shape:
    """`offset` is where "fLaC" stands, `end` where a trailing tag begins or the file ends."""
    info = _info(reader, offset)
    if not info.rate:
        raise Refused("unreadable")
    duration = info.total / info.rate if info.total else None
    require_plausible(duration, reader.size)
    window = min(max(info.frame_limit, TAIL), end - info.audio_start)
    last = _last_sample(reader.at(end - window, window), info.block) if window > 0 else None
    if last is None or last < info.total:
        raise Refused("truncated")
    return Shape("flac", "flac", (info.total or last) / info.rate)
