"""The guests of an event as editors see them: on the screen, on paper at the door, in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from core.dates import day_date
from core.mailboxes import mailbox_of
from events.models import Reply, ReplyBook
from events.questions import Question, answer_words


@dataclass(frozen=True)
class Guest:
    """One reply. ``number`` is the place on the waiting list or 0; ``answers`` stand in the order of the columns;
    ``made_at`` is on the mission's clock.
    """

    reply: Reply
    number: int
    answers: tuple[str, ...]
    made_at: datetime

    @property
    def name(self) -> str:
        return self.reply.name or _("(erased)")

    @property
    def replied(self) -> str:
        return f"{day_date(self.made_at.date())}, {self.made_at:%H:%M}"


@dataclass(frozen=True)
class GuestList:
    """Everybody in the order of their replies; ``columns`` are what was asked, also what is no longer asked."""

    columns: tuple[str, ...]
    confirmed: tuple[Guest, ...]
    waiting: tuple[Guest, ...]
    cancelled: tuple[Guest, ...]

    @property
    def persons(self) -> int:
        return sum(guest.reply.party for guest in self.confirmed)

    @property
    def persons_waiting(self) -> int:
        return sum(guest.reply.party for guest in self.waiting)

    def holds(self, email: str) -> bool:
        """Whether a guest of that mailbox has a place or waits for one."""
        mailboxes = {guest.reply.mailbox for guest in (*self.confirmed, *self.waiting)}
        return bool(email) and mailbox_of(email) in mailboxes

    @property
    def at_the_door(self) -> list[Guest]:
        """Who has a place, by name."""
        return sorted(self.confirmed, key=lambda guest: guest.name.casefold())


def guest_list(book: ReplyBook | None, questions: list[Question], zone: tzinfo) -> GuestList:
    """The replies of one book, which may not be there yet, moments on the clock of ``zone``. One query."""
    replies = list(book.replies.order_by("pk")) if book else []
    labels = {question.key: question.label for question in questions}
    for reply in replies:
        for key, said in reply.answers.items():
            labels.setdefault(key, said["question"])
    by_state: dict[str, list[Guest]] = {state: [] for state in Reply.State.values}
    for reply in replies:
        found = by_state[reply.state]
        number = len(found) + 1 if reply.is_waiting else 0
        answers = tuple(answer_words(reply.answers.get(key, {})) for key in labels)
        found.append(Guest(reply, number, answers, reply.made_at.astimezone(zone)))
    return GuestList(
        tuple(labels.values()), *(tuple(by_state[state]) for state in ("confirmed", "waiting", "cancelled"))
    )


def rows_of(guests: GuestList) -> Iterator[list[Any]]:
    """The list as a table, its headings first."""
    fields: list[Any] = [Reply._meta.get_field(name) for name in ("name", "email", "party", "state")]
    yield [
        *(str(field.verbose_name) for field in fields),
        _("number on the waiting list"),
        _("language"),
        _("replied"),
        *guests.columns,
    ]
    for guest in (*guests.confirmed, *guests.waiting, *guests.cancelled):
        reply = guest.reply
        yield [
            guest.name,
            reply.email,
            reply.party,
            reply.get_state_display(),
            guest.number or "",
            reply.language,
            f"{guest.made_at:%Y-%m-%d %H:%M}",
            *guest.answers,
        ]
