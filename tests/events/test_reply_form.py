"""The form of an event as a browser without script sends it: what is kept, what is refused, and what nobody learns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.signing import sign
from events.models import EventPage, Reply, ReplyBook
from events.replies import Outcome
from events.reply_forms import printable_name
from tests.events.ground import make_calendar, make_event
from tests.events.guests import (
    NOW,
    START,
    answer,
    at,
    fill_in,
    letters,
    make_evening,
    manage_link,
    question,
    states,
    subjects,
)
from tests.missions import Missions, visitor

ADDRESS = "/events/evening/reply/"


@pytest.fixture
def calendar(missions: Missions) -> Any:
    return make_calendar(missions.first.home["en"])


@pytest.fixture
def guest(missions: Missions) -> Client:
    return Client(headers={"host": missions.first.host}, enforce_csrf_checks=True)


MEAL = question(
    "choice",
    "What do you eat?",
    required=True,
    choices=[
        {"type": "item", "id": "meat", "value": {"text": "Meat", "translations": []}},
        {
            "type": "item",
            "id": "plants",
            "value": {"text": "Vegetables", "translations": [{"language": "ru", "text": "Овощи"}]},
        },
    ],
)


def shown(client: Client, address: str = "/events/evening/", now: Any = NOW) -> str:
    with at(now):
        response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_guest_replies_and_gets_a_letter_with_the_calendar_file(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    make_evening(calendar, persons_per_reply=3, venue="Great hall")
    page = shown(guest)
    assert f'href="{ADDRESS}"' in page
    response = fill_in(guest, ADDRESS, party="2")
    assert response.status_code == 200
    assert "Thank you for your reply" in response.content.decode()
    reply = Reply.objects.get()
    assert (reply.name, reply.email, reply.party, reply.state, reply.language) == (
        "Aigul", "guest@example.org", 2, "confirmed", "en",
    )  # fmt: skip
    assert "erase it 30 days after" in reply.consent
    (letter,) = letters()
    assert letter.subject == "You have a place: Dombra evening"
    assert "Your reply is for 2 persons." in letter.body
    assert "Great hall" in letter.body
    assert "26 March 2026, 18:00 to 20:00" in letter.body
    part = letter.message().get_payload()[-1]
    file = part.get_payload(decode=True).decode()
    assert part.get_param("method") == "PUBLISH"
    assert "METHOD:PUBLISH\r\n" in file
    assert f"UID:{EventPage.objects.get().translation_key}" in file
    assert f"UID:{EventPage.objects.get().translation_key}" in shown(guest, "/events/evening/event.ics")


def test_what_a_guest_typed_stands_in_no_letter(missions: Missions, calendar: Any, guest: Client) -> None:
    make_evening(calendar, questions=[question("long", "Anything else?")])
    field = f"question-{EventPage.objects.get().questions[0].id}"
    fill_in(guest, ADDRESS, name="BUY PILLS at http://evil.example", **{field: "click http://evil.example"})
    (letter,) = letters()
    assert "evil" not in letter.message().as_string()
    assert Reply.objects.get().answers != {}


def test_questions_are_asked_in_the_guests_language_and_kept_in_the_missions(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    facts: dict[str, Any] = {"questions": [MEAL, question("yes", "Do you come by car?"), question("short", "Firm")]}
    event = make_evening(calendar, **facts)
    russian = make_calendar(missions.first.home["ru"], translation_key=calendar.translation_key)
    make_evening(russian, translation_key=event.translation_key, **facts)
    page = shown(guest, "/ru/events/evening/reply/")
    assert "Овощи" in page
    assert 'lang="en"' in page
    refused = fill_in(guest, "/ru/events/evening/reply/")
    assert "error-summary" in refused.content.decode()
    meal, car, firm = (block.id for block in event.questions)
    answers = {f"question-{meal}": "plants", f"question-{car}": "yes", f"question-{firm}": "  Silk Road  "}
    fill_in(guest, "/ru/events/evening/reply/", **answers)
    kept = Reply.objects.get().answers
    assert kept[meal] == {"question": "What do you eat?", "answer": "Vegetables"}
    assert kept[car] == {"question": "Do you come by car?", "answer": "yes", "kind": "yes"}
    assert kept[firm]["answer"] == "Silk Road"
    assert Reply.objects.get().language == "ru"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Write your name"),
        ({"name": "x" * 121}, "at most 120"),
        ({"name": "A\u202egil"}, "Write the name on one line"),
        ({"email": ""}, "Write your email address"),
        ({"email": "guest"}, "whole address with the @"),
        ({"email": "a" * 300 + "@example.org"}, "too long"),
        ({"party": "0"}, "At least one person"),
        ({"party": "4"}, "for 3 persons at most"),
        ({"party": "9" * 40}, "for 3 persons at most"),
        ({"party": "two"}, "in digits"),
        ({"website": "http://evil.example"}, "A field that must stay empty"),
        ({"stamp": "forged"}, "press the button once more"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    missions: Missions, calendar: Any, guest: Client, fields: dict[str, str], sentence: str
) -> None:
    make_evening(calendar, persons_per_reply=3)
    response = fill_in(guest, ADDRESS, **fields)
    text = response.content.decode()
    assert response.status_code == 200
    assert sentence in text
    assert "error-summary" in text
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Aigul\u00a0Nur\u202fSaule", "Aigul Nur Saule"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0646", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646"),
        ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
        ("\u200eO\u2019Brien \u2013 Ai\u00adgul\ufeff", "O\u2019Brien \u2013 Aigul"),
    ],
)
def test_a_name_is_taken_as_keyboards_and_clipboards_write_it(typed: str, kept: str) -> None:
    assert printable_name(typed) == kept


@pytest.mark.parametrize(
    "typed", ["A\u202egil", "A\u2066gil", "A\ngil", "A\x07gil", "A\u2028gil", "\u200c", "\u00ad \u200b"]
)
def test_a_name_that_no_list_could_show_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        printable_name(typed)


def test_who_is_too_quick_loses_nothing(missions: Missions, calendar: Any, guest: Client) -> None:
    make_evening(calendar)
    refused = fill_in(guest, ADDRESS, seconds=0.5)
    assert "That was very quick" in refused.content.decode()
    assert 'value="Aigul"' in refused.content.decode()


def test_a_form_from_elsewhere_is_refused(missions: Missions, calendar: Any, guest: Client) -> None:
    make_evening(calendar)
    assert guest.post(ADDRESS, {"name": "x", "email": "guest@example.org"}).status_code == 403
    assert not Reply.objects.exists()


def test_a_known_and_an_unknown_guest_read_the_same(missions: Missions, calendar: Any, guest: Client) -> None:
    make_evening(calendar, places=1)
    answer(missions.first, EventPage.objects.get(), "known")
    pages = []
    for name in ("known", "fresh"):
        response = fill_in(guest, ADDRESS, email=f"{name}@example.org")
        pages.append((response.status_code, response.content.decode().replace(name, "guest")))
    assert pages[0] == pages[1]
    assert subjects() == [
        ("fresh", "You are on the waiting list"),
        ("known", "You have a place"),
        ("known", "You have already replied"),
    ]


def test_one_household_and_one_mailbox_get_only_so_many(
    missions: Missions, calendar: Any, guest: Client, settings: Any
) -> None:
    settings.RSVP_REPLIES_PER_CLIENT_HOUR, settings.RSVP_REPLIES_PER_CLIENT = 2, 3
    settings.RSVP_MAILS_PER_ADDRESS = 2
    make_evening(calendar)
    for number, status in enumerate((200, 200, 429)):
        assert fill_in(guest, ADDRESS, email=f"guest{number}@example.org").status_code == status
    hour = timedelta(hours=1)
    assert fill_in(guest, ADDRESS, NOW + hour, email="guest3@example.org").status_code == 200
    refused = fill_in(guest, ADDRESS, NOW + hour, email="guest4@example.org")
    assert refused.status_code == 429
    assert "Too many at once" in refused.content.decode()
    assert Reply.objects.count() == 3
    settings.RSVP_REPLIES_PER_CLIENT_HOUR = settings.RSVP_REPLIES_PER_CLIENT = 100
    tomorrow = NOW + timedelta(days=1)
    statuses = [fill_in(guest, ADDRESS, tomorrow, email="victim@example.org").status_code for _turn in range(3)]
    assert statuses == [200, 200, 429]


def test_the_page_says_what_the_next_guest_gets(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar, places=1, closes_hours_before=2)
    assert "Places are left." in shown(guest)
    answer(missions.first, event, "one")
    text = shown(guest)
    assert "Whoever replies now waits for a place." in text
    assert "Join the waiting list" in text
    closed = START - timedelta(hours=2)
    text = shown(guest, now=closed)
    assert "Replies closed: today, 16:00." in text
    assert ADDRESS not in text
    assert "Replies closed" not in shown(guest, now=START + timedelta(hours=3))
    event = EventPage.objects.get()
    event.has_waiting_list = False
    event.save_revision().publish()
    text = shown(guest)
    assert "All places are taken." in text
    assert ADDRESS not in text


def test_a_closed_or_full_event_says_so_and_takes_nothing(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar, places=2, persons_per_reply=2, has_waiting_list=False)
    answer(missions.first, event, "one")
    with at(NOW):
        form = guest.get(ADDRESS)
    refused = fill_in(guest, ADDRESS, party="2")
    assert refused.status_code == 409
    assert "There are not enough places" in refused.content.decode()
    assert 'name="party"' in refused.content.decode()
    answer(missions.first, event, "two")
    with at(NOW):
        full = guest.get(ADDRESS)
        assert full.status_code == 200
        assert "There are not enough places" in full.content.decode()
        assert guest.post(ADDRESS, {"csrfmiddlewaretoken": form.context["csrf_token"]}).status_code == 409
    with at(START):
        closed = guest.get(ADDRESS)
        assert "Replies are closed" in closed.content.decode()
        assert guest.post(ADDRESS, {"csrfmiddlewaretoken": form.context["csrf_token"]}).status_code == 409
    assert len(states()) == 2


def test_who_cannot_bring_fewer_is_not_told_to(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar, places=1, has_waiting_list=False)
    with at(NOW):
        form = guest.get(ADDRESS)
    with mock.patch("events.reply_views.take_reply", side_effect=lambda *_args: late(missions, event)):
        refused = fill_in(guest, ADDRESS).content.decode()
    assert form.status_code == 200
    assert "There are not enough places" in refused
    assert "fewer persons" not in refused
    assert "look at this page again later" in refused
    assert 'name="email"' not in refused


def late(missions: Missions, event: EventPage) -> Outcome:
    """Somebody else is quicker."""
    answer(missions.first, event, "quick")
    return Outcome.FULL


def test_who_waits_behind_a_party_for_which_there_is_not_enough_room_is_told_so(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    event = make_evening(calendar, places=2, persons_per_reply=2)
    answer(missions.first, event, "one")
    answer(missions.first, event, "pair", party=2)
    answer(missions.first, event, "two")
    found = {letter.to[0].partition("@")[0]: letter.body for letter in letters()}
    for name, number in (("pair", 1), ("two", 2)):
        assert "All places are taken" not in found[name]
        assert f"not enough for all who wait. You are number {number}" in found[name].replace("\n", " ")
    assert "All places are taken" not in shown(guest)
    assert "Whoever replies now waits for a place." in shown(guest)


def test_an_event_without_replies_has_no_form(missions: Missions, calendar: Any, guest: Client) -> None:
    make_event(calendar, slug="talk")
    make_evening(calendar).unpublish()
    make_evening(make_calendar(missions.second.home["en"]), slug="theirs")
    for slug in ("talk", "evening", "theirs", "nothing"):
        assert guest.get(f"/events/{slug}/reply/").status_code == 404
    assert "/reply/" not in shown(guest, "/events/talk/")


def test_the_form_is_kept_by_no_cache_and_found_by_no_search_engine(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    make_evening(calendar)
    with at(NOW):
        response = guest.get(ADDRESS)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "csrfmiddlewaretoken" not in shown(guest)


def test_the_switcher_of_languages_leads_to_the_same_form(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar)
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    make_evening(kazakh, slug="kesh", translation_key=event.translation_key)
    assert 'href="/kk/events/kesh/reply/"' in shown(guest, ADDRESS)


def test_a_guest_cancels_by_a_press_and_no_program_does_so_by_looking(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    event = make_evening(calendar, places=1)
    answer(missions.first, event, "one")
    answer(missions.first, event, "two")
    link = manage_link(next(letter for letter in letters() if letter.to == ["one@example.org"]))
    with at(NOW):
        for ask in (guest.get, guest.head):
            assert ask(link).status_code == 200
        assert guest.post(link, {"something": "else"}).status_code == 200
        assert states() == {"one": "confirmed", "two": "waiting"}
        assert "You have a place." in guest.get(link).content.decode()
        pressed = guest.post(link, {"cancel": "1"})
        assert "Your reply is cancelled" in pressed.content.decode()
        guest.post(link, {"cancel": "1"})
    assert states() == {"one": "cancelled", "two": "confirmed"}
    assert subjects() == [("one", "Your reply is cancelled"), ("two", "You have a place now")]


def test_who_waits_reads_the_number(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two", "three"):
        answer(missions.first, event, name)
    found = {letter.to[0]: letter for letter in letters()}
    assert "You are number 2 on the waiting list." in found["three@example.org"].body
    with at(NOW):
        assert (
            "You are number 2 on the waiting list."
            in guest.get(manage_link(found["three@example.org"])).content.decode()
        )


def test_links_that_are_not_ours_answer_404_and_those_of_forgotten_guests_410(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    (letter,) = letters()
    link = manage_link(letter)
    reply = Reply.objects.get()
    forged = [
        f"{link[:-2]}x/",
        "/events/reply/nothing/",
        "/events/reply/%00/",
        "/events/reply/" + "x" * 400 + "/",
        f"/events/reply/{sign('newsletter.manage', reply.site_id, reply.public_id, NOW)}/",
        f"/events/reply/{sign('events.reply', missions.second.site.pk, reply.public_id, NOW)}/",
    ]
    for address in forged:
        assert guest.get(address).status_code == 404, address
        assert guest.post(address, {"cancel": "1"}).status_code == 404, address
    assert visitor(missions.second).get(link).status_code == 404
    assert states() == {"one": "confirmed"}
    Reply.objects.update(erased_at=NOW)
    assert guest.get(link).status_code == 410


def test_the_link_still_works_when_the_event_is_gone(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    (letter,) = letters()
    event.delete()
    with at(NOW):
        assert "not on our pages any more" in guest.get(manage_link(letter)).content.decode()
        assert guest.post(manage_link(letter), {"cancel": "1"}).status_code == 200
    assert states() == {"one": "cancelled"}


def test_after_the_event_nothing_is_cancelled(missions: Missions, calendar: Any, guest: Client) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    (letter,) = letters()
    with at(START + timedelta(hours=3)):
        text = guest.post(manage_link(letter), {"cancel": "1"}).content.decode()
    assert "This event is over." in text
    assert states() == {"one": "confirmed"}


def test_the_page_of_an_event_costs_one_query_more_and_the_list_none(
    missions: Missions, calendar: Any, guest: Client
) -> None:
    event = make_evening(calendar, places=5)
    make_event(calendar, slug="talk", start_date=event.start_date)
    counts = {}
    for address in ("/events/evening/", "/events/talk/"):
        for _warm in range(2):
            shown(guest, address)
        with CaptureQueriesContext(connection) as queries:
            shown(guest, address)
        counts[address] = len(queries)
    assert counts["/events/evening/"] == counts["/events/talk/"] + 1
    assert not ReplyBook.objects.exists()
