"""Replies to events: places are given in the order of replies, never one too many, and each guest is told once.

Whoever changes anything of a book holds its row locked until the letters that tell of it are in the outbox.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Site

from core.mailboxes import mailbox_of
from core.missions import mission_of_site
from core.outbox import post
from events import reply_letters as letters
from events.models import EventPage, Reply, ReplyBook
from events.occasions import Occasion, occasion_of, told_today
from events.states import State as EventState

State, Standing = Reply.State, ReplyBook.Standing


class Outcome(Enum):
    """What the guest is told at once; never whether the address was known."""

    TAKEN = "taken"
    CLOSED = "closed"
    FULL = "full"


@dataclass(frozen=True)
class Wish:
    """What a guest has sent, checked. ``email`` is normalised, "" only for a reply by hand; ``answers`` are by the
    question's id: its text and the answer, in the main language.
    """

    name: str
    email: str
    party: int
    language: str
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    consent: str = ""
    by_hand: bool = False


def take_reply(event: EventPage, occasion: Occasion, site: Site, wish: Wish, now: datetime) -> Outcome:
    """Keeps the reply, with a place or a number on the waiting list, and writes the letter that says which.

    A second reply of one mailbox changes nothing; its letter says so. What is entered by hand may come late.
    """
    if occasion.is_off or now >= (occasion.ends_at if wish.by_hand else occasion.closes_at):
        return Outcome.CLOSED
    if event.state == EventState.SOLD_OUT and not wish.by_hand:
        return Outcome.FULL
    with transaction.atomic():
        book = hold(site, occasion)
        state = state_for(event, book, wish.party)
        if state is None:
            return Outcome.FULL
        known = _known(book, wish.email)
        if known is None:
            _enter(event, book, state, wish, now)
        else:
            _tell(letters.ALREADY, known, event, now, purpose=f"{now.timestamp():.0f}")
    return Outcome.TAKEN


def hold(site: Site, occasion: Occasion) -> ReplyBook:
    """The book of the occasion, made if there is none, locked until the transaction ends."""
    moments = {"starts_at": occasion.starts_at, "ends_at": occasion.ends_at}
    book: ReplyBook = ReplyBook.objects.select_for_update().get_or_create(
        site=site, translation_key=occasion.key, day=occasion.day, defaults=moments
    )[0]
    return book


def state_for(event: EventPage, book: ReplyBook, party: int) -> Reply.State | None:
    """What a new reply gets; None where there is no room. Nobody overtakes who waits, however small the party."""
    if event.places is None:
        return State.CONFIRMED
    if party <= event.places - book.replies.confirmed().persons() and not book.replies.waiting().exists():
        return State.CONFIRMED
    return State.WAITING if event.has_waiting_list and party <= event.places else None


def cancel(reply: Reply, now: datetime, *, by_guest: bool = True) -> bool:
    """Takes a reply back, tells the guest, and gives the places to who waits; False where it was cancelled already."""
    with transaction.atomic():
        book = locked(reply.book_id)
        reply.refresh_from_db()
        if reply.is_cancelled:
            return False
        reply.state, reply.cancelled_at = State.CANCELLED, now
        reply.save(update_fields=["state", "cancelled_at"])
        event = event_of(book.site, book.translation_key, reply.language)
        if event is not None:
            _tell(letters.CANCELLED if by_guest else letters.WITHDRAWN, reply, event, now)
            move_up(event, book, now)
    return True


def give_place(reply: Reply, event: EventPage, now: datetime) -> bool:
    """An editor gives a waiting guest a place, also one beyond the number; False for who does not wait any more."""
    with transaction.atomic():
        book = locked(reply.book_id)
        reply.refresh_from_db()
        if not reply.is_waiting:
            return False
        _promote(reply, now)
        move_up(event, book, now)
    return True


def move_up(event: EventPage, book: ReplyBook, now: datetime) -> None:
    """Gives free places to who waits, strictly in order, and notes what visitors see. The book must be held.

    A party for which there is not enough room yet is waited for; one larger than the whole event is passed over.
    Once the event has begun, and while it is not published or does not take place, nobody moves.
    """
    occasion = occasion_of(event, book.day)
    if event.live and occasion is not None and not occasion.is_off and now < occasion.starts_at:
        free = None if event.places is None else event.places - book.replies.confirmed().persons()
        for reply in book.replies.waiting().select_related("site", "book"):
            if event.places is not None and free is not None:
                if reply.party > event.places:
                    continue
                if reply.party > free:
                    break
                free -= reply.party
            _promote(reply, now)
    _note_standing(event, book)


def renew_books(event: EventPage, site: Site, now: datetime) -> None:
    """After an event was published: its books follow its times, and the waiting list a larger number of places."""
    for pk in ReplyBook.objects.of(site, event.translation_key).values_list("pk", flat=True):
        with transaction.atomic():
            book = locked(pk)
            occasion = occasion_of(event, book.day)
            if occasion is not None and (book.starts_at, book.ends_at) != (occasion.starts_at, occasion.ends_at):
                book.starts_at, book.ends_at = occasion.starts_at, occasion.ends_at
                book.save(update_fields=["starts_at", "ends_at"])
            move_up(event, book, now)


def event_of(site: Site, key: UUID, language: str) -> EventPage | None:
    """The event as a guest of that language reads it: published in it, in the main language, in any, or a draft."""
    pages = EventPage.objects.for_site(site).filter(translation_key=key).select_related("locale")
    main = mission_of_site(site).main_language

    def rank(page: EventPage) -> tuple[bool, bool, bool, int]:
        code = page.locale.language_code
        return not page.live, code != language, code != main, page.pk

    return min(pages, key=rank, default=None)


def _known(book: ReplyBook, email: str) -> Reply | None:
    if not email:
        return None
    found: Reply | None = book.replies.coming().filter(mailbox=mailbox_of(email)).select_related("site", "book").first()
    return found


def _enter(event: EventPage, book: ReplyBook, state: Reply.State, wish: Wish, now: datetime) -> None:
    reply = Reply.objects.create(
        book=book,
        site=book.site,
        state=state,
        name=wish.name,
        email=wish.email,
        mailbox=mailbox_of(wish.email) if wish.email else "",
        party=wish.party,
        answers=wish.answers,
        language=wish.language,
        consent=wish.consent,
        by_hand=wish.by_hand,
        made_at=now,
    )
    _tell(letters.CONFIRMED if state == State.CONFIRMED else letters.WAITING, reply, event, now)
    _note_standing(event, book)


def _promote(reply: Reply, now: datetime) -> None:
    reply.state, reply.promoted_at = State.CONFIRMED, now
    reply.save(update_fields=["state", "promoted_at"])
    event = event_of(reply.site, reply.book.translation_key, reply.language)
    if event is not None:
        _tell(letters.MOVED_UP, reply, event, now)


def _tell(kind: letters.Kind, reply: Reply, event: EventPage, now: datetime, **words: Any) -> None:
    if reply.email:
        post(letters.letter(kind, reply, event, now, **words), now)
    reply.told = told_today(event, reply.book.day)
    reply.save(update_fields=["told"])


def _note_standing(event: EventPage, book: ReplyBook) -> None:
    """Saved only when it is another one: each save makes every finished page anew."""
    standing = standing_of(event, book)
    if standing != book.standing:
        book.standing = standing
        book.save(update_fields=["standing"])


def standing_of(event: EventPage, book: ReplyBook) -> ReplyBook.Standing:
    """What the next guest, alone, would get."""
    got = state_for(event, book, 1)
    if got == State.CONFIRMED:
        return Standing.FREE
    return Standing.WAITING if got == State.WAITING else Standing.FULL


def locked(pk: int) -> ReplyBook:
    book: ReplyBook = ReplyBook.objects.select_for_update().get(pk=pk)
    return book
