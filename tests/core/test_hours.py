"""Opening hours, the line above them and the special days below, as people read them."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from core.holidays import Country
from core.hours import HoursRow, HoursTable, coming_days, hours_tables
from core.open_line import open_lines
from core.openness import CLOSED, HOURS, Opening, Special, Timetable, openness
from core.reasons import Reason
from core.words import Wording

ZONE = ZoneInfo("America/New_York")
US, KZ = Country("US"), Country("KZ")


def week(*hours: tuple[int, int], service: str = "chancery") -> tuple[Opening, ...]:
    return tuple(Opening(service, day, time(opens), time(closes)) for day in range(5) for opens, closes in hours)


def tables(found: Timetable, day: date) -> tuple[HoursTable, ...]:
    return hours_tables(openness(found, datetime.combine(day, time(12), tzinfo=ZONE)), "en")


def lines(found: Timetable, text: str) -> list[str]:
    """Each line as it reads, without markup."""
    shown = open_lines(openness(found, datetime.fromisoformat(text).replace(tzinfo=ZONE)), "en")
    return [
        " | ".join(part for part in (one.service, one.state, ", ".join(map(str, one.reasons)), one.following) if part)
        for one in shown
    ]


def test_days_with_the_same_hours_share_a_line_and_today_comes_first() -> None:
    (table,) = tables(Timetable(ZONE, week((9, 18))), date(2026, 11, 24))
    assert table == HoursTable(
        "",
        (
            HoursRow("Today, Tuesday", "09:00 to 18:00", is_today=True),
            HoursRow("Monday to Friday", "09:00 to 18:00"),
            HoursRow("Saturday, Sunday", "Closed"),
        ),
    )


def test_two_openings_on_one_day_stand_in_order_and_midnight_is_its_end() -> None:
    openings = (Opening("chancery", 0, time(14), time(0)), Opening("chancery", 0, time(9), time(12)))
    (table,) = tables(Timetable(ZONE, openings), date(2026, 11, 23))
    assert table.rows[0].hours == "09:00 to 12:00, 14:00 to 24:00"


def test_a_mission_without_hours_has_no_table_and_no_line() -> None:
    assert tables(Timetable(ZONE), date(2026, 11, 24)) == ()
    assert lines(Timetable(ZONE), "2026-11-24 12:00") == []


def test_today_says_why_it_is_closed() -> None:
    (table,) = tables(Timetable(ZONE, week((9, 18)), countries=(KZ, US)), date(2026, 11, 26))
    assert (table.rows[0].hours, table.rows[0].reasons) == (
        "Closed",
        (Reason(Wording("Thanksgiving Day", ""), "United States"),),
    )


def test_each_service_has_a_table_with_its_name() -> None:
    found = Timetable(ZONE, week((9, 18)) + week((10, 12), service="consular"))
    assert [table.service for table in tables(found, date(2026, 11, 24))] == ["Chancery", "Consular section"]


@pytest.mark.parametrize(
    ("moment", "line"),
    [
        ("2026-11-24 10:00", "Open now, until 17:00"),
        ("2026-11-24 08:00", "Closed now, opens at 09:00"),
        ("2026-11-24 18:00", "Closed now, opens tomorrow at 09:00"),
        ("2026-11-27 18:00", "Closed now, opens on Monday at 09:00"),
        ("2026-11-28 10:00", "Closed now, opens on Monday at 09:00"),
        ("2026-12-25 10:00", "Closed today | Christmas Day (United States) | Opens on Monday at 09:00"),
        ("2026-01-01 10:00", "Closed today | New Year's Day (Kazakhstan, United States) | Opens on Monday at 09:00"),
        ("2026-03-23 10:00", "Closed today | Nauryz (Kazakhstan) | Opens on Thursday at 09:00"),
        ("2026-03-24 10:00", "Closed today | Nauryz, day off (Kazakhstan) | Opens on Thursday at 09:00"),
    ],
)
def test_the_line_says_what_holds_and_until_when(moment: str, line: str) -> None:
    assert lines(Timetable(ZONE, week((9, 17)), countries=(KZ, US)), moment) == [line]


def test_a_far_opening_has_its_date_and_none_is_left_out() -> None:
    long = Special(1, date(2026, 11, 2), date(2026, 12, 31), CLOSED, reason=(("en", "Building works"),))
    found = Timetable(ZONE, week((9, 17)), (long,))
    assert lines(found, "2026-11-24 10:00") == ["Closed today | Building works | Opens on 1 January 2027 at 09:00"]
    for_ever = Special(1, date(2026, 1, 1), date(2036, 1, 1), CLOSED)
    assert lines(Timetable(ZONE, week((9, 17)), (for_ever,)), "2026-11-24 10:00") == ["Closed today"]


def test_short_hours_say_why() -> None:
    day = date(2026, 11, 24)
    short = Special(1, day, day, HOURS, "", ((time(9), time(13)),), (("en", "Short day"),))
    found = Timetable(ZONE, week((9, 17)), (short,))
    assert lines(found, "2026-11-24 10:00") == ["Open now, until 13:00 | Short day"]
    assert lines(found, "2026-11-24 14:00") == ["Closed now, opens tomorrow at 09:00 | Short day"]


def test_night_hours_name_the_day_that_they_end_on() -> None:
    openings = (Opening("chancery", 1, time(20), time(0)), Opening("chancery", 2, time(0), time(2)))
    assert lines(Timetable(ZONE, openings), "2026-11-24 23:00") == ["Open now, until tomorrow, 02:00"]
    assert lines(Timetable(ZONE, openings[:1]), "2026-11-24 23:00") == ["Open now, until midnight"]
    always = tuple(Opening("chancery", day, time(), time()) for day in range(7))
    assert lines(Timetable(ZONE, always), "2026-11-24 23:00") == ["Open now"]


def test_services_that_say_the_same_say_it_once() -> None:
    found = Timetable(ZONE, week((9, 17)) + week((9, 12), service="consular"), countries=(US,))
    assert lines(found, "2026-11-26 10:00") == [
        "Closed today | Thanksgiving Day (United States) | Opens tomorrow at 09:00"
    ]
    assert lines(found, "2026-11-24 10:00") == [
        "Chancery | Open now, until 17:00",
        "Consular section | Open now, until 12:00",
    ]


def test_coming_days_are_told_in_runs_with_the_reason_in_two_languages() -> None:
    break_ = Special(
        1, date(2026, 12, 24), date(2027, 1, 5), CLOSED, "", (), (("en", "Winter break"), ("kk", "Үзіліс"))
    )
    consular = Special(2, date(2026, 11, 30), date(2026, 11, 30), CLOSED, "consular")
    found = Timetable(ZONE, week((9, 17)) + week((9, 12), service="consular"), (break_, consular), (KZ,))
    rows = coming_days(openness(found, datetime(2026, 11, 26, 12, tzinfo=ZONE)), "en", 3)
    assert [(row.days, row.hours, row.services, ", ".join(map(str, row.reasons)), row.other) for row in rows] == [
        ("Monday, 30 November 2026", "Closed", "Consular section", "", None),
        (
            "Wednesday, 16 December 2026",
            "Closed",
            "",
            "Independence Day (Kazakhstan)",
            Wording("Тәуелсіздік күні (Қазақстан)", "kk"),
        ),
        ("24 December 2026 to 5 January 2027", "Closed", "", "Winter break", Wording("Үзіліс", "kk")),
    ]


def test_what_closes_the_rest_closes_the_whole_mission_on_a_day_free_for_a_service() -> None:
    consular = tuple(Opening("consular", day, time(9), time(12)) for day in (0, 1))
    found = Timetable(ZONE, week((9, 17)) + consular, countries=(KZ,))
    (row, *_rest) = coming_days(openness(found, datetime(2026, 12, 15, 12, tzinfo=ZONE)), "en", 1)
    assert (row.days, row.services) == ("Wednesday, 16 December 2026", "")


def test_words_that_are_missing_in_a_language_are_marked_with_theirs() -> None:
    day = date(2026, 11, 24)
    closed = Special(1, day, day, CLOSED, reason=(("en", "Building works"),))
    with translation.override("kk"):
        (table,) = tables(Timetable(ZONE, week((9, 17)), (closed,)), day)
    assert table.rows[0].reasons == (Reason(Wording("Building works", "en")),)
