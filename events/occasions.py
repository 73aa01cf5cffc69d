"""What guests reply to: an event as a whole, or one of its dates. Pure: knows neither guests nor requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from events.models import EventPage


@dataclass(frozen=True)
class Occasion:
    """What one reply is for, the same in every language. ``day`` is None for the whole event; moments are UTC.

    From ``closes_at`` on no reply is taken.
    """

    key: UUID
    day: date | None
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime


def occasion_of(event: EventPage, day: date | None = None) -> Occasion | None:
    """The event, or its date by that name; None where it has no such date."""
    if day is not None:
        return None
    known = event.moments()
    before = timedelta(hours=event.closes_hours_before)
    return Occasion(event.translation_key, day, known.start, known.end, known.start - before)
