"""Words as people type and upload them: every notation, every encoding, and sentences for what cannot be read."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from music.lyrics import LRC, PLAIN, VTT, TextLimits, notation_of, read_text
from music.misreadings import Misread
from music.timed_lines import Line, Row, clock_text, groups, rows, second_text
from music.webvtt import write_vtt

LYRICS = """[ar:Елші]
[offset:+500]

[00:12.50]Таң атты
[00:17.00] <00:17.10>Дала <00:17.90>оянды
[00:21]
[01:02.3][00:30.25]Қайырма
# of another program
"""
CUES = """WEBVTT - some title

STYLE
::cue { color: red }

NOTE a remark
of two lines

first
00:00:05.000 --> 00:00:09.500 align:start position:10%
<v Anna>It is <i.loud>morning</i>
&amp; the steppe wakes

01:02.000 --> 01:04.250
Later
"""


def test_plain_text_is_lines_with_verses_and_without_times():
    lines = read_text("\n Таң  атты \r\n\tДала оянды\r\r\n\nЖол ұзақ\n")
    assert lines == (
        Line(None, None, "Таң атты"),
        Line(None, None, "Дала оянды"),
        Line(None, None, "Жол ұзақ", opens=True),
    )


def test_lrc_is_read_with_offset_several_times_word_times_and_silences():
    assert notation_of(LYRICS) == LRC
    assert read_text(LYRICS) == (
        Line(12_000, 16_500, "Таң атты", opens=True),
        Line(16_500, 20_500, "Дала оянды"),
        Line(29_750, 61_800, "Қайырма", opens=True),
        Line(61_800, None, "Қайырма"),
    )


def test_two_languages_at_one_time_both_last_until_the_next_line():
    lines = read_text("[00:01.00]Таң\n[00:01.00]Morning\n[00:05.00]Жол")
    assert [(line.start_ms, line.end_ms) for line in lines] == [(1000, 5000), (1000, 5000), (5000, None)]


def test_an_offset_moves_no_line_before_the_beginning():
    assert read_text("[offset:5000]\n[00:02.00]One\n[00:09.00]Two")[0].start_ms == 0
    assert read_text("[offset:-250]\n[00:02.00]One")[0].start_ms == 2250


def test_webvtt_is_read_without_settings_tags_notes_and_styles():
    assert notation_of(CUES) == VTT
    assert read_text(CUES) == (
        Line(5000, 9500, "It is morning & the steppe wakes"),
        Line(62_000, 64_250, "Later"),
    )


def test_subrip_is_read_as_well():
    assert read_text("1\n00:00:01,000 --> 00:00:02,500\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n") == (
        Line(1000, 2500, "One"),
        Line(3000, 4000, "Two"),
    )


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", None),
        (" \n\n", "empty", None),
        ("WEBVTT\n\nNOTE only this\n", "empty", None),
        ("[ar:Елші]\n\n [ti:Таң]\n", "facts_only", None),
        ("[offset:500]", "facts_only", None),
        ("[00:01.00]One\n\nwithout a time", "lrc_untimed", 3),
        ("[00:01.00]One\n[1:75]Two", "lrc_time", 2),
        ("[00:01.00]One\n[00:02.0000]Two", "lrc_time", 2),
        ("[offset:soon]\n[00:01.00]One", "lrc_offset", 1),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\nTwo\n", "vtt_untimed", 6),
        ("WEBVTT\n\n00:01.000 --> soon\nOne\n", "vtt_time", 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nOne\n", "vtt_time", 3),
        ("WEBVTT\n\none\n00:03.000 --> 00:02.000\nOne\n", "vtt_order", 4),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(text, code, line):
    with pytest.raises(Misread) as caught:
        read_text(text)
    assert caught.value.code == code
    assert caught.value.values.get("line") == line
    assert caught.value.message.endswith(".")
    assert line is None or f"Line {line}" in caught.value.message


def test_more_than_the_limits_is_refused():
    limits = TextLimits(max_bytes=20, max_lines=2)
    assert len(read_text("one\ntwo", limits)) == 2
    for text, code in (("one\ntwo\nthree", "too_many_lines"), ("Ә" * 11, "too_large")):
        with pytest.raises(Misread) as caught:
            read_text(text, limits)
        assert caught.value.code == code


# Texts that look like words with times often enough.
PARTS = st.sampled_from(
    ["[00:01.00]", "[", "]", ":", "[offset:", "9" * 5, "[999:59]", "WEBVTT", "\n", "\n\n", " --> ", "00:00:01.000", "NOTE", "<", ">", "&#x0;", "&lt;",
     "<00:01>", "\r", "\ufeff", "\x00", "\x85", "\u2028", "é", "Қ"]
)  # fmt: skip
SOURCES = st.one_of(st.text(), st.lists(st.one_of(PARTS, st.text(max_size=3)), max_size=40).map("".join))


@given(SOURCES)
def test_any_text_is_read_or_refused_in_words(text):
    try:
        lines = read_text(text)
    except Misread as misread:
        message = misread.message
    else:
        message = "."
        assert all(line.text and line.text == " ".join(line.text.split()) for line in lines)
        timed = [line for line in lines if line.start_ms is not None]
        assert timed in ([], list(lines))
        assert [line.start_ms for line in timed] == sorted(line.start_ms for line in timed)
        assert all(line.end_ms is None or line.end_ms > line.start_ms >= 0 for line in timed)
    assert message.endswith(".")


WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=8)
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(lambda text: "\ufeff" not in text and text.split())


@given(st.lists(st.tuples(st.integers(1, 10**7), TEXTS), min_size=1, max_size=20), st.sampled_from([None, 10**8]))
def test_what_is_written_as_webvtt_is_read_as_it_was(pairs, length):
    start, lines = 0, []
    for step, text in pairs:
        lines.append(Line(start, start + step, " ".join(text.split())))
        start += step
    assert read_text(write_vtt(lines, length)) == tuple(lines)


@given(st.lists(st.text(string.ascii_letters, min_size=1, max_size=9), min_size=1, max_size=9))
def test_plain_lines_stay_as_they_are(words):
    assert [line.text for line in read_text("\n".join(words))] == words
    assert notation_of("\n".join(words)) == PLAIN


def test_the_last_line_ends_with_the_recording():
    line = Line(61_250, None, "a < b")
    assert write_vtt([line], 72_000).splitlines()[2:] == ["00:01:01.250 --> 00:01:12.000", "a &lt; b"]
    assert "--> 00:01:11.250" in write_vtt([line])
    assert "--> 00:01:11.250" in write_vtt([line], 1000)


def test_texts_of_the_same_lines_stand_together():
    original = read_text("[00:01.00]Таң\n[00:05.00]Жол")
    letters = read_text("Tañ\nJol")
    near = read_text("[00:01.40]Morning\n[00:05.90]Road")
    far = read_text("[00:01.00]Утро\n[00:09.00]Дорога")
    short = read_text("Dawn")
    assert groups([original, letters, near, far, short]) == [[0, 1, 2], [3], [4]]
    assert rows([letters, original]) == [
        Row(1000, 5000, False, ("Tañ", "Таң")),
        Row(5000, None, False, ("Jol", "Жол")),
    ]


@pytest.mark.parametrize(
    ("milliseconds", "clock", "second"),
    [(0, "0:00", "0"), (83_999, "1:23", "83.999"), (83_500, "1:23", "83.5"), (3_723_000, "1:02:03", "3723")],
)
def test_times_are_written_for_people_and_for_addresses(milliseconds, clock, second):
    assert (clock_text(milliseconds), second_text(milliseconds)) == (clock, second)
