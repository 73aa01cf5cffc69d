"""An event in the words of schema.org: what its page shows, for search engines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest

from core.feeds import whole_minutes
from core.missions import absolute
from core.structured import CONTEXT, Thing, filled, publisher
from events.cards import EventCard
from events.states import State

if TYPE_CHECKING:
    from events.models import EventPage

STATUS = {
    State.POSTPONED: "EventPostponed",
    State.CANCELLED: "EventCancelled",
    State.ONLINE: "EventMovedOnline",
}


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
            "eventStatus": f"{CONTEXT}/{_status(page, card)}",
            "eventAttendanceMode": _attendance(page, where),
            "location": _locations(page, where),
            "offers": _offers(page, card, request),
            "isAccessibleForFree": True if page.is_free else None,
            "organizer": publisher(request),
            "inLanguage": page.locale.language_code,
            "image": [absolute(request, image)] if image else [],
        }
    )


def _status(page: EventPage, card: EventCard) -> str:
    """An event of which one date was cancelled is on for all others: the status is that of the date shown."""
    if page.state == State.SCHEDULED and card.is_off:
        return "EventCancelled"
    return STATUS.get(State(page.state), "EventRescheduled" if card.moved_from else "EventScheduled")


def _attendance(page: EventPage, where: Thing | None) -> str:
    if page.state == State.ONLINE or (page.online_url and not where):
        mode = "Online"
    elif where:
        mode = "Mixed" if page.online_url else "Offline"
    else:
        return ""
    return f"{CONTEXT}/{mode}EventAttendanceMode"


def _locations(page: EventPage, where: Thing | None) -> Thing | list[Thing] | None:
    """The house, the address online, or both."""
    online = {"@type": "VirtualLocation", "url": page.online_url} if page.online_url else None
    shown = [None if page.state == State.ONLINE and online else where, online]
    places = [place for place in shown if place]
    return places if len(places) > 1 else next(iter(places), None)


def _offers(page: EventPage, card: EventCard, request: HttpRequest) -> Thing | None:
    """How one gets in; only where the page says something of it."""
    if not (page.is_free or page.tickets_url or page.state == State.SOLD_OUT):
        return None
    return filled(
        {
            "@type": "Offer",
            "url": page.tickets_url or absolute(request, card.url),
            "availability": f"{CONTEXT}/{'SoldOut' if page.state == State.SOLD_OUT else 'InStock'}",
        }
    )


def _place(card: EventCard) -> Thing | None:
    if not (card.venue or card.address):
        return None
    return filled({"@type": "Place", "name": card.venue or card.address, "address": card.address or card.venue})


def _moment(text: str) -> str:
    """A day as it is; a moment with an offset of whole minutes, as ISO 8601 has no other."""
    return whole_minutes(datetime.fromisoformat(text)).isoformat() if "T" in text else text
