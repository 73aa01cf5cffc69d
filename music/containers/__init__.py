"""What kind of recording a file is, by its bytes and never by its name, and whether its structure is whole."""

from django.utils.translation import gettext_lazy as _

from music.containers.flac import read_flac
from music.containers.iff import read_aiff, read_wav
from music.containers.mp4 import read_mp4
from music.containers.mpeg import aac_frame, is_stream, mp3_frame, read_aac, read_mp3
from music.containers.ogg import read_ogg
from music.containers.reading import Reader, Shape
from music.refusals import Refused

# Frames may begin a little after an ID3 tag or after padding.
LEAD_IN = 1 << 13
OTHER_THINGS = (
    (b"PK\x03\x04", _("a ZIP archive")),
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture")),
    (b"\xff\xd8\xff", _("a picture")),
    (b"GIF8", _("a picture")),
    (b"Rar!", _("a RAR archive")),
    (b"7z\xbc\xaf", _("a 7z archive")),
    (b"\x1f\x8b", _("a gzip archive")),
    (b"MZ", _("a program")),
    (b"\x7fELF", _("a program")),
    (b"<!DOCTYPE", _("a web page")),
    (b"<!doctype", _("a web page")),
    (b"<html", _("a web page")),
)
VIDEOS = (b"\x1aE\xdf\xa3", b"FLV\x01", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")
OTHER_RECORDINGS = (
    (b"0&\xb2u\x8ef\xcf\x11", "Windows Media"),
    (b"MThd", "MIDI"),
    (b"#!AMR", "AMR"),
    (b"RF64", "RF64"),
    (b"BW64", "BW64"),
    (b"MAC ", "Monkey's Audio"),
    (b"wvpk", "WavPack"),
    (b"caff", "CAF"),
    (b"DSD ", "DSD"),
)


def _after_id3(reader: Reader) -> int:
    """Where the content begins after any ID3v2 tags in front; a tag longer than the file is a cut."""
    offset = 0
    while reader.at(offset, 3) == b"ID3":
        head = reader.exactly(offset, 10)
        length = 0
        for byte in head[6:10]:
            length = (length << 7) | (byte & 0x7F)
        offset += 10 + length + (10 if head[5] & 0x10 else 0)
        if offset >= reader.size:
            raise Refused("truncated")
    return offset


def _before_trailing_tags(reader: Reader) -> int:
    """Where the content ends before ID3v1 and APEv2 tags at the end."""
    end = reader.size
    if end >= 128 and reader.at(end - 128, 3) == b"TAG":
        end -= 128
    if end >= 32 and reader.at(end - 32, 8) == b"APETAGEX":
        footer = reader.at(end - 32, 32)
        length = int.from_bytes(footer[12:16], "little")
        with_header = 32 if footer[23] & 0x80 else 0
        end = max(end - length - with_header, 0)
    return end


def _refuse_known_others(head: bytes) -> None:
    if head.startswith(VIDEOS) or (head[:4] == b"RIFF" and head[8:12] == b"AVI "):
        raise Refused("video")
    for mark, what in OTHER_THINGS:
        if head.startswith(mark):
            raise Refused("not_audio", {"what": what})
    for mark, name in OTHER_RECORDINGS:
        if head.startswith(mark):
            raise Refused("unsupported", {"what": name})


def _read_frames(reader: Reader, start: int) -> Shape:
    """MP3 or AAC frames, which have no mark but themselves."""
    end = _before_trailing_tags(reader)
    block = reader.at(start, LEAD_IN)
    padding = len(block) - len(block.lstrip(b"\0"))
    candidates = [start + padding] if start == 0 else [start + at for at, byte in enumerate(block) if byte == 0xFF]
    for offset in candidates:
        if is_stream(reader, offset, end, mp3_frame):
            return read_mp3(reader, offset, end)
        if is_stream(reader, offset, end, aac_frame):
            return read_aac(reader, offset, end)
    raise Refused("truncated" if start else "unknown")


def check(reader: Reader) -> Shape:
    """The shape of a whole recording; anything else is Refused with its reason."""
    if not reader.size:
        raise Refused("empty")
    start = _after_id3(reader)
    head = reader.at(start, 16)
    _refuse_known_others(head)
    if head.startswith(b"fLaC"):
        return read_flac(reader, start, _before_trailing_tags(reader))
    if head.startswith(b"OggS"):
        return read_ogg(reader)
    if head[4:8] == b"ftyp":
        return read_mp4(reader)
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return read_wav(reader)
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return read_aiff(reader)
    return _read_frames(reader, start)
