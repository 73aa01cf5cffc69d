"""The .ics addresses: what they answer, and that an entry stays the same entry."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from events.models import CalendarEntry, EventPage
from tests.events.ground import make_calendar, make_event
from tests.missions import visitor

CALENDAR = "/events/calendar.ics"


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def guest(missions):
    return visitor(missions.first)


def entries(client, address=CALENDAR):
    response = client.get(address)
    assert response.status_code == 200
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_the_file_of_an_event(calendar, guest):
    make_event(calendar, title="Dombra evening", slug="dombra", venue="Great hall", address="1401 16th Street")
    response = guest.get("/events/dombra/event.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="dombra.ics"'
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert event["SUMMARY"] == "Dombra evening"
    assert event["LOCATION"] == "Great hall, 1401 16th Street"
    assert event["URL"] == "http://aland.example/events/dombra/"
    assert guest.get("/events/no-such/event.ics").status_code == 404


def test_the_file_of_all_has_past_and_coming_events(calendar, guest):
    make_event(calendar, title="Old", start_date=date(1991, 12, 16))
    make_event(calendar, title="New", start_date=date(2191, 12, 16))
    assert list(entries(guest)) == ["Old", "New"]


def test_a_reader_that_has_the_file_is_not_sent_it_again(calendar, guest):
    event = make_event(calendar, slug="talk")
    for address in (CALENDAR, "/events/talk/event.ics"):
        first = guest.get(address)
        assert guest.get(address).content == first.content
        etag, modified = first["ETag"], first["Last-Modified"]
        assert guest.get(address, headers={"if-none-match": etag}).status_code == 304
        assert guest.get(address, headers={"if-modified-since": modified}).status_code == 304
        assert (
            guest.get(address, headers={"if-none-match": '"other"', "if-modified-since": modified}).status_code == 200
        )
    event.title = "Another title"
    event.save_revision().publish()
    assert guest.get(CALENDAR, headers={"if-none-match": etag}).status_code == 200


def test_a_deleted_event_is_a_change_too(calendar, guest, monkeypatch):
    first, second = make_event(calendar), make_event(calendar)
    before = guest.get(CALENDAR)
    later = datetime.now(UTC) + timedelta(hours=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    second.delete()
    after = guest.get(CALENDAR, headers={"if-modified-since": before["Last-Modified"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert first.title in after.content.decode()


def test_a_changed_time_is_a_revision_of_the_same_entry_and_a_changed_word_is_not(calendar, guest):
    event = make_event(calendar, title="Talk")
    before = entries(guest)["Talk"]
    assert before["SEQUENCE"] == 0
    event.summary = "Now with tea."
    event.save_revision().publish()
    assert entries(guest)["Talk"]["SEQUENCE"] == 0
    event.start_time = time(17)
    event.save_revision().publish()
    after = entries(guest)["Talk"]
    assert after["SEQUENCE"] == 1
    assert after["UID"] == before["UID"]


def test_a_draft_revises_nothing(calendar, guest):
    event = make_event(calendar, title="Talk")
    event.start_time = time(17)
    event.save_revision()
    shown = entries(guest)["Talk"]
    assert shown["SEQUENCE"] == 0
    assert shown["DTSTART"].dt == datetime(2023, 3, 16, 22, 30, tzinfo=UTC)
    assert EventPage.objects.get(pk=event.pk).starts_at == datetime(2023, 3, 16, 22, 30, tzinfo=UTC)


def test_an_event_is_one_entry_in_all_languages(missions, calendar, guest):
    event = make_event(calendar, title="Talk")
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    make_event(kazakh, title="Әңгіме", translation_key=event.translation_key)
    event.start_time = time(17)
    event.save_revision().publish()
    english, kazakhs = entries(guest)["Talk"], entries(guest, f"/kk{CALENDAR}")["Әңгіме"]
    assert english["UID"] == kazakhs["UID"] == str(event.translation_key)
    assert english["SEQUENCE"] == kazakhs["SEQUENCE"] == 1
    assert english["DTSTART"].dt == kazakhs["DTSTART"].dt
    assert CalendarEntry.objects.count() == 1


def test_a_copied_event_is_an_entry_of_its_own(calendar, guest):
    event = make_event(calendar, title="Talk")
    copied = event.copy(update_attrs={"title": "Copy", "slug": "copy"})
    found = entries(guest)
    assert found["Copy"]["UID"] != found["Talk"]["UID"]
    assert copied.typed() == event.typed()
    assert (copied.starts_at, copied.ends_at) == (event.starts_at, event.ends_at)


def test_an_event_may_be_called_in_any_letters(calendar, guest):
    make_event(calendar, title="Наурыз", slug="наурыз")
    assert guest.get("/events/наурыз/").status_code == 200
    assert guest.get("/events/наурыз/event.ics").status_code == 200
