"""What became of an event shows on its page, in lists and months, in calendars and in its data; its address stays."""

from datetime import UTC, date, datetime

import pytest

from events.models import EventPage
from tests.core.schema import things_of
from tests.events.ground import make_calendar, make_event
from tests.events.test_form import add, refusal
from tests.missions import visitor

NOW = datetime(2023, 3, 14, 15, tzinfo=UTC)
WORDS = {"postponed": "Postponed", "online": "Moved online", "cancelled": "Cancelled", "sold_out": "Sold out"}


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def guest(missions):
    return visitor(missions.first)


def shown(guest, address):
    response = guest.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("state", WORDS)
def test_a_state_is_said_everywhere_with_its_reason_and_day(calendar, guest, state):
    url = "https://live.example/room"
    make_event(calendar, slug="talk", state=state, state_reason="The hall is closed.", online_url=url, venue="Hall")
    page = shown(guest, "/events/talk/")
    assert f"<strong>{WORDS[state]}</strong>" in page
    assert f'<strong>{WORDS[state]}</strong>, <span class="state-day">14 March 2023</span>' in page
    assert "The hall is closed." in page
    for address in ("/events/", "/events/2023/03/", "/events/2023/03/16/"):
        assert f"{WORDS[state]}:</strong>" in shown(guest, address)
    file = shown(guest, "/events/talk/event.ics").replace("\r\n ", "")
    off = state in {"postponed", "cancelled"}
    assert f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}" in file
    assert f"{WORDS[state]}. The hall is closed" in file
    assert (f"LOCATION;LANGUAGE=en:{url}" in file) == (state == "online")


@pytest.mark.parametrize(
    ("state", "status", "mode"),
    [
        ("scheduled", "EventScheduled", "Mixed"),
        ("postponed", "EventPostponed", "Mixed"),
        ("online", "EventMovedOnline", "Online"),
        ("cancelled", "EventCancelled", "Mixed"),
        ("sold_out", "EventScheduled", "Mixed"),
    ],
)
def test_search_engines_are_told_the_state(calendar, guest, state, status, mode):
    make_event(calendar, slug="talk", state=state, online_url="https://live.example/room", venue="Hall", is_free=True)
    event = things_of(shown(guest, "/events/talk/"))["Event"]
    assert event["eventStatus"] == f"https://schema.org/{status}"
    assert event["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert event["offers"]["availability"] == f"https://schema.org/{'SoldOut' if state == 'sold_out' else 'InStock'}"
    assert event["isAccessibleForFree"] is True


def test_a_moved_and_a_cancelled_date_have_their_own_status(calendar, guest):
    changes = [
        ("cancelled", {"day": date(2023, 3, 23)}),
        ("moved", {"day": date(2023, 3, 30), "new_day": date(2023, 3, 31)}),
    ]
    make_event(calendar, slug="talk", rule="FREQ=WEEKLY;COUNT=4", single_dates=changes)
    for day, status in (("2023-03-16", "Scheduled"), ("2023-03-23", "Cancelled"), ("2023-03-30", "Rescheduled")):
        event = things_of(shown(guest, f"/events/talk/?date={day}"))["Event"]
        assert event["eventStatus"] == f"https://schema.org/Event{status}"


def test_an_event_as_planned_says_nothing_of_it(calendar, guest):
    make_event(calendar, slug="talk")
    page = shown(guest, "/events/talk/")
    assert 'class="state' not in page
    assert "offers" not in things_of(page)["Event"]


def test_the_day_of_a_change_is_the_missions_today_unless_it_is_said(calendar, editor_client, monkeypatch):
    # Already the 15th in London, still the 14th at the mission.
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2023, 3, 15, 2, tzinfo=UTC))
    assert add(editor_client, calendar, state="cancelled").status_code == 302
    assert EventPage.objects.get().state_date == date(2023, 3, 14)
    assert add(editor_client, calendar, slug="b", state="cancelled", state_date="2023-03-01").status_code == 302
    assert EventPage.objects.get(slug="b").state_date == date(2023, 3, 1)


def test_online_needs_an_address_and_coordinates_come_in_pairs(calendar, editor_client):
    assert "where the event takes place online" in refusal(add(editor_client, calendar, state="online"), "online_url")
    assert "belong together" in refusal(add(editor_client, calendar, latitude="38.9072"), "longitude")
    response = add(editor_client, calendar, latitude="91", longitude="200")
    assert {"latitude", "longitude"} <= set(response.context["form"].errors)


def test_a_place_on_the_map_is_in_the_file(calendar, guest, editor_client):
    assert add(editor_client, calendar, latitude="38.9072", longitude="-77.0365").status_code == 302
    assert "GEO:38.9072;-77.0365" in shown(guest, "/events/dombra-evening/event.ics")


def test_a_translation_has_the_state_and_a_reason_of_its_own(missions, calendar, guest):
    event = make_event(calendar, slug="talk")
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    other = make_event(kazakh, slug="talk", translation_key=event.translation_key, state_reason="Зал жабық.")
    event.state, event.state_reason = "cancelled", "The hall is closed."
    event.save_revision().publish()
    other = EventPage.objects.get(pk=other.pk)
    assert (other.state, other.state_date) == ("cancelled", date(2023, 3, 14))
    page = shown(guest, "/kk/events/talk/")
    assert "Зал жабық." in page
    assert "The hall is closed." not in page
