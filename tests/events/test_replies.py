"""Places are given in order and never one too many; a cancelled one goes to who waits longest, with one letter."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from core.content_version import read_version
from core.models import OutboxMessage
from events.models import EventPage, Reply, ReplyBook
from events.replies import Outcome, cancel, give_place
from events.reply_letters import number_of
from tests.events.ground import make_calendar
from tests.events.guests import NOW, START, answer, letters, make_evening, states, subjects
from tests.missions import Missions


@pytest.fixture
def calendar(missions: Missions) -> Any:
    return make_calendar(missions.first.home["en"])


def reply_of(name: str) -> Reply:
    return Reply.objects.get(name=name)


def in_threads(works: list[Any]) -> list[Any]:
    """Does all at once, each in a thread with a connection of its own."""
    start = Barrier(len(works))

    def run(work: Any) -> Any:
        try:
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_fifty_at_once_for_ten_places_make_ten_confirmed_and_forty_numbered(threaded: Missions) -> None:
    event = make_evening(make_calendar(threaded.first.home["en"]), places=10)
    names = [f"guest{number}" for number in range(50)]
    told = in_threads([lambda name=name: answer(threaded.first, event, name) for name in names])
    assert told == [Outcome.TAKEN] * 50
    assert ReplyBook.objects.count() == 1
    assert Reply.objects.confirmed().count() == 10
    assert [number_of(reply) for reply in Reply.objects.waiting()] == list(range(1, 41))
    first_waiting = Reply.objects.waiting().first()
    assert min(reply.pk for reply in Reply.objects.waiting()) > max(reply.pk for reply in Reply.objects.confirmed())
    letters()
    confirmed = Reply.objects.confirmed().first()
    results = in_threads([lambda: cancel(Reply.objects.get(pk=confirmed.pk), NOW)] * 5)
    assert sorted(results) == [False] * 4 + [True]
    assert Reply.objects.confirmed().count() == 10
    first_waiting.refresh_from_db()
    assert first_waiting.is_confirmed
    assert subjects() == sorted(
        [(confirmed.name, "Your reply is cancelled"), (first_waiting.name, "You have a place now")]
    )
    assert subjects() == []
    assert number_of(Reply.objects.waiting().first()) == 1


def test_several_cancelled_at_once_move_up_as_many(threaded: Missions) -> None:
    event = make_evening(make_calendar(threaded.first.home["en"]), places=5)
    for number in range(12):
        answer(threaded.first, event, f"guest{number:02d}")
    leaving = list(Reply.objects.confirmed()[:4])
    in_threads([lambda reply=reply: cancel(reply, NOW) for reply in leaving])
    assert [reply.name for reply in Reply.objects.confirmed()] == [
        "guest04",
        "guest05",
        "guest06",
        "guest07",
        "guest08",
    ]
    assert Reply.objects.exclude(promoted_at=None).count() == 4
    assert OutboxMessage.objects.filter(kind="events.moved-up").count() == 4


def test_without_a_number_of_places_everybody_has_one(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    for name in ("one", "two"):
        assert answer(missions.first, event, name, party=1) == Outcome.TAKEN
    assert set(states().values()) == {"confirmed"}


def test_persons_count_not_replies_and_nobody_overtakes_who_waits(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=5, persons_per_reply=4)
    for name, party in (("three", 3), ("four", 4), ("one", 1)):
        answer(missions.first, event, name, party=party)
    assert states() == {"three": "confirmed", "four": "waiting", "one": "waiting"}
    cancel(reply_of("three"), NOW)
    assert states() == {"three": "cancelled", "four": "confirmed", "one": "confirmed"}


def test_the_first_who_waits_is_waited_for_though_a_smaller_party_would_fit(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=4, persons_per_reply=4)
    for name, party in (("two", 2), ("other", 2), ("four", 4), ("one", 1)):
        answer(missions.first, event, name, party=party)
    cancel(reply_of("two"), NOW)
    assert states() == {"two": "cancelled", "other": "confirmed", "four": "waiting", "one": "waiting"}


def test_a_party_larger_than_the_event_became_is_passed_over(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=4, persons_per_reply=4)
    for name, party in (("four", 4), ("big", 4), ("one", 1)):
        answer(missions.first, event, name, party=party)
    published(event, places=2)
    cancel(reply_of("four"), NOW)
    assert states() == {"four": "cancelled", "big": "waiting", "one": "confirmed"}


def published(event: EventPage, **changes: Any) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_without_a_waiting_list_there_is_no_more_room(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1, has_waiting_list=False)
    assert answer(missions.first, event, "one") == Outcome.TAKEN
    assert answer(missions.first, event, "two") == Outcome.FULL
    assert answer(missions.first, event, "one") == Outcome.FULL
    assert states() == {"one": "confirmed"}


def test_more_places_move_the_list_up_and_fewer_throw_nobody_out(
    missions: Missions, calendar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    event = make_evening(calendar, places=1)
    for name in ("one", "two", "three", "four"):
        answer(missions.first, event, name)
    letters()
    event = published(event, places=3)
    assert list(states().values()) == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert subjects() == [("three", "You have a place now"), ("two", "You have a place now")]
    published(event, places=1)
    assert list(states().values()) == ["confirmed", "confirmed", "confirmed", "waiting"]
    assert subjects() == []
    published(event, places=None)
    assert set(states().values()) == {"confirmed"}


def test_places_and_replies_are_the_events_in_all_its_languages(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    translation = make_evening(kazakh, places=1, title="Домбыра кеші", translation_key=event.translation_key)
    answer(missions.first, event, "one")
    answer(missions.first, translation, "two", language="kk")
    assert states() == {"one": "confirmed", "two": "waiting"}
    cancel(reply_of("one"), NOW)
    (letter,) = [one for one in letters() if one.to == ["two@example.org"] and "Домбыра" in one.subject][-1:]
    assert "/kk/events/reply/" in letter.body


def test_a_mailbox_replies_once_and_only_its_owner_learns_of_it(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "guest")
    assert answer(missions.first, event, "other", email="Guest+events@EXAMPLE.org") == Outcome.TAKEN
    assert states() == {"guest": "confirmed"}
    assert subjects() == [("guest", "You have a place"), ("guest", "You have already replied")]


def test_who_cancelled_may_reply_again_at_the_end_of_the_list(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    cancel(reply_of("one"), NOW)
    answer(missions.first, event, "again", email="one@example.org")
    assert states() == {"one": "cancelled", "two": "confirmed", "again": "waiting"}


def test_replies_close_when_the_editor_says(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, closes_hours_before=24)
    assert answer(missions.first, event, "late", now=START - timedelta(hours=24)) == Outcome.CLOSED
    assert answer(missions.first, event, "phone", now=START - timedelta(hours=1), by_hand=True) == Outcome.TAKEN
    assert answer(missions.first, event, "early", now=START - timedelta(hours=25)) == Outcome.TAKEN
    assert states() == {"phone": "confirmed", "early": "confirmed"}


def test_once_the_event_has_begun_nobody_moves_up(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    letters()
    cancel(reply_of("one"), START + timedelta(minutes=1))
    assert states() == {"one": "cancelled", "two": "waiting"}


def test_nobody_moves_up_at_an_event_that_was_taken_down(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    event.unpublish()
    cancel(reply_of("one"), NOW)
    assert states() == {"one": "cancelled", "two": "waiting"}


def test_an_editor_may_give_a_place_beyond_the_number(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two", "three"):
        answer(missions.first, event, name)
    assert give_place(reply_of("three"), event, NOW)
    assert not give_place(reply_of("three"), event, NOW)
    assert states() == {"one": "confirmed", "two": "waiting", "three": "confirmed"}
    assert ("three", "You have a place now") in subjects()


def test_visitors_pages_are_made_anew_only_when_they_would_say_something_else(committed: Missions) -> None:
    event = make_evening(make_calendar(committed.first.home["en"]), places=2)
    answer(committed.first, event, "one")
    version = read_version()
    answer(committed.first, event, "two")
    assert read_version() > version
    version = read_version()
    answer(committed.first, event, "three")
    cancel(reply_of("three"), NOW)
    assert read_version() == version
    cancel(reply_of("one"), NOW)
    assert read_version() > version


def test_an_event_moved_to_another_mission_leaves_its_guests_where_they_replied(
    missions: Missions, calendar: Any
) -> None:
    event = make_evening(calendar, places=1)
    answer(missions.first, event, "one")
    event.move(make_calendar(missions.second.home["en"]), pos="last-child")
    moved = EventPage.objects.get(pk=event.pk)
    assert answer(missions.second, moved, "two") == Outcome.TAKEN
    assert states() == {"one": "confirmed", "two": "confirmed"}
    assert {book.site_id for book in ReplyBook.objects.all()} == {missions.first.site.pk, missions.second.site.pk}


def test_guest_lists_follow_times_that_are_computed_anew(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    wrong = START + timedelta(hours=1)
    EventPage.objects.filter(pk=event.pk).update(starts_at=wrong)
    ReplyBook.objects.update(starts_at=wrong)
    call_command("recompute_event_times", stdout=StringIO())
    assert ReplyBook.objects.get().starts_at == START
