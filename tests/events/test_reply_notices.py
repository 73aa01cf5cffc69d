"""Reminders, changes and forgetting: each guest is told once, and in the end nobody is known any more."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from core.models import OutboxMessage
from events.models import EventPage, Reply, ReplyBook
from events.replies import cancel
from events.reply_books import listed_books
from events.reply_letters import CALLED_OFF, CHANGED
from events.reply_notices import Notice, forget_guests, remind, tell_guests, uninformed
from events.states import State
from tests.events.ground import make_calendar
from tests.events.guests import LENGTH, NOW, START, answer, at, letters, make_evening, states
from tests.missions import Missions

DAY = timedelta(days=1)


@pytest.fixture
def calendar(missions: Missions) -> Any:
    return make_calendar(missions.first.home["en"])


def moved(event: EventPage, **times: Any) -> EventPage:
    page = EventPage.objects.get(pk=event.pk)
    for name, value in times.items():
        setattr(page, name, value)
    with at(NOW):
        page.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_guests_are_reminded_once_a_day_before(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=2)
    for name in ("one", "two", "waits"):
        answer(missions.first, event, name)
    letters()
    assert remind(START - DAY - timedelta(minutes=1)) == 0
    assert remind(START - DAY) == 2
    assert remind(START - timedelta(hours=1)) == 0
    found = letters(START)
    assert sorted(letter.to[0] for letter in found) == ["one@example.org", "two@example.org"]
    assert found[0].subject == "A reminder: Dombra evening"
    assert "/events/reply/" in found[0].body
    assert "others wait for it" in found[0].body


def test_a_reminder_speaks_of_others_only_where_somebody_waits(missions: Missions, calendar: Any) -> None:
    for places in (3, None):
        event = make_evening(calendar, slug=f"evening-{places}", places=places)
        answer(missions.first, event, "one")
        letters()
        assert remind(START - DAY) == 1
        (letter,) = letters(START)
        assert "please cancel" in letter.body
        assert "others wait" not in letter.body


def test_who_replied_on_the_last_day_needs_no_reminder(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "late", now=START - timedelta(hours=3))
    assert remind(START - timedelta(hours=2)) == 0


def test_who_moved_up_on_the_last_day_needs_no_reminder(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    cancel(Reply.objects.get(name="one"), START - timedelta(hours=3))
    assert states() == {"one": "cancelled", "two": "confirmed"}
    assert remind(START - timedelta(hours=2)) == 0


def test_nobody_is_reminded_of_what_was_cancelled_or_taken_down(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    cancel(Reply.objects.get(name="one"), NOW)
    assert remind(START - DAY) == 1
    other = make_evening(calendar, slug="other")
    answer(missions.first, other, "three")
    other.unpublish()
    assert remind(START - timedelta(hours=20)) == 0


def test_an_event_put_off_is_reminded_of_anew(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert remind(START - DAY) == 1
    moved(event, start_date=date(2026, 4, 2), end_date=date(2026, 4, 2))
    assert remind(START - timedelta(hours=1)) == 0
    assert remind(START + 6 * DAY) == 1


def test_who_was_reminded_of_another_day_is_reminded_of_the_first_again(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    assert remind(START - DAY) == 1
    moved(event, start_date=START.date() + 7 * DAY, end_date=START.date() + 7 * DAY)
    assert remind(START + 6 * DAY) == 1
    moved(event, start_date=START.date(), end_date=START.date())
    assert [remind(START - timedelta(hours=1)) for _again in range(2)] == [1, 0]


def test_a_change_of_times_is_told_once_to_everybody_in_their_language(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    make_evening(kazakh, places=1, title="Домбыра кеші", translation_key=event.translation_key)
    answer(missions.first, event, "one")
    answer(missions.first, event, "two", language="kk")
    answer(missions.first, event, "paper", email="", by_hand=True)
    book = ReplyBook.objects.get()
    assert uninformed(event, book, NOW) == 0
    event = moved(event, start_time=time(19), end_time=time(21))
    assert uninformed(event, book, NOW) == 2
    letters()
    notice = Notice(CHANGED, "Please use the side entrance.")
    assert tell_guests(event, book, notice, NOW) == 2
    assert tell_guests(event, book, notice, NOW) == 0
    assert uninformed(event, book, NOW) == 0
    english, kazakh_letter = sorted(letters(), key=lambda letter: letter.to)
    assert english.subject == "The event has changed: Dombra evening"
    assert "19:00 to 21:00" in english.body
    assert "Please use the side entrance." in english.body
    assert "Домбыра кеші" in kazakh_letter.subject
    assert tell_guests(event, book, Notice(CALLED_OFF), NOW) == 2


def test_what_holds_once_more_is_told_once_more(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    book = ReplyBook.objects.get()
    for hour in (19, 18, 19):
        event = moved(event, start_time=time(hour))
        assert uninformed(event, book, NOW) == 2
        assert [tell_guests(event, book, Notice(CHANGED), NOW) for _pressed in range(2)] == [2, 0]
        assert uninformed(event, book, NOW) == 0


def test_who_was_told_that_it_is_cancelled_is_told_that_it_is_not(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    book = ReplyBook.objects.get()
    for state, kind in ((State.CANCELLED, CALLED_OFF), (State.SCHEDULED, CHANGED)) * 2:
        event = moved(event, state=state)
        assert [tell_guests(event, book, Notice(kind), NOW) for _pressed in range(2)] == [1, 0]
    letters()
    assert [tell_guests(event, book, Notice(kind), NOW) for kind in (CALLED_OFF, CHANGED)] == [1, 1]


def test_who_was_told_that_it_is_put_off_is_told_that_it_is_cancelled(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    book = ReplyBook.objects.get()
    for state in (State.POSTPONED, State.CANCELLED):
        event = moved(event, state=state)
        assert uninformed(event, book, NOW) == 1, state
        assert tell_guests(event, book, Notice(CALLED_OFF), NOW) == 1
        assert uninformed(event, book, NOW) == 0


def test_a_guest_who_was_told_otherwise_by_another_letter_hears_the_notice(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, places=1)
    for name in ("one", "two"):
        answer(missions.first, event, name)
    book = ReplyBook.objects.get()
    event = moved(event, start_time=time(19))
    assert tell_guests(event, book, Notice(CHANGED), NOW) == 2
    event = moved(event, start_time=time(18))
    cancel(Reply.objects.get(name="one"), NOW)
    event = moved(event, start_time=time(19))
    assert uninformed(event, book, NOW) == 1
    assert tell_guests(event, book, Notice(CHANGED), NOW) == 1


def test_another_place_is_a_change_for_guests_of_every_language(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar, venue="Great hall")
    kazakh = make_calendar(missions.first.home["kk"], translation_key=calendar.translation_key)
    other = make_evening(kazakh, venue="Үлкен зал", translation_key=event.translation_key)
    for language in ("en", "kk"):
        answer(missions.first, event, language, language=language)
    book = ReplyBook.objects.get()
    moved(other, venue="Үлкен зал, 2-қабат")
    assert {uninformed(page, book, NOW) for page in (event, other)} == {0}
    event = moved(event, venue="Garden", address="1 Lake Road")
    assert {uninformed(page, book, NOW) for page in (event, other)} == {2}
    assert listed_books([book], NOW)[0].uninformed == 2
    letters()
    assert tell_guests(other, book, Notice(CHANGED), NOW) == 2
    assert "Garden\n1 Lake Road" in letters()[0].body
    assert listed_books([book], NOW)[0].uninformed == 0


def test_nothing_is_told_of_what_is_over(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    book = ReplyBook.objects.get()
    assert tell_guests(event, book, Notice(CHANGED), START + LENGTH) == 0
    assert uninformed(event, book, START + LENGTH) == 0


def test_a_word_that_changes_nothing_for_guests_alarms_nobody(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    event = moved(event, title="Evening of the dombra", state=State.SOLD_OUT)
    assert uninformed(event, ReplyBook.objects.get(), NOW) == 0
    event = moved(event, state=State.CANCELLED)
    assert uninformed(event, ReplyBook.objects.get(), NOW) == 1


def test_some_days_after_the_event_only_the_counts_are_left(missions: Missions, calendar: Any, settings: Any) -> None:
    settings.RSVP_KEPT_DAYS = 30
    event = make_evening(calendar, places=3, persons_per_reply=2)
    answer(missions.first, event, "one", party=2, answers={"q": {"question": "Firm", "answer": "Silk"}}, consent="Yes")
    answer(missions.first, event, "two")
    letters()
    assert forget_guests(START + LENGTH + 29 * DAY) == 0
    gone = START + LENGTH + 31 * DAY
    assert forget_guests(gone) == 2
    assert forget_guests(gone) == 0
    for reply in Reply.objects.all():
        assert (reply.name, reply.email, reply.mailbox, reply.answers, reply.consent) == ("", "", "", {}, "")
    assert ReplyBook.objects.get().replies.confirmed().persons() == 3
    assert not OutboxMessage.objects.exclude(recipient="").exists()


def test_guests_of_a_deleted_event_are_forgotten_too(missions: Missions, calendar: Any) -> None:
    event = make_evening(calendar)
    answer(missions.first, event, "one")
    event.delete()
    assert remind(START - DAY) == 0
    assert forget_guests(START + 60 * DAY) == 1
    assert list(states()) == [""]


def test_the_site_looks_after_guests_by_itself() -> None:
    from core.scheduler import registered

    periods = {name: job.period for name, job in registered().items()}
    assert periods["events.remind_guests"] <= timedelta(minutes=15)
    assert "events.erase_guests" in periods
    assert periods["core.send_mail"] <= timedelta(minutes=1)
