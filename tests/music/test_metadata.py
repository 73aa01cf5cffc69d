"""What is read from a recording's bytes, and which files are refused."""

import io
from contextlib import suppress

import pytest

from music.metadata import Limits, Refused, read_metadata
from tests.music import audio_files as files

LIMITS = Limits()
CODECS = {
    "mp3": "mp3", "m4a": "aac", "aac": "aac", "ogg": "vorbis", "opus": "opus", "oga": "flac",
    "flac": "flac", "wav": "pcm", "aiff": "pcm",
}  # fmt: skip


def read(data: bytes, limits: Limits = LIMITS):
    return read_metadata(io.BytesIO(data), "whatever.txt", limits)


def refusal(data: bytes, limits: Limits = LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        read(data, limits)
    assert caught.value.message.endswith(".")
    return caught.value


@pytest.mark.parametrize("kind", files.KINDS)
def test_facts_of_every_format_are_read_whatever_the_name(kind):
    found = read(files.plain(kind))
    assert (found.kind, found.codec) == (kind, CODECS[kind])
    assert found.mime_type.startswith("audio/")
    assert found.duration == pytest.approx(1.0, abs=0.1)
    assert found.sample_rate == files.RATE
    assert found.channels in (1, 2)
    assert found.bit_rate > 10_000
    assert found.size == len(files.plain(kind))
    assert found.cover is None
    assert found.tags.title == ""


@pytest.mark.parametrize("kind", files.KINDS)
@pytest.mark.parametrize("values", [files.KAZAKH, files.RUSSIAN], ids=["kazakh", "russian"])
def test_tags_of_every_format_are_read(kind, values):
    data = files.kazakh(kind) if values is files.KAZAKH else files.russian(kind)
    tags = read(data).tags
    assert {name: getattr(tags, name) for name in values} == values


@pytest.mark.parametrize("kind", files.KINDS)
def test_the_cover_of_every_format_becomes_a_clean_picture(kind):
    cover = read(files.kazakh(kind)).cover
    assert (cover.width, cover.height) == (120, 120)
    assert cover.data.startswith(b"\xff\xd8\xff")


def test_tags_as_read_hold_no_pictures_and_no_binary_data():
    raw = read(files.kazakh("mp3")).raw
    assert raw["TIT2"] == [files.KAZAKH["title"]]
    assert not any(key.startswith("APIC") for key in raw)


@pytest.mark.parametrize("tenths", range(10))
@pytest.mark.parametrize("kind", files.KINDS)
def test_a_file_cut_at_any_tenth_is_refused(kind, tenths):
    for data in (files.plain(kind), files.kazakh(kind)):
        assert refusal(files.cut(data, tenths)).code == ("empty" if tenths == 0 else "truncated")


@pytest.mark.parametrize("kind", [kind for kind in files.KINDS if kind != "aac"])
def test_four_hours_in_two_seconds_are_not_believed(kind):
    refused = refusal(files.four_hours(kind))
    assert refused.code == "implausible"
    assert ":00:00" in refused.message or "26:40:00" in refused.message


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (files.zip_named_mp3(), "not_audio"),
        (b"%PDF-1.7 and so on", "not_audio"),
        (files.picture(form="JPEG"), "not_audio"),
        (files.picture(), "not_audio"),
        (b"just words, written down" * 40, "unknown"),
        (bytes(5000), "unknown"),
        (b"MThd" + bytes(60), "unsupported"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10), "truncated"),
    ],
    ids=["empty", "zip", "pdf", "jpeg", "png", "text", "zeros", "midi", "only a tag"],
)
def test_what_is_no_recording_is_refused_by_what_it_is(data, code):
    assert refusal(data).code == code


@pytest.mark.parametrize("container", ["mp4", "webm", "ogg"])
def test_video_is_refused(container):
    assert refusal(files.video(container)).code == "video"


def test_a_file_over_the_limit_is_refused_with_both_sizes():
    refused = refusal(files.plain("wav"), Limits(max_bytes=1000))
    assert refused.code == "too_large"
    assert "93.8" in refused.message
    assert "1000" in refused.message


def test_control_characters_and_endless_tags_are_cleaned():
    tags = read(files.nul_and_long_tags()).tags
    assert tags.title == "Дала таңы"
    assert len(tags.artist) == 255
    assert len(tags.genre) == 100


@pytest.mark.parametrize("kind", ["mp3", "flac", "m4a", "opus", "wav"])
def test_a_picture_beyond_the_limits_is_left_out(kind):
    data = files.tag(files.plain(kind), kind, files.KAZAKH, files.picture(300))
    assert read(data, Limits(max_cover_pixels=80_000)).cover is None
    assert read(data, Limits(max_cover_bytes=100)).cover is None
    assert read(data).cover is not None


@pytest.mark.parametrize("kind", ["mp3", "flac", "m4a", "opus", "aiff"])
def test_a_broken_picture_is_left_out(kind):
    data = files.tag(files.plain(kind), kind, files.KAZAKH, files.picture(200)[:90])
    assert read(data).cover is None


def test_silence_is_a_recording():
    assert read(files.silent_wav()).duration == 1.0
    assert read(files.silent_flac()).duration == pytest.approx(3.0)


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_damaged_byte_is_refused_or_read_but_never_breaks(kind):
    data = files.kazakh(kind)
    for at in range(0, min(len(data), 4000), 37):
        harmed = bytearray(data)
        harmed[at] ^= 0xFF
        with suppress(Refused):
            read(bytes(harmed))
