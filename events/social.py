"""What the card says that is drawn for sharing an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.models import MissionSettings
from core.social_card import Face
from events import dates
from events.cards import own_clock

if TYPE_CHECKING:
    from events.models import EventPage


def event_face(event: EventPage, mission: MissionSettings) -> Face:
    """The day in the register with weekday and month, the place over the title, the hours on its own clocks below."""
    typed = event.typed()
    first, last = typed.start_date, max(typed.start_date, typed.end_date)
    clock = own_clock(event, mission)
    days = "" if first == last else dates.span_of_days(first, last)
    return Face(
        title=event.title,
        kicker=event.venue,
        numeral=str(first.day),
        above=dates.span_of_weekdays(first, last),
        below=dates.month_title(first.year, first.month),
        foot=", ".join(part for part in (clock.hours, clock.place.text, days) if part)
        if clock.hours
        else days or event.address,
    )
