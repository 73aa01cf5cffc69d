"""An event in the words of schema.org: the moments, the place and the words that its page shows."""

from datetime import UTC, date, datetime, time

import pytest

from tests.core.schema import SCRIPT, things_of
from tests.events.ground import make_calendar, make_event
from tests.missions import visitor


@pytest.fixture
def said(missions):
    """Makes an event; gives what its page says in data, and the page without that."""
    calendar = make_calendar(missions.first.home["en"])

    def of(**fields):
        make_event(calendar, slug="talk", **fields)
        html = visitor(missions.first).get("/events/talk/").content.decode()
        return things_of(html)["Event"], SCRIPT.sub("", html)

    return of


def test_an_evening_says_what_its_page_shows(said):
    event, page = said(title="Dombra evening", venue="Great hall", address="1401 16th Street", summary="Two players.")
    assert f"<h1>{event['name']}</h1>" in page
    assert (event["startDate"], event["endDate"]) == ("2023-03-16T18:30:00-04:00", "2023-03-16T20:00:00-04:00")
    assert f'datetime="{event["startDate"]}"' in page
    assert event["location"] == {"@type": "Place", "name": "Great hall", "address": "1401 16th Street"}
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert event["organizer"] == {"@id": "http://aland.example/#organization"}
    for words in (event["location"]["name"], event["location"]["address"], event["description"]):
        assert words in page


def test_days_without_hours_are_days(said):
    event, page = said(all_day=True, start_date=date(2023, 3, 21), end_date=date(2023, 3, 23))
    assert (event["startDate"], event["endDate"]) == ("2023-03-21", "2023-03-23")
    assert f'datetime="{event["startDate"]}"' in page
    assert "location" not in event
    assert "eventAttendanceMode" not in event


def test_an_end_that_was_left_open_is_not_told(said):
    event, _page = said(end_time=None)
    assert "endDate" not in event


def test_an_event_elsewhere_has_the_offset_of_its_place(said):
    event, _page = said(time_zone="Asia/Almaty", start_date=date(2023, 3, 16), start_time=time(9), end_time=time(10))
    assert event["startDate"] == "2023-03-16T09:00:00+06:00"


def test_an_offset_with_seconds_becomes_one_that_iso_8601_has(said):
    event, _page = said(time_zone="Asia/Almaty", start_date=date(1900, 3, 16), start_time=time(9), end_time=None)
    moment = datetime.fromisoformat(event["startDate"])
    assert moment.utcoffset().seconds % 60 == 0
    assert moment.astimezone(UTC).date() == date(1900, 3, 16)
