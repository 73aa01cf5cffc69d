"""Chapters: typed by an editor, told by a file, and damage that takes nothing else with it."""

import functools
import io
from fractions import Fraction

import av
import mutagen
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import CHAP, CTOC, TIT2

from music.chapters import Chapter, document, from_rows, read_typed, rows_of, shown, typed_text
from music.metadata import Limits, read_metadata
from music.misreadings import Misread
from music.wave_path import HEIGHT, marks, width
from tests.music import audio_files as files

CHAPTERS = (Chapter(0, "Таң"), Chapter(400, "Шешім & жауап"), Chapter(900, "Соңы"))


def chapters_of(data):
    return read_metadata(io.BytesIO(data), "x", Limits()).chapters


def saved(kind, change):
    """A recording of this kind with what `change` does to mutagen's view of it."""
    out = io.BytesIO(files.plain(kind))
    file = mutagen.File(out)
    if kind in ("mp3", "wav", "aiff") and file.tags is None:
        file.add_tags()
    change(file)
    out.seek(0)
    file.save(out)
    return out.getvalue()


def add_frames(file):
    for number, chapter in reversed(list(enumerate(CHAPTERS))):
        title = [TIT2(encoding=3, text=chapter.title)]
        file.tags.add(CHAP(element_id=f"c{number}", start_time=chapter.start_ms, end_time=1000, sub_frames=title))
    file.tags.add(CTOC(element_id="toc", flags=3, child_element_ids=["c0", "c1", "c2"], sub_frames=[]))


def add_comments(file):
    for number, chapter in enumerate(CHAPTERS, start=1):
        file[f"CHAPTER{number:03}"] = f"00:00:00.{chapter.start_ms:03}"
        file[f"CHAPTER{number:03}NAME"] = chapter.title


@functools.cache
def with_mp4_chapters():
    """As FFmpeg writes them: Nero's list, and QuickTime's track of texts."""
    out, source = io.BytesIO(), io.BytesIO(files.plain("m4a"))
    with av.open(source) as before, av.open(out, "w", format="ipod") as after:
        stream = after.add_stream_from_template(before.streams.audio[0])
        ends = [*(chapter.start_ms for chapter in CHAPTERS[1:]), 1000]
        after.set_chapters(
            [
                {"id": number, "start": chapter.start_ms, "end": end, "time_base": Fraction(1, 1000),
                 "metadata": {"title": chapter.title}}
                for number, (chapter, end) in enumerate(zip(CHAPTERS, ends, strict=True))
            ]
        )  # fmt: skip
        for packet in before.demux(before.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = stream
                after.mux(packet)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["mp3", "wav", "aiff"])
def test_chapter_frames_are_read(kind):
    assert chapters_of(saved(kind, add_frames)) == CHAPTERS


@pytest.mark.parametrize("kind", ["ogg", "opus", "oga", "flac"])
def test_chapter_comments_are_read(kind):
    assert chapters_of(saved(kind, add_comments)) == CHAPTERS


def test_both_kinds_of_mp4_chapters_are_read():
    data = with_mp4_chapters()
    assert b"chpl" in data
    assert chapters_of(data) == CHAPTERS
    # Without Nero's list, the text track of QuickTime that stands beside it.
    assert b"chap" in data
    assert chapters_of(data.replace(b"chpl", b"free")) == CHAPTERS


@pytest.mark.parametrize("kind", files.KINDS)
def test_a_recording_without_chapters_has_none(kind):
    assert chapters_of(files.kazakh(kind)) == ()


def test_a_title_that_is_no_utf_8_takes_neither_the_chapters_nor_the_recording():
    data = with_mp4_chapters().replace("Таң".encode(), b"\xff\xfe\xff\xff\xff\xff")
    assert [chapter.start_ms for chapter in chapters_of(data)] == [0, 400, 900]


@given(st.integers(0, 60), st.binary(min_size=1, max_size=40))
def test_no_damage_of_the_chapters_stops_an_upload(offset, noise):
    data = with_mp4_chapters()
    place = data.index(b"chpl") + 4 + offset
    end = data.index(b"chpl") + 64
    found = chapters_of(data[:place] + noise[: end - place] + data[min(place + len(noise), end) :])
    assert len(found) <= 200


def test_typed_chapters_are_read_as_people_write_them():
    text = "0:00 Беташар\n\n 1:02.5 - The answer: 2 \n00:12:00 – Third\n1:00:00|Fourth"
    assert read_typed(text) == (
        Chapter(0, "Беташар"),
        Chapter(62_500, "The answer: 2"),
        Chapter(720_000, "Third"),
        Chapter(3_600_000, "|Fourth"),
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Overture", "chapter_untimed", 1),
        ("0:00 One\n0:75 Two", "chapter_time", 2),
        ("0:00 One\n1:75:00 Two", "chapter_minutes", 2),
        ("1:5:75 One", "chapter_time", 1),
        ("0:00 One\n12 Two", "chapter_untimed", 2),
        ("0:00 One\n\n0:10", "chapter_untitled", 3),
        ("0:10 One\n0:05 Two", "chapter_order", 2),
        ("0:10 One\n0:10 Two", "chapter_order", 2),
        ("\n".join(f"{number}:00 Part" for number in range(201)), "too_many_chapters", None),
    ],
)
def test_a_wrong_line_is_named(text, code, line):
    with pytest.raises(Misread) as caught:
        read_typed(text)
    assert caught.value.code == code
    assert line is None or f"Line {line}" in caught.value.message


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["0:00", "1:00 ", "a", "\n", "-", "1:2:3", "9" * 9, "\x1c", " "])).map("".join),
    )
)
def test_any_text_is_chapters_or_refused_in_words(text):
    try:
        found = read_typed(text)
    except Misread as misread:
        message = misread.message
    else:
        message = "."
        assert read_typed(typed_text(found)) == found
        assert from_rows(rows_of(found)) == found
        assert [chapter.start_ms for chapter in found] == sorted({chapter.start_ms for chapter in found})
    assert message.endswith(".")


def test_minutes_may_be_many_where_no_hours_stand_before_them():
    assert read_typed("59:59 One\n75:00 Two\n1:59:59 Three") == (
        Chapter(3_599_000, "One"),
        Chapter(4_500_000, "Two"),
        Chapter(7_199_000, "Three"),
    )


def test_what_an_editor_typed_wins_over_the_file():
    assert shown("0:05 Typed", [[0, "Read"]]) == (Chapter(5000, "Typed"),)
    assert shown("", [[0, "Read"]]) == (Chapter(0, "Read"),)
    assert shown("cannot be read", [[0, "Read"]]) == (Chapter(0, "Read"),)


def test_the_json_names_seconds():
    assert document([Chapter(62_500, "Two")], "Таң") == {
        "version": "1.2.0", "title": "Таң", "chapters": [{"startTime": 62.5, "title": "Two"}],
    }  # fmt: skip


def test_a_mark_stands_at_its_share_of_the_wave():
    assert marks([0.25, 0.5], 600) == f"M450 0v{HEIGHT}M900 0v{HEIGHT}"
    assert width(600) == 1800
    assert marks([], 600) == ""
