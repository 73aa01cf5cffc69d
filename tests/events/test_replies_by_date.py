"""Events with several dates: each has guests and places of its own, or one reply is for all of them."""

from __future__ import annotations

import json
import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from events.models import EventPage, Reply, ReplyBook
from events.occasions import occasion_asked, occasion_of
from events.replies import Outcome, cancel, take_reply
from events.reply_books import replied_otherwise
from events.reply_letters import CALLED_OFF
from events.reply_notices import Notice, remind, tell_guests, uninformed
from events.states import State
from tests.events.forms import typed
from tests.events.ground import make_calendar
from tests.events.guests import NOW, START, at, fill_in, letters, make_evening, manage_link, states, subjects, wish
from tests.missions import Missions, editor_of, visitor

WEEKLY = {"rule": "FREQ=WEEKLY;COUNT=4", "title": "Reading circle", "slug": "circle"}
SECOND, THIRD = date(2026, 4, 2), date(2026, 4, 9)
ADDRESS = "/events/circle/reply/"


@pytest.fixture
def calendar(missions: Missions) -> Any:
    return make_calendar(missions.first.home["en"])


def make_circle(calendar: Any, **fields: Any) -> EventPage:
    return make_evening(calendar, **{**WEEKLY, "replies_by_date": True, **fields})


def reply_to(missions: Missions, event: EventPage, day: date | None, name: str, now: Any = NOW) -> Outcome:
    occasion = occasion_of(event, day)
    assert occasion is not None
    return take_reply(event, occasion, missions.first.site, wish(name), now)


def changed(event: EventPage, *changes: tuple[str, dict[str, Any]]) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    page.single_dates = json.dumps([{"type": kind, "value": value} for kind, value in changes])
    with at(NOW):
        page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_each_date_has_all_the_places(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, places=1)
    for day, name in ((SECOND, "one"), (SECOND, "two"), (THIRD, "one"), (THIRD, "three")):
        reply_to(missions, event, day, name)
    found = [(reply.book.day, reply.name, reply.state) for reply in Reply.objects.order_by("pk")]
    assert found == [
        (SECOND, "one", "confirmed"),
        (SECOND, "two", "waiting"),
        (THIRD, "one", "confirmed"),
        (THIRD, "three", "waiting"),
    ]
    cancel(Reply.objects.filter(name="one").first(), NOW)
    assert [reply.state for reply in Reply.objects.order_by("pk")] == ["cancelled", "confirmed", "confirmed", "waiting"]


def test_a_guest_replies_to_the_date_that_the_page_shows(missions: Missions, calendar: Any) -> None:
    make_circle(calendar)
    guest = Client(headers={"host": missions.first.host}, enforce_csrf_checks=True)
    with at(NOW):
        page = guest.get(f"/events/circle/?date={SECOND}").content.decode()
    assert f'href="{ADDRESS}?date={SECOND}"' in page
    sent = fill_in(guest, f"{ADDRESS}?date={SECOND}")
    assert "Thank you for your reply" in sent.content.decode()
    assert ReplyBook.objects.get().day == SECOND
    (letter,) = letters()
    assert "2 April 2026, 18:00 to 20:00" in letter.body
    assert "26 March" not in letter.body
    assert f"/events/circle/?date={SECOND}" in letter.body
    (event,) = Calendar.from_ical(letter.message().get_payload()[-1].get_payload(decode=True)).walk("VEVENT")
    assert event["UID"] == str(EventPage.objects.get().translation_key)
    assert event["RECURRENCE-ID"].dt == event["DTSTART"].dt
    assert event["DTSTART"].dt.date() == SECOND
    assert "RRULE" not in event


def test_without_a_date_the_form_is_for_the_next_and_offers_the_others(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar)
    client = visitor(missions.first)
    with at(START + timedelta(days=1)):
        page = client.get(ADDRESS).content.decode()
    assert "2 April 2026" in page
    assert f"{ADDRESS}?date={THIRD}" in page
    assert "date=2026-03-26" not in page
    assert occasion_asked(event, None, START + timedelta(days=400)).day == date(2026, 4, 16)
    for query in ("?date=2026-03-27", "?date=nonsense", "?date=2026-99-99"):
        assert client.get(ADDRESS + query).status_code == 404


def test_one_reply_for_all_dates_closes_with_the_first_and_lists_them(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, replies_by_date=False)
    client = visitor(missions.first)
    assert client.get(f"{ADDRESS}?date={SECOND}").status_code == 404
    with at(NOW):
        assert "and 3 more dates" in client.get(ADDRESS).content.decode()
        assert f'href="{ADDRESS}"' in client.get(f"/events/circle/?date={SECOND}").content.decode()
    assert reply_to(missions, event, None, "one") == Outcome.TAKEN
    (letter,) = letters()
    for day in ("26 March", "2 April", "9 April", "16 April"):
        assert day in letter.body
    assert b"RRULE" in letter.message().get_payload()[-1].get_payload(decode=True)
    assert reply_to(missions, event, None, "late", START) == Outcome.CLOSED


def test_a_moved_date_keeps_its_guests_who_are_told(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar)
    for day in (SECOND, THIRD):
        reply_to(missions, event, day, f"guest-{day.day}")
    event = changed(event, ("moved", {"day": str(SECOND), "new_day": "2026-04-03", "start_time": "19:00"}))
    second, third = ReplyBook.objects.order_by("day")
    assert (second.day, second.starts_at.date()) == (SECOND, date(2026, 4, 3))
    assert uninformed(event, second, NOW) == 1
    assert uninformed(event, third, NOW) == 0
    client = editor_of(missions.first)
    with at(NOW):
        address = reverse("guests:tell", args=[event.pk]) + f"?date={SECOND}"
        assert "3 April 2026" in client.get(f"{address}&kind=changed").content.decode()
        client.post(address, {"kind": "changed"})
    assert [name for name, subject in subjects() if subject == "The event has changed"] == ["guest-2"]


def test_nobody_replies_to_or_is_reminded_of_a_date_that_is_cancelled(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, places=1)
    for name in ("one", "two"):
        reply_to(missions, event, SECOND, name)
    event = changed(event, ("cancelled", {"day": str(SECOND)}))
    assert reply_to(missions, event, SECOND, "three") == Outcome.CLOSED
    assert remind(START + timedelta(days=6, hours=12)) == 0
    cancel(Reply.objects.get(name="one"), NOW)
    assert states() == {"one": "cancelled", "two": "waiting"}
    with at(NOW):
        page = visitor(missions.first).get(f"/events/circle/?date={SECOND}").content.decode()
    assert "/reply/" not in page


@pytest.mark.parametrize("state", [State.CANCELLED, State.POSTPONED])
def test_nobody_replies_to_an_event_that_does_not_take_place(missions: Missions, calendar: Any, state: str) -> None:
    event = make_evening(calendar, state=state)
    assert reply_to(missions, event, None, "one") == Outcome.CLOSED
    with at(NOW):
        client = visitor(missions.first)
        assert "/reply/" not in client.get("/events/evening/").content.decode()
        assert "Replies are closed" in client.get("/events/evening/reply/").content.decode()


def test_what_is_sold_out_takes_no_replies_but_by_hand(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, state=State.SOLD_OUT)
    assert reply_to(missions, event, None, "one") == Outcome.FULL
    occasion = occasion_of(event)
    assert occasion is not None
    assert take_reply(event, occasion, missions.first.site, wish("phone", by_hand=True), NOW) == Outcome.TAKEN
    with at(NOW):
        assert "All places are taken." in visitor(missions.first).get("/events/evening/").content.decode()


def test_a_date_that_is_gone_from_the_rule_keeps_its_list_for_editors(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar)
    reply_to(missions, event, THIRD, "one")
    page = EventPage.objects.get(pk=event.pk)
    page.rule = "FREQ=WEEKLY;COUNT=2"
    with at(NOW):
        page.save_revision().publish()
        client = editor_of(missions.first)
        address = reverse("guests:guests", args=[event.pk])
        assert f"?date={THIRD}" in client.get(address).content.decode()
        text = client.get(f"{address}?date={THIRD}").content.decode()
    assert "no date of the event any more" in text
    assert "one@example.org" in text
    assert uninformed(page, ReplyBook.objects.get(), NOW) == 1
    assert remind(START + timedelta(days=13, hours=12)) == 0


def test_guests_of_all_dates_are_found_when_each_date_gets_its_own(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, replies_by_date=False)
    reply_to(missions, event, None, "one")
    page = EventPage.objects.get(pk=event.pk)
    page.replies_by_date = True
    with at(NOW):
        page.save_revision().publish()
        client = editor_of(missions.first)
        address = reverse("guests:guests", args=[event.pk])
        assert "?date=all" in client.get(address).content.decode()
        assert "one@example.org" in client.get(f"{address}?date=all").content.decode()
        assert "?date=all" in client.get(reverse("guests:index")).content.decode()


def without_the_third(event: EventPage) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    page.rule = "FREQ=WEEKLY;COUNT=2"
    with at(NOW):
        page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_a_letter_about_a_date_that_is_gone_names_it(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar)
    reply_to(missions, event, THIRD, "one")
    event = without_the_third(event)
    letters()
    tell_guests(event, ReplyBook.objects.get(), Notice(CALLED_OFF), NOW)
    (letter,) = letters()
    assert letter.subject == "A date does not take place: Reading circle"
    assert "does not take place: Thursday, 9 April 2026." in letter.body
    html = letter.alternatives[0][0]
    assert html.count("Thursday, 9 April 2026") == letter.body.count("Thursday, 9 April 2026") == 2
    cancel(Reply.objects.get(), NOW)
    assert "Thursday, 9 April 2026" in letters()[0].body


def test_a_date_that_was_moved_and_then_dropped_is_named_as_guests_last_knew_it(
    missions: Missions, calendar: Any
) -> None:
    event = make_circle(calendar)
    reply_to(missions, event, THIRD, "one")
    event = changed(event, ("moved", {"day": str(THIRD), "new_day": "2026-04-10"}))
    event = without_the_third(event)
    letters()
    tell_guests(event, ReplyBook.objects.get(), Notice(CALLED_OFF), NOW)
    (letter,) = letters()
    assert "Friday, 10 April 2026" in letter.body
    assert "9 April" not in letter.body


def published(client: Client, event: EventPage, **fields: str) -> str:
    """What an editor reads who has published the event by its form."""
    facts = {
        "title": event.title,
        "slug": event.slug,
        "start_date": str(event.start_date),
        "start_time": "18:00",
        "rule": event.rule,
        "takes_replies": "on",
        "replies_by_date": "on" if event.replies_by_date else "",
        **fields,
    }
    data = {name: value for name, value in typed(**facts).items() if value or name != "replies_by_date"}
    done = client.post(reverse("wagtailadmin_pages:edit", args=[event.pk]), data, follow=True)
    assert done.redirect_chain, done.context["form"].errors
    return str(done.content.decode())


def own_page(missions: Missions) -> Any:
    (letter,) = letters()
    client, link = visitor(missions.first), manage_link(letter)

    def shown() -> str:
        with at(NOW):
            return str(client.get(link).content.decode())

    return shown


def test_the_guests_own_page_says_that_the_date_is_gone(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar)
    reply_to(missions, event, THIRD, "one")
    shown = own_page(missions)
    assert "You have a place." in shown()
    for gone in (lambda: changed(event, ("cancelled", {"day": str(THIRD)})), lambda: without_the_third(event)):
        gone()
        text = shown()
        assert "does not take place any more: Thursday, 9 April 2026." in text
        assert "You have a place." not in text
        assert "somebody else gets the place" not in text


@pytest.mark.parametrize(
    ("state", "sentence", "is_kept"),
    [
        (State.CANCELLED, "This event is cancelled.", False),
        (State.POSTPONED, "This event is postponed. Your reply is kept.", True),
    ],
)
def test_the_guests_own_page_follows_the_state_of_the_event(
    missions: Missions, calendar: Any, state: str, sentence: str, is_kept: bool
) -> None:
    event = make_evening(calendar)
    reply_to(missions, event, None, "one")
    shown = own_page(missions)
    event.state = state
    with at(NOW):
        event.save_revision().publish()
    text = shown()
    assert sentence in text
    assert ("You have a place." in text, 'name="cancel"' in text) == (is_kept, is_kept)


def test_the_guests_own_page_says_that_every_date_is_cancelled(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, replies_by_date=False, rule="FREQ=WEEKLY;COUNT=2")
    reply_to(missions, event, None, "one")
    shown = own_page(missions)
    changed(event, *(("cancelled", {"day": str(day)}) for day in (event.start_date, SECOND)))
    assert "No date of this event takes place any more." in shown()


@pytest.mark.parametrize("by_date", [True, False])
def test_guests_who_replied_to_something_else_than_is_asked_now_are_still_expected(
    missions: Missions, calendar: Any, by_date: bool
) -> None:
    event = make_circle(calendar, replies_by_date=by_date)
    day = SECOND if by_date else None
    reply_to(missions, event, day, "one")
    client = editor_of(missions.first)
    query = f"?date={SECOND if by_date else 'all'}"
    with at(NOW):
        assert "1 guest has replied to" not in published(client, event)
        assert "1 guest has replied to" in published(client, event, replies_by_date="" if by_date else "on")
        tell = client.get(reverse("guests:tell", args=[event.pk]) + query).content.decode()
        assert "1 person has a place." in client.get(reverse("guests:guests", args=[event.pk]) + query).content.decode()
    assert re.search(r'value="changed"[^>]*checked', tell)
    event = EventPage.objects.get()
    assert uninformed(event, ReplyBook.objects.get(), NOW) == 0
    assert replied_otherwise(event, missions.first.site, START + timedelta(days=60)) == 0


def test_the_zones_of_a_moved_hour_follow_the_event(missions: Missions, calendar: Any) -> None:
    event = make_circle(calendar, start_time=time(9), end_time=time(10), time_zone="Asia/Almaty")
    reply_to(missions, event, SECOND, "one")
    assert ReplyBook.objects.get().starts_at.hour == 4
    (letter,) = letters()
    assert "09:00 to 10:00 (Almaty, UTC+5)" in letter.body
