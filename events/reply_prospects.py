"""Whether what a guest has replied to still takes place, and on which day the guest expects it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.dates import full_date
from events.models import EventPage, ReplyBook
from events.occasions import Occasion
from events.occurrences import Kind
from events.states import State
from events.times import usable_zone


@dataclass(frozen=True)
class Prospect:
    """``sentence`` says what became of it, "" where it is as planned; ``is_off`` says that a place is worth nothing."""

    sentence: str = ""
    is_off: bool = False


def prospect_of(event: EventPage, occasion: Occasion | None, book: ReplyBook) -> Prospect:
    """What a guest of the book has to know before anything else."""
    if event.state == State.CANCELLED:
        return Prospect(_("This event is cancelled."), is_off=True)
    day = expected_day(event, occasion, book)
    if day is not None and (occasion is None or not _takes_place(occasion)):
        said = _("The date to which you replied does not take place any more: %(day)s.")
        return Prospect(said % {"day": full_date(day)}, is_off=True)
    if occasion is not None and not _takes_place(occasion):
        return Prospect(_("No date of this event takes place any more."), is_off=True)
    if event.state == State.POSTPONED:
        return Prospect(_("This event is postponed. Your reply is kept."))
    return Prospect()


def expected_day(event: EventPage, occasion: Occasion | None, book: ReplyBook) -> date | None:
    """The day of the one date that guests of the book replied to, as they last knew it; None for the whole event."""
    if book.day is None:
        return None
    if occasion is not None:
        return occasion.dates[0].times.start_date
    return book.starts_at.astimezone(usable_zone(event.time_zone)).date()


def _takes_place(occasion: Occasion) -> bool:
    return any(one.kind is not Kind.CANCELLED for one in occasion.dates)
