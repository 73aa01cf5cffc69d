"""Facts that the title line of a bulletin says of itself."""

import datetime

import pytest

from news.title_line import TitleLine, read_title_line

NAMES = ["Special Issue", "News Bulletin", "Специальный выпуск", "Арнайы шығарылым"]
DAY = datetime.date(2008, 12, 22)


@pytest.mark.parametrize(
    "text",
    [
        "Special Issue No 24, December 22, 2008",
        "SPECIAL ISSUE No. 24 — 22 December 2008",
        "Special Issue 24, Dec. 22, 2008",
        "December 22, 2008. Special Issue № 24",
        "Special Issue #24 (2008-12-22)",
        "Special  Issue\nNo 24 of December 22nd, 2008",
    ],
)
def test_an_english_line_gives_series_number_and_date(text: str) -> None:
    assert read_title_line(text, NAMES) == TitleLine("Special Issue", 24, DAY, "")


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("Специальный выпуск № 24, 22 декабря 2008 г.", "Специальный выпуск"),
        ("Специальный выпуск №24 от 22 декабря 2008 года", "Специальный выпуск"),
        ("№ 24, 22.12.2008", None),
        ("24-й выпуск, «22» декабря 2008 г.", None),
        ("Арнайы шығарылым № 24, 2008 ж. 22 желтоқсан", "Арнайы шығарылым"),
        ("№ 24 арнайы шығарылым, 2008 жылғы 22 желтоқсан", "Арнайы шығарылым"),
        ("24-шығарылым, 22 желтоқсан 2008 жыл", None),
    ],
)
def test_a_russian_or_kazakh_line_does_the_same(text: str, series: str | None) -> None:
    found = read_title_line(text, NAMES)
    assert (found.number, found.date) == (24, DAY)
    assert found.series in {series, None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Special Issue No 24, December 22, 2008: The Road to Europe",
            TitleLine("Special Issue", 24, DAY, "The Road to Europe"),
        ),
        (
            "The Road to Europe (Special Issue No 24, December 22, 2008)",
            TitleLine("Special Issue", 24, DAY, "The Road to Europe"),
        ),
        ("№ 24 Праздник Наурыз", TitleLine(None, 24, None, "Праздник Наурыз")),
        ("The Road to Europe, 22 December 2008", TitleLine(None, None, DAY, "The Road to Europe")),
    ],
)
def test_what_is_left_of_the_line_is_the_title(text: str, expected: TitleLine) -> None:
    assert read_title_line(text, NAMES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On Resolution No 1540 of the Council",
        "The law of December 22, 2008 on tourism is in force",
        "No 24 people came",
        "A special issue of the magazine",
        "Special Issues of trade",
        "31 February 2008 does not exist, so it says",
        "03/04/2008 is read in two ways",
        "",
    ],
)
def test_a_sentence_keeps_its_words(text: str) -> None:
    assert read_title_line(text, NAMES) == TitleLine(rest=text)


def test_a_date_that_ends_a_sentence_is_the_date_and_stays_in_it() -> None:
    found = read_title_line("Statement of December 22, 2008", NAMES)
    assert (found.date, found.rest) == (DAY, "Statement of December 22, 2008")


def test_a_number_nobody_can_have_is_none() -> None:
    assert read_title_line("No 0", NAMES).number is None


@pytest.mark.parametrize("year", ["0024", "1789", "9999"])
def test_a_year_of_no_bulletin_makes_no_date(year: str) -> None:
    for text in (f"News Bulletin No 3, 1 January {year}", f"News Bulletin No 3, {year}-01-01"):
        assert read_title_line(text, NAMES).date is None


def test_a_line_longer_than_a_title_is_not_looked_at() -> None:
    text = "No 24, " + "word " * 100
    assert read_title_line(text, NAMES).number is None
