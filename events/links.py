"""Ways into a visitor's own calendar: subscribing to a file of ours, or handing one event to a calendar on the web.

The latter are plain links that send a visitor's browser to somebody else only when followed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from core.missions import absolute

if TYPE_CHECKING:
    from events.models import EventDate, EventPage

GOOGLE, OUTLOOK = "https://calendar.google.com/calendar", "https://outlook.live.com/calendar/0/deeplink/compose"
OPEN_END = timedelta(hours=1)  # these calendars take no event without an end


@dataclass(frozen=True)
class CalendarLinks:
    """One calendar file: where it is downloaded, its whole address, and the same for programs that subscribe."""

    path: str
    address: str
    webcal: str
    google: str


@dataclass(frozen=True)
class EventLinks:
    """One event: its file, the same for a phone's calendar, and the forms of two calendars on the web."""

    ics: str
    webcal: str
    google: str
    outlook: str


def calendar_links(request: HttpRequest, path: str) -> CalendarLinks:
    address = absolute(request, path)
    webcal = webcal_of(address)
    return CalendarLinks(path, address, webcal, f"{GOOGLE}/r?{urlencode({'cid': webcal})}")


def webcal_of(address: str) -> str:
    """The same address for programs that subscribe; the scheme says nothing else (draft of Apple, 2000)."""
    return f"webcal://{address.partition('://')[2]}"


def event_links(event: EventPage, shown: EventDate, request: HttpRequest) -> EventLinks:
    """The links of an event. The file holds all its dates, calendars on the web take the one that is shown."""
    path = reverse("events:event", args=[event.slug])
    page_url = event.get_full_url(request) or ""
    details = "\n\n".join(part for part in (event.summary, page_url) if part)
    google = {"action": "TEMPLATE", "text": event.title, "dates": _google_dates(shown), "details": details}
    outlook = {"path": "/calendar/action/compose", "rru": "addevent", "subject": event.title, "body": details}
    start, end = _bounds(shown)
    outlook |= {"startdt": start, "enddt": end, "allday": "true" if event.all_day else "false"}
    if not event.all_day:
        google["ctz"] = event.time_zone
    if event.location:
        google["location"] = outlook["location"] = event.location
    return EventLinks(
        ics=path,
        webcal=webcal_of(absolute(request, path)),
        google=f"{GOOGLE}/render?{urlencode(google)}",
        outlook=f"{OUTLOOK}?{urlencode(outlook)}",
    )


def _google_dates(shown: EventDate) -> str:
    """Days with an end that is no part of them, or moments in UTC."""
    if shown.event.all_day:
        return f"{shown.start_date:%Y%m%d}/{shown.end_date + timedelta(days=1):%Y%m%d}"
    end = shown.ends_at if shown.end_time else shown.starts_at + OPEN_END
    return "/".join(f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for moment in (shown.starts_at, end))


def _bounds(shown: EventDate) -> tuple[str, str]:
    """The same in ISO 8601."""
    if shown.event.all_day:
        return shown.start_date.isoformat(), (shown.end_date + timedelta(days=1)).isoformat()
    end = shown.ends_at if shown.end_time else shown.starts_at + OPEN_END
    first, last = (f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (shown.starts_at, end))
    return first, last
