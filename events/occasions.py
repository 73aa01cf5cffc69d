"""What guests reply to: an event as a whole, or one of its dates. Knows neither guests nor requests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from events.occurrences import Kind, Occurrence, bounds
from events.states import State, is_off

if TYPE_CHECKING:
    from events.models import EventPage


@dataclass(frozen=True)
class Occasion:
    """What one reply is for, the same in every language. ``day`` names one date, None stands for the whole event.

    Moments are UTC; from ``closes_at`` on no reply is taken. ``is_off`` says that nobody is to come, ``dates`` are
    those that take place, all of them where none does.
    """

    key: UUID
    day: date | None
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    is_off: bool
    dates: tuple[Occurrence, ...]


def asks_by_date(event: EventPage) -> bool:
    """Whether each date has guests of its own; an event with one date is one in any case."""
    return event.replies_by_date and not event.is_single


def occasion_of(event: EventPage, day: date | None = None) -> Occasion | None:
    """The whole event, or its date of that name; None where it has no such date."""
    return _occasion(event, event.all_dates(), day)


def occasion_asked(event: EventPage, day: date | None, now: datetime) -> Occasion | None:
    """What a guest replies to who names that date, or none: then the next that takes place, else the last.

    None where there is no such thing to reply to.
    """
    every = event.all_dates()
    if not asks_by_date(event):
        return _occasion(event, every, None) if day is None else None
    if day is not None:
        return _occasion(event, every, day)
    ahead = [one for one in every if one.moments.end > now and one.kind is not Kind.CANCELLED]
    return _occasion(event, every, (ahead or every[-1:])[0].original)


def _occasion(event: EventPage, every: Sequence[Occurrence], day: date | None) -> Occasion | None:
    named = [one for one in every if day is None or one.original == day]
    if not named:
        return None
    known, taking_place = bounds(named), [one for one in named if one.kind is not Kind.CANCELLED]
    return Occasion(
        key=event.translation_key,
        day=day,
        starts_at=known.start,
        ends_at=known.end,
        closes_at=known.start - timedelta(hours=event.closes_hours_before),
        is_off=is_off(event.state) or not taking_place,
        dates=tuple(taking_place or named),
    )


def told_today(event: EventPage, day: date | None) -> str:
    """``told_of`` for the event in any language."""
    source: Any = event.source()
    return told_of(source, day)


def told_of(source: EventPage, day: date | None) -> str:
    """Stands for what guests have to know again when it changes: the hours, and whether and where it takes place.

    Words differ by language, the place too: ``source`` is the page that holds the facts, for guests of every language.
    """
    occasion = occasion_of(source, day)
    if occasion is None:
        return "gone"
    is_online = source.state == State.ONLINE
    place = [is_online, source.online_url] if is_online else [source.venue, source.address]
    off = source.state if is_off(source.state) else occasion.is_off
    told = [off, *place, *(one.times for one in occasion.dates)]
    return hashlib.sha256("|".join(str(part) for part in told).encode()).hexdigest()
