"""Lists are right at midnight and at an event's end, in three zones, without anybody saving anything; a full month is bounded."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import EventCategory, EventCategoryWords, EventDate, EventPage, EventSeries, EventSeriesWords
from home.demo.bulk import insert_events
from tests.events.ground import make_calendar, make_event
from tests.missions import visitor


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = datetime(2023, 3, 14, 15, tzinfo=UTC)

    monkeypatch.setattr("django.utils.timezone.now", lambda: Clock.now)
    return Clock


@pytest.fixture
def calendar(missions, clock):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def guest(missions):
    return visitor(missions.first)


def shown(guest, address):
    response = guest.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def lists(guest, title):
    """In which of the two lists the event stands."""
    coming = shown(guest, "/events/").partition("<h2>Earlier this month</h2>")[0]
    coming = coming.partition('class="agenda-part"')[2]
    past = shown(guest, "/events/past/").partition('class="agenda"')[2]
    return {name for name, html in (("upcoming", coming), ("past", past)) if f">{title}</a>" in html}


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Almaty", "Pacific/Apia"])
@pytest.mark.parametrize("all_day", [False, True])
def test_an_event_of_today_is_in_exactly_one_list_all_the_time(calendar, guest, clock, zone, all_day):
    day = date(2023, 3, 14)
    make_event(calendar, title="Of today", start_date=day, time_zone=zone, all_day=all_day)
    there = ZoneInfo(zone)
    midnight = datetime.combine(day, time(), there)
    end = (
        datetime.combine(day + timedelta(days=1), time(), there) if all_day else datetime.combine(day, time(20), there)
    )
    moments = [midnight, end - timedelta(seconds=1), end, end + timedelta(seconds=1)]
    if not all_day:
        moments.append(datetime.combine(day, time(18, 30), there))
    for moment in sorted(moments):
        clock.now = moment.astimezone(UTC)
        assert lists(guest, "Of today") == {"past" if moment >= end else "upcoming"}, moment


def test_all_that_is_ahead_has_a_list_of_its_own_in_pages(calendar, guest, clock):
    make_event(calendar, title="Over", start_date=date(2023, 3, 1))
    make_event(calendar, title="Weekly", start_date=date(2023, 3, 9), rule="FREQ=WEEKLY;COUNT=30")
    first, second = shown(guest, "/events/upcoming/"), shown(guest, "/events/upcoming/?page=2")
    assert (first.count(">Weekly</a>"), second.count(">Weekly</a>")) == (20, 9)
    assert ">Over</a>" not in first + second
    assert 'href="/events/upcoming/"' in shown(guest, "/events/past/")
    assert guest.get("/events/upcoming/?page=3").status_code == 404


def test_each_date_of_an_event_is_in_its_own_list(calendar, guest):
    make_event(calendar, title="Weekly", start_date=date(2023, 3, 9), rule="FREQ=WEEKLY;COUNT=3")
    assert lists(guest, "Weekly") == {"upcoming", "past"}
    assert shown(guest, "/events/past/").count(">Weekly</a>") == 1


def named(model, words, site, slug, name, **more):
    row = model(site=site, slug=slug)
    row.words = [words(language="en", name=name, **more)]
    row.save()
    return row


def test_a_festival_has_a_page_with_all_its_events(missions, calendar, guest):
    site = missions.first.site
    words = {"introduction": "Ten days of music."}
    festival = named(EventSeries, EventSeriesWords, site, "days", "Days of culture", **words)
    concerts = named(EventCategory, EventCategoryWords, site, "concerts", "Concerts")
    make_event(calendar, title="Opening", series=festival, start_date=date(2023, 3, 1))
    make_event(calendar, title="Closing", slug="closing", series=festival, category=concerts)
    make_event(calendar, title="Other")
    html = shown(guest, "/events/series/days/")
    assert "<h1>Days of culture</h1>" in html
    assert "Ten days of music." in html
    assert html.index(">Closing</a>") < html.index("<h2>Past events</h2>") < html.index(">Opening</a>")
    assert ">Other</a>" not in html
    page = shown(guest, "/events/closing/")
    for address in ("/events/series/days/", "/events/category/concerts/"):
        assert f'href="{address}"' in page
        assert f'href="{address}"' in shown(guest, "/events/")


def test_a_day_shows_what_takes_place_on_it(calendar, guest):
    make_event(calendar, title="Long", start_date=date(2023, 3, 15), end_date=date(2023, 3, 17), all_day=True)
    assert ">Long</a>" in shown(guest, "/events/2023/03/16/")
    assert "There are no events on this day." in shown(guest, "/events/2023/03/18/")
    for address in ("/events/2023/02/29/", "/events/2023/13/01/", "/events/2023/03/00/", "/events/2023/03/16/?page=2"):
        assert guest.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("typed", "leads_to"), [("month=3&year=2031", "/events/2031/03/"), ("month=12&year=1900", "/events/1900/12/")]
)
def test_the_form_leads_to_any_month(calendar, guest, typed, leads_to):
    assert guest.get(f"/events/jump/?{typed}").headers["Location"] == leads_to


@pytest.mark.parametrize(
    "typed", ["", "month=13&year=2023", "month=3&year=1899", "month=3&year=20x3", "month=3&year=", "year=٢٠٢٣&month=3"]
)
def test_a_month_that_is_none_is_a_sentence_and_what_was_typed_stays(calendar, guest, typed):
    response = guest.get(f"/events/jump/?{typed}")
    assert response.status_code == 400
    html = response.content.decode()
    assert "write a year from 1900 to 2200" in html
    if "year=1899" in typed:
        assert 'value="1899"' in html


def many(calendar, number, rules):
    """So many single events in March 2023, and so many that recur."""
    fields = {"end_time": time(20), "time_zone": "America/New_York", "start_time": time(18)}
    single = [
        EventPage(title=f"Event {one}", slug=f"single-{one}", start_date=date(2023, 3, 1 + one % 31), **fields)
        for one in range(number)
    ]
    recurring = [
        EventPage(
            title=f"Weekly {one}",
            slug=f"weekly-{one}",
            start_date=date(2023, 2, 1 + one % 28),
            rule="FREQ=WEEKLY;COUNT=20",
            **fields,
        )
        for one in range(rules)
    ]
    insert_events(calendar, [*single, *recurring])


def test_a_full_month_asks_as_little_as_a_small_one_and_shows_a_bounded_part(missions, calendar, guest):
    def count():
        for _warm in range(2):
            html = shown(guest, "/events/2023/03/")
        with CaptureQueriesContext(connection) as queries:
            guest.get("/events/2023/03/")
        return len(queries), html

    many(calendar, 5, 0)
    few, small = count()
    type(calendar).objects.get(pk=calendar.pk)
    calendar.refresh_from_db()
    EventPage.objects.all().delete()
    calendar.refresh_from_db()
    many(calendar, 500, 200)
    assert EventDate.objects.count() == 500 + 200 * 20
    queries, full = count()
    assert queries == few
    assert len(re.findall('class="agenda-item', full)) == 2 * 24  # coming, and earlier this month
    assert "more events: the days of the month lead to all." in full
    assert 'class="chip-more" href="/events/2023/03/16/"' in full
    assert len(full) < 12 * len(small)
