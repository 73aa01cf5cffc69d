"""Opening hours as people read them."""

from datetime import time
from types import SimpleNamespace

from core.hours import HoursRow, hours_table


def opening(weekday: int, opens: int, closes: int) -> SimpleNamespace:
    return SimpleNamespace(weekday=weekday, opens=time(opens), closes=time(closes))


def test_days_with_the_same_hours_share_a_line_and_today_comes_first() -> None:
    rows = hours_table([opening(day, 9, 18) for day in range(5)], today=1)
    assert rows == [
        HoursRow("Today, Tuesday", "09:00 to 18:00", is_today=True),
        HoursRow("Monday to Friday", "09:00 to 18:00"),
        HoursRow("Saturday, Sunday", "Closed"),
    ]


def test_two_openings_on_one_day_stand_in_order() -> None:
    rows = hours_table([opening(0, 14, 17), opening(0, 9, 12)], today=0)
    assert rows[0].hours == "09:00 to 12:00, 14:00 to 17:00"


def test_a_mission_without_hours_has_no_table() -> None:
    assert hours_table([], today=3) == []
