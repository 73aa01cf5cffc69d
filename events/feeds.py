"""The calendar's files: gathers what the iCalendar needs of the pages, and answers conditionally."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from wagtail.models import PageLogEntry

from core.missions import mission_of
from events.ical import CalendarFile, Entry, calendar
from events.identity import uid
from events.models.entries import CalendarEntry

if TYPE_CHECKING:
    from events.models import EventPage, EventsPage

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def calendar_response(request: HttpRequest, page: EventsPage) -> HttpResponse:
    """All published events of ``page``, soonest first, in a constant number of queries."""
    head = CalendarFile(
        name=f"{mission_of(request).mission_name} · {page.title}",
        url=page.get_full_url(request) or "",
        source=request.build_absolute_uri(request.path),
    )
    entries = entries_of(page.events().order_by("starts_at", "pk"), request)
    # Only the log knows of events that are gone.
    logged = PageLogEntry.objects.aggregate(last=Max("timestamp"))["last"] or EPOCH
    modified = max([logged, *(entry.modified for entry in entries)])
    return _answer(request, calendar(head, entries), modified, "calendar.ics", as_attachment=False)


def event_response(request: HttpRequest, page: EventsPage, event: EventPage) -> HttpResponse:
    """One event, to be saved or opened."""
    head = CalendarFile(name=event.title, url=page.get_full_url(request) or "")
    entries = entries_of([event], request)
    body = calendar(head, entries)
    return _answer(request, body, entries[0].modified, f"{event.slug}.ics", as_attachment=True)


def entries_of(events: Iterable[EventPage], request: HttpRequest | None) -> tuple[Entry, ...]:
    """What other calendars are told of the events. Two queries. Letters are written without a request."""
    found = list(events)
    known = CalendarEntry.objects.by_key(event.translation_key for event in found)
    return tuple(_entry(event, known.get(event.translation_key), request) for event in found)


def _entry(event: Any, known: CalendarEntry | None, request: HttpRequest | None) -> Entry:
    changes = (event.last_published_at, event.first_published_at, known.changed_at if known else None)
    return Entry(
        uid=uid(event),
        sequence=known.sequence if known else 0,
        modified=max((moment for moment in changes if moment), default=EPOCH).replace(microsecond=0),
        times=event.typed(),
        title=event.title,
        description=event.summary,
        location=", ".join(part for part in (event.venue, event.address) if part),
        url=event.get_full_url(request) or "",
        language=event.locale.language_code,
    )


def _answer(request: HttpRequest, body: bytes, modified: datetime, name: str, *, as_attachment: bool) -> HttpResponse:
    """The file, or 304 when the reader has it. The ETag follows every byte."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or "inline"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified.timestamp())
    return get_conditional_response(request, etag, int(modified.timestamp()), response) or response
