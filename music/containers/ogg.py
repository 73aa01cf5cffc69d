"""Ogg with Vorbis, Opus or FLAC inside: page by page (RFC 3533); every stream must say that it ends.
It reads no tags.
"""

import struct
from dataclasses import dataclass

from music.containers.claims import require_plausible
from music.containers.reading import Reader, Shape
from music.refusals import Refused

BEGINS, ENDS = 2, 4
NO_GRANULE = 0xFFFFFFFFFFFFFFFF
OPUS_RATE = 48000
VIDEO_MARKS = (b"\x80theora", b"BBCD", b"OVP80", b"\x01video")


@dataclass
class Stream:
    """One logical stream: what it holds, at how many granules a second, how far it goes."""

    kind: str
    rate: int
    skip: int = 0
    last: int = 0
    ended: bool = False


def _stream(packet: bytes) -> Stream:
    """What the first packet of a stream announces."""
    if packet.startswith(VIDEO_MARKS):
        raise Refused("video")
    if packet.startswith(b"\x01vorbis") and len(packet) >= 16:
        return Stream("ogg", struct.unpack("<I", packet[12:16])[0])
    if packet.startswith(b"OpusHead") and len(packet) >= 12:
        return Stream("opus", OPUS_RATE, struct.unpack("<H", packet[10:12])[0])
    # Mapping of FLAC into Ogg: 9 bytes of its own, "fLaC", a block header, then STREAMINFO; the rate is its bits 80
    # to 100.
    if packet.startswith(b"\x7fFLAC") and len(packet) >= 30:
        return Stream("oga", int.from_bytes(packet[27:30], "big") >> 4)
    if packet.startswith(b"Speex"):
        raise Refused("unsupported", {"what": "Speex"})
    return Stream("", 0)


def _page(reader: Reader, offset: int) -> tuple[int, int, int, int, int]:
    """(flags, granule, serial, start of the body, end of the page);
    a page that the file does not hold whole is a cut.
    """
    head = reader.exactly(offset, 27)
    flags, granule, serial = struct.unpack("<BQI", head[5:18])
    table = reader.exactly(offset + 27, head[26])
    body = offset + 27 + head[26]
    end = body + sum(table)
    if end > reader.size:
        raise Refused("truncated")
    return flags, granule, serial, body, end


def _streams(reader: Reader) -> list[Stream]:
    streams: dict[int, Stream] = {}
    finished: list[Stream] = []
    offset = 0
    while reader.at(offset, 4) == b"OggS":
        flags, granule, serial, body, end = _page(reader, offset)
        if flags & BEGINS:
            # A serial that begins again is the next link of a chain, as internet radio writes them.
            if serial in streams:
                finished.append(streams.pop(serial))
            streams[serial] = _stream(reader.at(body, min(end - body, 64)))
        stream = streams.get(serial)
        if stream is not None:
            stream.ended = stream.ended or bool(flags & ENDS)
            if granule != NO_GRANULE:
                stream.last = max(stream.last, granule)
        offset = end
    return finished + list(streams.values())


def read_ogg(reader: Reader) -> Shape:
    sounding = [stream for stream in _streams(reader) if stream.kind]
    if not sounding:
        raise Refused("truncated" if reader.size < 64 else "unknown")
    if any(stream.rate < 1 for stream in sounding):
        raise Refused("unreadable")
    duration = sum(max(stream.last - stream.skip, 0) / stream.rate for stream in sounding)
    require_plausible(duration, reader.size)
    if not all(stream.ended for stream in sounding) or duration <= 0:
        raise Refused("truncated")
    kind = sounding[0].kind
    return Shape(kind, {"ogg": "vorbis", "opus": "opus", "oga": "flac"}[kind], duration)
