"""An event in the words of schema.org: what its page shows, for search engines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from core.feeds import whole_minutes
from core.missions import absolute
from core.structured import CONTEXT, Thing, filled, publisher
from events.cards import EventCard

if TYPE_CHECKING:
    from events.models import EventPage


def event_thing(page: EventPage, card: EventCard, image: str, request: HttpRequest) -> Thing:
    """The Event of ``card``: days for an all-day event, else moments with their offset on its own clocks.

    ``image`` is the address of its picture for sharing, or "". An open end is left out.
    """
    where = _place(card)
    return filled(
        {
            "@type": "Event",
            "@id": absolute(request, f"{card.url}#event"),
            "name": card.title,
            "description": card.summary,
            "url": absolute(request, card.url),
            "startDate": _moment(card.clock.starts),
            "endDate": _moment(card.clock.ends),
            "eventStatus": f"{CONTEXT}/EventScheduled",
            "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode" if where else "",
            "location": where,
            "organizer": publisher(request),
            "inLanguage": page.locale.language_code,
            "image": [absolute(request, image)] if image else [],
        }
    )


def _place(card: EventCard) -> Thing | None:
    if not (card.venue or card.address):
        return None
    return filled({"@type": "Place", "name": card.venue or card.address, "address": card.address or card.venue})


def _moment(text: str) -> str:
    """A day as it is; a moment with an offset of whole minutes, as ISO 8601 has no other."""
    return whole_minutes(datetime.fromisoformat(text)).isoformat() if "T" in text else text
