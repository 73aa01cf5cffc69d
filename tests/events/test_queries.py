"""Months, lists and events cost the same for 1 event and for 20, and at most 13 queries more than a bare page."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from core.models import Contact, ContactWords
from tests.events.ground import make_calendar, make_event
from tests.missions import visitor

ALLOWANCE = 13
NOW = datetime(2023, 3, 14, 15, tzinfo=UTC)
LISTS = [
    "/events/",
    "/events/2023/03/",
    "/events/2023/04/",
    "/events/past/",
    "/events/upcoming/",
    "/events/calendar.ics",
]


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def count(missions):
    """How many queries a stranger's request for an address makes, when all is warm."""
    client = visitor(missions.first)

    def counted(address):
        for _warm in range(2):
            assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    return counted


def fill(calendar, number):
    """``number`` events on each of a past day, a coming day, and a day of the next month, in two zones."""
    for one in range(number):
        for day in (date(2023, 3, 2), date(2023, 3, 20), date(2023, 4, 4)):
            zone = ("America/New_York", "Asia/Almaty")[one % 2]
            make_event(calendar, start_date=day, start_time=time(9 + one % 6), time_zone=zone)


def bare_page(parent):
    """The address of a Wagtail page without a type of its own."""
    page = parent.add_child(instance=Page(title="Bare", slug="bare", locale=parent.locale))
    return page.get_url()


@pytest.mark.parametrize("address", LISTS)
def test_lists_cost_the_same_for_one_and_for_twenty(calendar, count, address):
    fill(calendar, 1)
    one = count(address)
    fill(calendar, 19)
    assert count(address) == one


def test_the_calendar_stays_near_a_bare_page(missions, calendar, count):
    fill(calendar, 7)
    bare = count(bare_page(missions.first.home["en"]))
    for address in LISTS:
        assert count(address) <= bare + ALLOWANCE, address


def test_an_event_stays_near_a_bare_page(missions, calendar, count):
    contact = Contact.objects.create(site=missions.first.site, name="Press")
    contact.words.add(ContactWords(language="en", heading="Press section"))
    contact.save()
    body = [("heading", {"text": "Part", "level": "h2"}), ("text", "<p>Text.</p>")]
    make_event(calendar, slug="talk", contact=contact, description=body)
    assert count("/events/talk/") <= count(bare_page(calendar)) + ALLOWANCE
