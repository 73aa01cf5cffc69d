"""Events on the dashboard: the next five on the mission's clock."""

from datetime import date, time, timedelta

import pytest

from events.dashboard import EventsPanel, new_event_address
from tests.desk import NOW, desk_of, rows_of, titles_of
from tests.events.ground import make_calendar, make_draft, make_event

pytestmark = pytest.mark.django_db
TOMORROW = NOW.date() + timedelta(days=1)


def test_the_next_five_come_in_their_order_without_what_is_over_or_a_draft(missions):
    calendar = make_calendar(missions.first.home["en"])
    make_event(calendar, title="Over", start_date=date(2026, 3, 1))
    make_draft(calendar, title="Draft", start_date=TOMORROW)
    for number in range(7, 0, -1):
        make_event(calendar, title=f"In {number}", start_date=NOW.date() + timedelta(days=number))
    content = EventsPanel(desk_of(missions.first)).content()
    assert titles_of(content) == [f"In {number}" for number in range(1, 6)]


def test_times_are_those_of_the_missions_clock(missions):
    calendar = make_calendar(missions.first.home["en"])
    make_event(
        calendar, start_date=TOMORROW, start_time=time(9), end_time=time(10), time_zone="Asia/Almaty", venue="Hall"
    )
    make_event(calendar, start_date=date(2026, 4, 1), end_date=date(2026, 4, 3), all_day=True)
    make_event(calendar, start_date=date(2026, 5, 1), start_time=time(18), end_time=None)
    rows = rows_of(EventsPanel(desk_of(missions.first)).content())
    assert rows[0].facts == ("Tuesday, 17 March 2026, 00:00 to 01:00", "Hall")
    assert rows[1].facts == ("1 to 3 April 2026",)
    assert rows[2].facts == ("Friday, 1 May 2026, 18:00",)


def test_an_event_in_two_languages_is_told_once(missions):
    event = make_event(make_calendar(missions.first.home["en"]), title="Evening", start_date=TOMORROW)
    other = make_calendar(missions.first.home["kk"])
    make_event(other, title="Кеш", start_date=TOMORROW, translation_key=event.translation_key)
    assert titles_of(EventsPanel(desk_of(missions.first)).content()) == ["Evening"]


def test_nothing_of_the_other_mission_is_told(missions):
    calendar = make_calendar(missions.second.home["en"])
    make_event(calendar, title="Theirs", start_date=TOMORROW)
    assert EventsPanel(desk_of(missions.first)).content().is_empty
    assert new_event_address(desk_of(missions.first)) == ""
    assert str(calendar.pk) in new_event_address(desk_of(missions.second))
