"""What is shown of an event, and events in the text of other pages."""

from datetime import UTC, date, datetime, time

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.models import PageViewRestriction

from core.models import MissionWords
from events.blocks import EventCardBlock
from events.cards import event_card
from tests.events.ground import make_calendar, make_draft, make_event

NOW = datetime(2023, 3, 14, 15, tzinfo=UTC)


@pytest.fixture
def calendar(missions):
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def request_of():
    """A request to a mission's host."""
    return lambda mission: RequestFactory().get("/", headers={"host": mission.host})


@pytest.fixture
def card_of(missions, request_of):
    return lambda event: event_card(event.dates.get(), request_of(missions.first), NOW)


def test_a_card_says_day_hours_and_place(calendar, card_of):
    card = card_of(make_event(calendar, title="Talk", venue="Hall"))
    assert (card.numeral, card.weekday, card.month, card.days) == (16, "Thursday", "March 2023", "16 March 2023")
    assert (card.clock.hours, str(card.clock.place), card.clock.zone) == ("18:30 to 20:00", "New York", "EDT, UTC−4")
    assert card.clocks == [card.clock]
    assert card.time == "18:30"
    assert not card.is_over


def test_the_missions_own_place_stands_for_its_zone(missions, calendar, card_of):
    MissionWords.objects.filter(parent=missions.first.mission).update(place_line="Washington")
    assert str(card_of(make_event(calendar)).clock.place) == "Washington"


def test_an_event_elsewhere_has_two_clocks_the_missions_first(calendar, card_of):
    card = card_of(make_event(calendar, time_zone="Asia/Almaty", start_time=time(4), end_time=time(5)))
    here, there = card.clocks
    assert (here.hours, here.days, here.note) == ("18:00 to 19:00", "Wednesday, 15 March 2023", "the day before")
    assert (there.hours, there.days, there.note) == ("04:00 to 05:00", "Thursday, 16 March 2023", "")


def test_all_day_events_have_days_and_no_hours(calendar, card_of):
    card = card_of(make_event(calendar, all_day=True, end_date=date(2023, 3, 18), time_zone="Asia/Almaty"))
    assert (card.clock.hours, card.time, card.clock.days) == ("", "", "16 to 18 March 2023")
    assert card.weekday == "Thu to Sat"
    assert card.mission_clock is None


def test_an_open_end_shows_the_start_alone(calendar, card_of):
    card = card_of(make_event(calendar, end_time=None))
    assert (card.clock.hours, card.clock.ends) == ("18:30", "")


def test_an_evening_that_ends_after_midnight_shows_both_days(calendar, card_of):
    card = card_of(make_event(calendar, end_date=date(2023, 3, 17), end_time=time(1)))
    assert (card.clock.hours, card.clock.days) == ("18:30 to 01:00", "16 to 17 March 2023")


BODY = StreamBlock([("event", EventCardBlock())])


def shown(request, *events):
    value = BODY.to_python([{"type": "event", "value": event.pk, "id": str(event.pk)} for event in events])
    assert isinstance(value, StreamValue)
    with override("en"):
        return value.render_as_block({"request": request})


def test_an_event_in_a_text_is_shown_with_its_times(missions, calendar, request_of):
    html = shown(request_of(missions.first), make_event(calendar, title="Talk"))
    assert "Talk" in html
    assert "18:30 to 20:00" in html


def test_an_event_that_strangers_may_not_read_is_not_shown(missions, calendar, request_of):
    private = make_event(calendar, title="Private talk")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    draft = make_draft(calendar, title="Draft of a talk")
    foreign = make_event(make_calendar(missions.second.home["en"]), title="Foreign talk")
    html = shown(request_of(missions.first), private, draft, foreign)
    assert "talk" not in html


def test_an_event_is_shown_in_the_language_of_the_page_or_marked(missions, calendar, request_of):
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    only = make_event(kazakh, title="Тек қазақша")
    event = make_event(kazakh, title="Әңгіме")
    make_event(calendar, title="Talk", translation_key=event.translation_key)
    html = shown(request_of(missions.first), event, only)
    assert "Talk" in html
    assert "Әңгіме" not in html
    assert 'lang="kk">Тек қазақша' in html


def test_any_number_of_events_in_a_text_costs_the_same(missions, calendar, request_of):
    events = [make_event(calendar) for _number in range(20)]
    counts = []
    for some in (events[:1], events):
        request = request_of(missions.first)
        shown(request, *some)
        with CaptureQueriesContext(connection) as queries:
            shown(request_of(missions.first), *some)
        counts.append(len(queries))
    assert counts[0] == counts[1]
