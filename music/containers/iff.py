"""WAV and AIFF: chunk by chunk, every chunk must lie inside the file. It reads no tags."""

import struct
from collections.abc import Iterator

from music.containers.claims import require_plausible
from music.containers.reading import Reader, Shape
from music.refusals import Refused

STREAMED = 0xFFFFFFFF
WAV_CODECS = {1: "pcm", 2: "adpcm", 3: "pcm float", 6: "a-law", 7: "mu-law", 17: "adpcm", 85: "mp3"}
EXTENSIBLE = 0xFFFE
UNCOMPRESSED_AIFF = {b"NONE", b"sowt", b"twos"}


def _chunks(reader: Reader, order: str) -> Iterator[tuple[bytes, int, int]]:
    """(name, start, length) of each chunk. A length of 0xFFFFFFFF, as streaming encoders write, means to the end."""
    declared = struct.unpack(order + "I", reader.exactly(4, 4))[0]
    end = reader.size if declared == STREAMED else declared + 8
    # Some programs leave the pad byte out of the last chunk.
    if end > reader.size + 1:
        raise Refused("truncated")
    offset = 12
    while offset + 8 <= min(end, reader.size):
        name, length = struct.unpack(order + "4sI", reader.exactly(offset, 8))
        start = offset + 8
        if length == STREAMED:
            length = reader.size - start
        if start + length > reader.size:
            raise Refused("truncated")
        yield name, start, length
        offset = start + length + length % 2


def _extended(data: bytes) -> float:
    """IEEE 754 80-bit extended, the form in which AIFF keeps its sample rate."""
    exponent, mantissa = struct.unpack(">hQ", data)
    return float(mantissa) * 2.0 ** (exponent - 16383 - 63) if 0 < exponent < 16447 else 0.0


def read_wav(reader: Reader) -> Shape:
    chunks = {name: (start, length) for name, start, length in _chunks(reader, "<")}
    if b"fmt " not in chunks or b"data" not in chunks:
        raise Refused("truncated")
    start, length = chunks[b"fmt "]
    if length < 16:
        raise Refused("unreadable")
    form, channels, rate, byte_rate, _align, bits = struct.unpack("<HHIIHH", reader.exactly(start, 16))
    if form == EXTENSIBLE and length >= 26:
        form = struct.unpack("<H", reader.exactly(start + 24, 2))[0]
    if form in (1, 3):
        byte_rate = rate * channels * ((bits + 7) // 8)
    if not byte_rate or not chunks[b"data"][1]:
        raise Refused("truncated")
    return Shape("wav", WAV_CODECS.get(form, f"wav {form}"), chunks[b"data"][1] / byte_rate)


def read_aiff(reader: Reader) -> Shape:
    chunks = {name: (start, length) for name, start, length in _chunks(reader, ">")}
    if b"COMM" not in chunks or b"SSND" not in chunks:
        raise Refused("truncated")
    start, length = chunks[b"COMM"]
    if length < 18:
        raise Refused("unreadable")
    channels, frames, bits, raw_rate = struct.unpack(">HIH10s", reader.exactly(start, 18))
    rate = _extended(raw_rate)
    packing = reader.exactly(start + 18, 4) if length >= 22 else b"NONE"
    if rate < 1 or not frames:
        raise Refused("unreadable")
    duration = frames / rate
    needed = frames * channels * ((bits + 7) // 8)
    if packing in UNCOMPRESSED_AIFF and chunks[b"SSND"][1] - 8 < needed:
        require_plausible(duration, reader.size)
        raise Refused("truncated")
    return Shape("aiff", "pcm" if packing in UNCOMPRESSED_AIFF else packing.decode("latin-1").strip(), duration)
