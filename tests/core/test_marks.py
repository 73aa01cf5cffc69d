"""What a calendar marks: holidays of two countries, the mission's own days, and whether they close it."""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.holidays import Country
from core.marks import Mark, mark_runs, marks_between
from core.openness import CLOSED, HOURS, OPEN, Opening, Special, Timetable
from core.words import Wording

ZONE = ZoneInfo("America/New_York")
WEEK = tuple(Opening("chancery", day, time(9), time(17)) for day in range(5))
TUESDAY = date(2026, 11, 24)


def timetable(
    *specials: Special, openings: tuple[Opening, ...] = WEEK, open_on: frozenset[str] = frozenset()
) -> Timetable:
    return Timetable(ZONE, openings, specials, (Country("KZ"), Country("US")), open_on)


def said(found: Timetable, first: date, last: date | None = None) -> dict[int, list[str]]:
    marks = marks_between(found, first, last or first, "en", first)
    return {day.day: [str(mark) for mark in marks] for day, marks in marks.items()}


def special(kind: str, reason: str = "", service: str = "", day: date = TUESDAY) -> Special:
    spans = ((time(10), time(12)),) if kind == HOURS else ()
    return Special(1, day, day, kind, service, spans, (("en", reason),) if reason else ())


def test_the_holidays_of_both_countries_are_marked_with_whose_they_are() -> None:
    assert said(timetable(), date(2026, 12, 1), date(2026, 12, 31)) == {
        16: ["Independence Day (Kazakhstan), closed"],
        25: ["Christmas Day (United States), closed"],
    }


def test_a_holiday_of_both_is_marked_once() -> None:
    assert said(timetable(), date(2026, 1, 1)) == {1: ["New Year's Day (Kazakhstan, United States), closed"]}


def test_a_holiday_that_one_country_only_closes_for_is_told_apart() -> None:
    marks = said(timetable(open_on=frozenset({"US:New Year's Day"})), date(2026, 1, 1))
    assert marks == {1: ["New Year's Day (Kazakhstan), closed", "New Year's Day (United States)"]}


def test_on_a_free_day_a_holiday_closes_nothing_that_is_open() -> None:
    assert said(timetable(), date(2026, 3, 21), date(2026, 3, 23)) == {
        21: ["Nauryz (Kazakhstan)"],
        22: ["Nauryz (Kazakhstan)"],
        23: ["Nauryz (Kazakhstan), closed"],
    }


def test_estimated_dates_are_left_out() -> None:
    assert said(timetable(), date(2026, 5, 27)) == {}


def test_a_holiday_on_which_the_mission_is_open_after_all_is_marked_without_closing() -> None:
    found = timetable(special(OPEN, "Open after all", day=date(2026, 12, 25)))
    assert said(found, date(2026, 12, 25)) == {25: ["Christmas Day (United States)", "Open after all"]}
    assert said(timetable(special(OPEN, day=date(2026, 12, 25))), date(2026, 12, 25)) == {
        25: ["Christmas Day (United States)"]
    }


@pytest.mark.parametrize(
    ("row", "marks"),
    [
        (special(CLOSED, "Works"), ["Works, closed"]),
        (special(CLOSED), ["Closed"]),
        (special(CLOSED, "Training", "chancery"), ["Chancery: Training, closed"]),
        (special(CLOSED, service="chancery"), ["Chancery: Closed"]),
        (special(HOURS, "Short day"), ["Short day"]),
        (special(HOURS), ["10:00 to 12:00"]),
    ],
)
def test_the_missions_own_days_are_marked(row: Special, marks: list[str]) -> None:
    assert said(timetable(row), TUESDAY) == {24: marks}


def test_a_mission_that_says_no_hours_marks_holidays_and_closed_days() -> None:
    found = timetable(special(CLOSED, "Works"), openings=())
    assert said(found, TUESDAY, date(2026, 11, 26)) == {
        24: ["Works, closed"],
        26: ["Thanksgiving Day (United States), closed"],
    }


def test_a_mark_is_in_the_language_of_the_page() -> None:
    with translation.override("kk"):
        (mark,) = marks_between(timetable(), date(2026, 12, 16), date(2026, 12, 16), "en", TUESDAY)[date(2026, 12, 16)]
    assert mark == Mark(Wording("Тәуелсіздік күні", ""), "Қазақстан", closes=True)


def test_an_ordinary_month_has_none() -> None:
    assert marks_between(Timetable(ZONE, WEEK), date(2026, 11, 1), date(2026, 11, 30), "en", TUESDAY) == {}


def test_days_that_are_marked_alike_are_one_line_of_a_list() -> None:
    first, last = date(2026, 3, 1), date(2026, 3, 31)
    marks = marks_between(timetable(), date(2026, 2, 23), date(2026, 4, 5), "en", first)
    runs = [(run.days, [str(mark) for mark in run.marks]) for run in mark_runs(marks, first, last)]
    assert runs == [
        ("8 March 2026", ["International Women's Day (Kazakhstan)"]),
        ("9 March 2026", ["International Women's Day, day off (Kazakhstan), closed"]),
        ("21 to 22 March 2026", ["Nauryz (Kazakhstan)"]),
        ("23 March 2026", ["Nauryz (Kazakhstan), closed"]),
        ("24 to 25 March 2026", ["Nauryz, day off (Kazakhstan), closed"]),
    ]


def test_of_days_that_are_over_it_is_not_said_that_they_close() -> None:
    marks = marks_between(timetable(), date(2026, 1, 1), date(2026, 1, 1), "en", TUESDAY)
    assert [str(mark) for mark in marks[date(2026, 1, 1)]] == ["New Year's Day (Kazakhstan, United States)"]
