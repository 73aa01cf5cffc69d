"""What somebody's calendar holds who subscribed: one entry for each event, whatever its editors do, and never an older one.

The feed is read with two programs that share no code.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from icalendar import Calendar
from wagtail.models import PageViewRestriction

from events.models import EventCategory, EventCategoryWords, EventPage, EventSeries, EventSeriesWords, GoneEvent
from events.schedule import forget_gone
from tests.events import ical_js
from tests.events.ground import make_calendar, make_event
from tests.missions import visitor

NOW = datetime(2023, 3, 1, 12, tzinfo=UTC)
WEEKLY = "FREQ=WEEKLY;COUNT=4"


@pytest.fixture
def clock(monkeypatch):
    """The time, which tests move on."""

    class Clock:
        now = NOW

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def calendar(missions, clock):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def feed(missions):
    """What both programs read: by UID status, sequence and starts; the second one's in the same form."""
    guest = visitor(missions.first)

    def read(address="/events/calendar.ics"):
        file = guest.get(address).content
        told = {}
        for part in Calendar.from_ical(file).walk("VEVENT"):
            if "RECURRENCE-ID" not in part:
                assert str(part["UID"]) not in told
                told[str(part["UID"])] = {"status": str(part["STATUS"]), "sequence": int(part.get("SEQUENCE", 0))}
        [other] = ical_js.read(file)
        assert {uid: (one["status"], one["sequence"]) for uid, one in other.items()} == {
            uid: (one["status"], one["sequence"]) for uid, one in told.items()
        }
        return {
            uid: {**one, "starts": sorted(start for start, _s, _e in other[uid]["dates"])} for uid, one in told.items()
        }

    return read


def publish(event, **fields):
    event = EventPage.objects.get(pk=event.pk)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save_revision().publish()
    return event


def stream(*blocks):
    return [(kind, value) for kind, value in blocks]


def test_one_entry_goes_through_all_that_editors_do(calendar, feed, clock):
    event = make_event(calendar, title="Talk", rule=WEEKLY)
    uid = str(event.translation_key)
    seen = []

    def now_is(**expected):
        clock.now += timedelta(hours=1)
        told = feed()
        assert set(told) == {uid}
        for name, value in expected.items():
            assert told[uid][name] == value, name
        assert not seen or told[uid]["sequence"] >= seen[-1]
        seen.append(told[uid]["sequence"])
        return told[uid]

    now_is(status="CONFIRMED", sequence=0)
    publish(event, start_time=time(17))
    now_is(sequence=1, starts=[f"2023-03-{day}T17:00:00" for day in (16, 23, 30)] + ["2023-04-06T17:00:00"])
    publish(event, title="A talk")
    now_is(sequence=1)
    publish(event, single_dates=stream(("cancelled", {"day": date(2023, 3, 23)})))
    now_is(sequence=2, starts=["2023-03-16T17:00:00", "2023-03-30T17:00:00", "2023-04-06T17:00:00"])
    moved = ("moved", {"day": date(2023, 3, 30), "new_day": date(2023, 3, 31)})
    publish(event, single_dates=stream(("cancelled", {"day": date(2023, 3, 23)}), moved))
    now_is(sequence=3, starts=["2023-03-16T17:00:00", "2023-03-31T17:00:00", "2023-04-06T17:00:00"])
    publish(event, state="cancelled")
    now_is(status="CANCELLED", sequence=4)
    publish(event, state="scheduled")
    now_is(status="CONFIRMED", sequence=5)
    EventPage.objects.get(pk=event.pk).unpublish()
    now_is(status="CANCELLED", sequence=6)
    publish(event)
    now_is(status="CONFIRMED", sequence=7)
    EventPage.objects.get(pk=event.pk).delete()
    now_is(status="CANCELLED", sequence=8, starts=["2023-03-16T17:00:00"])


@pytest.mark.parametrize("leave", ["unpublish", "delete"])
def test_what_is_gone_stays_sixty_days_without_its_words(missions, calendar, feed, clock, leave):
    event = make_event(calendar, title="Secret visit", summary="Nobody knows.", venue="Cellar")
    getattr(EventPage.objects.get(pk=event.pk), leave)()
    clock.now += timedelta(days=59)
    text = visitor(missions.first).get("/events/calendar.ics").content.decode()
    assert "STATUS:CANCELLED" in text
    for word in ("Secret", "Nobody", "Cellar", "secret"):
        assert word not in text
    clock.now += timedelta(days=2)
    assert feed() == {}
    forget_gone()
    assert not GoneEvent.objects.exists()


def test_the_days_of_a_gone_event_are_a_setting(calendar, feed, clock, settings):
    settings.EVENT_GONE_DAYS = 3
    make_event(calendar).delete()
    clock.now += timedelta(days=4)
    assert feed() == {}


def test_drafts_and_what_was_never_public_leave_nothing(calendar, feed):
    draft = calendar.add_child(
        instance=EventPage(title="Draft", slug="draft", start_date=date(2023, 3, 16), all_day=True, live=False)
    )
    draft.delete()
    private = make_event(calendar, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert feed() == {}


def test_a_deleted_calendar_leaves_its_events_as_gone(missions, calendar, feed):
    keys = {str(make_event(calendar).translation_key) for _number in range(3)}
    calendar.delete()
    assert {str(one.translation_key) for one in GoneEvent.objects.all()} == keys
    make_calendar(missions.first.home["en"])
    assert {uid: one["status"] for uid, one in feed().items()} == dict.fromkeys(keys, "CANCELLED")


def test_an_event_that_moves_to_another_mission_is_gone_from_the_first_only(missions, calendar, feed):
    event = make_event(calendar)
    other = make_calendar(missions.second.home["en"])
    EventPage.objects.get(pk=event.pk).move(other, pos="last-child")
    assert [one["status"] for one in feed().values()] == ["CANCELLED"]
    text = visitor(missions.second).get("/events/calendar.ics").content.decode()
    assert "STATUS:CONFIRMED" in text
    assert "STATUS:CANCELLED" not in text


def test_an_event_gone_in_one_language_is_gone_in_that_calendar_only(missions, calendar, feed):
    event = make_event(calendar)
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    other = make_event(kazakh, translation_key=event.translation_key)
    EventPage.objects.get(pk=other.pk).unpublish()
    assert [one["status"] for one in feed("/kk/events/calendar.ics").values()] == ["CANCELLED"]
    assert [one["status"] for one in feed().values()] == ["CONFIRMED"]


def named(model, words, site, slug, name):
    row = model(site=site, slug=slug)
    row.words = [words(language="en", name=name)]
    row.save()
    return row


def test_categories_and_series_have_calendars_of_their_own(missions, calendar, feed):
    site = missions.first.site
    concerts = named(EventCategory, EventCategoryWords, site, "concerts", "Concerts")
    days = named(EventSeries, EventSeriesWords, site, "days-of-culture", "Days of culture")
    both = make_event(calendar, category=concerts, series=days)
    make_event(calendar)
    for address in ("/events/category/concerts/calendar.ics", "/events/series/days-of-culture/calendar.ics"):
        assert set(feed(address)) == {str(both.translation_key)}
    text = visitor(missions.first).get("/events/category/concerts/calendar.ics").content.decode()
    assert "NAME:Embassy of Aland · Concerts" in text
    assert "CATEGORIES;LANGUAGE=en:Concerts,Days of culture" in text
    both.delete()
    assert [one["status"] for one in feed("/events/category/concerts/calendar.ics").values()] == ["CANCELLED"]
    assert visitor(missions.first).get("/events/series/nothing/calendar.ics").status_code == 404
    assert visitor(missions.second).get("/events/category/concerts/").status_code == 404


def test_who_has_the_file_is_told_so_until_something_changes(missions, calendar, clock):
    event = make_event(calendar)
    guest = visitor(missions.first)
    first = guest.get("/events/calendar.ics")
    again = guest.get("/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    clock.now += timedelta(hours=1)
    publish(event, start_time=time(17))
    changed = guest.get("/events/calendar.ics", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert changed["Last-Modified"] >= first["Last-Modified"]


def test_a_recomputation_that_changes_nothing_revises_nothing(calendar, feed):
    make_event(calendar, rule=WEEKLY)
    before = feed()
    call_command("recompute_event_times", verbosity=0)
    assert feed() == before
