"""The calendar's files: gathers what the iCalendar needs of the pages, and answers conditionally."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Max, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import get_language
from wagtail.models import PageLogEntry

from core.freshness import changes_at
from core.language_texts import text_in
from core.missions import current_site, mission_of
from core.models import MissionSettings
from events.ical import CalendarFile, Entry, Gone, Override, calendar
from events.identity import uid
from events.models.entries import CalendarEntry, GoneEvent
from events.occurrences import Kind, Occurrence, on_day
from events.states import State, is_off, state_word
from events.times import TypedTimes

if TYPE_CHECKING:
    from events.models import EventPage, EventsPage


@dataclass(frozen=True)
class Narrowed:
    """A category or series whose events a file holds: the field of the event, the row, its name."""

    kind: str
    thing: Any
    title: str


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def calendar_response(request: HttpRequest, page: EventsPage, narrowed: Narrowed | None = None) -> HttpResponse:
    """The published events of ``page``, soonest first, and for a while what is gone; a constant number of queries.

    ``narrowed`` leaves those of one category or series.
    """
    lookup = {narrowed.kind: narrowed.thing} if narrowed else {}
    title = narrowed.title if narrowed else page.title
    head = CalendarFile(
        name=f"{mission_of(request).mission_name} · {title}",
        url=page.get_full_url(request) or "",
        source=request.build_absolute_uri(request.path),
    )
    gone = gone_events(request, lookup, timezone.now())
    entries = entries_of(page.events().filter(**lookup).order_by("starts_at", "pk"), mission_of(request), request)
    modified = max([EPOCH, *(one.modified for one in gone), *(entry.modified for entry in entries)])
    # Only the log knows of events that went longer ago, or into another mission.
    logged = PageLogEntry.objects.aggregate(last=Max("timestamp"))["last"] or EPOCH
    return _answer(request, calendar(head, entries, gone), max(logged, modified), "calendar.ics", as_attachment=False)


def event_response(request: HttpRequest, page: EventsPage, event: EventPage) -> HttpResponse:
    """One event, to be saved or opened."""
    [entry] = entries_of([event], mission_of(request), request)
    file = calendar(CalendarFile(name=entry.title, url=page.get_full_url(request) or ""), (entry,))
    return _answer(request, file, entry.modified, f"{event.slug}.ics", as_attachment=True)


def gone_events(request: HttpRequest, lookup: dict[str, Any], now: datetime) -> tuple[Gone, ...]:
    """What left the calendar of the active language in the last days. Two queries."""
    since = now - timedelta(days=settings.EVENT_GONE_DAYS)
    rows = GoneEvent.objects.filter(site=current_site(request), language=get_language(), gone_at__gt=since, **lookup)
    found = list(rows.order_by("gone_at", "pk"))
    if found:
        changes_at(request, found[0].gone_at + timedelta(days=settings.EVENT_GONE_DAYS))
    known = CalendarEntry.objects.by_key(row.translation_key for row in found)
    return tuple(
        Gone(
            uid(row.translation_key),
            known[row.translation_key].sequence if row.translation_key in known else 1,
            row.gone_at.replace(microsecond=0),
            row.start_date,
            row.start_time,
            row.time_zone,
        )
        for row in found
    )


def entries_of(events: Iterable[EventPage], mission: MissionSettings, request: HttpRequest | None) -> tuple[Entry, ...]:
    """What other calendars are told of the events. Two queries, and two for the names of what they are sorted by.

    Letters are written without a request.
    """
    found = list(events)
    known = CalendarEntry.objects.by_key(event.translation_key for event in found)
    prefetch_related_objects(found, "category__words", "series__words", "contact")
    return tuple(_entry(event, known.get(event.translation_key), mission, request) for event in found)


def _entry(
    event: EventPage, known: CalendarEntry | None, mission: MissionSettings, request: HttpRequest | None
) -> Entry:
    changes = (event.last_published_at, event.first_published_at, known.changed_at if known else None)
    plan, every = event.plan(), event.all_dates()
    excluded = tuple(one.original for one in every if one.kind is Kind.CANCELLED)
    off = is_off(event.state) or len(excluded) == len(every)
    return Entry(
        uid=uid(event.translation_key),
        sequence=known.sequence if known else 0,
        modified=max((moment for moment in changes if moment), default=EPOCH).replace(microsecond=0),
        times=plan.times,
        title=event.title,
        description="\n\n".join(part for part in (_state_line(event), event.summary) if part),
        location=event.online_url if event.state == State.ONLINE else event.location,
        url=event.get_full_url(request) or "",
        language=event.locale.language_code,
        rule=plan.rule,
        last_day=max(one.times.end_date for one in every),
        excluded=() if off else excluded,
        added=tuple(one for one in every if one.kind is Kind.ADDED),
        overrides=() if off else tuple(_overrides(every, plan.times, mission)),
        is_off=off,
        categories=tuple(name.text for name in event.sorted_by(mission.main_language)),
        organizer=_organizer(event, mission),
        place=event.coordinates,
    )


def _overrides(every: list[Occurrence], times: TypedTimes, mission: MissionSettings) -> Iterator[Override]:
    """Moved dates, those with a note, and added ones that differ from the others in more than their start."""
    for one in every:
        note = text_in({code or mission.main_language: text for code, text in one.note}, mission.main_language)
        text = note.text if note else ""
        usual = replace(on_day(times, one.times.start_date), start_time=one.times.start_time)
        if one.kind in {Kind.MOVED, Kind.NOTE} or (one.kind is Kind.ADDED and (text or usual != one.times)):
            yield Override(one, text)


def _state_line(event: EventPage) -> str:
    return ". ".join(part.rstrip(".") for part in (state_word(event.state), event.state_reason) if part)


def _organizer(event: EventPage, mission: MissionSettings) -> tuple[str, str]:
    """Name and address of whom guests turn to: the contact's, else the mission's."""
    contact = event.contact
    return str(mission.mission_name), (contact.email if contact and not contact.is_withdrawn else "") or mission.email


def _answer(request: HttpRequest, body: bytes, modified: datetime, name: str, *, as_attachment: bool) -> HttpResponse:
    """The file, or 304 when the reader has it. The ETag follows every byte."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment, name) or "inline"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified.timestamp())
    return get_conditional_response(request, etag, int(modified.timestamp()), response) or response
