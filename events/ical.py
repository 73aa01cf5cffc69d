"""Events as iCalendar (RFC 5545, RFC 7986), by the icalendar library. Pure: knows neither models nor requests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration

from events.times import MIDNIGHT, TypedTimes, local, usable_zone
from events.vtimezone import vtimezone

PRODUCT = "-//Embassy//Calendar//EN"
REFRESH = timedelta(hours=12)
ONE_DAY = timedelta(days=1)
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
UTC_NAMES = {"UTC", "Etc/UTC"}


@dataclass(frozen=True)
class Entry:
    """One event. ``uid`` never changes, ``sequence`` rises with each revision.

    ``modified`` is aware, ``url`` absolute; texts that are absent are "".
    """

    uid: str
    sequence: int
    modified: datetime
    times: TypedTimes
    title: str
    description: str
    location: str
    url: str
    language: str


@dataclass(frozen=True)
class CalendarFile:
    """Who publishes the events; ``source`` is the file's own absolute address, "" for the file of one event."""

    name: str
    url: str
    source: str = ""


@lru_cache(maxsize=16)
def calendar(head: CalendarFile, entries: tuple[Entry, ...]) -> bytes:
    """The whole file. The same input always gives the same bytes; the last files are kept,
    as each event takes a millisecond to write.
    """
    made = Calendar()
    made.add("PRODID", PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    if head.source:
        _describe(made, head)
    for zone, (first, last) in _zones(entries).items():
        made.add_component(vtimezone(zone, first, last))
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical(sorted=False))


def _describe(made: Calendar, head: CalendarFile) -> None:
    """Name and refresh hint, in the properties of RFC 7986 and in those that came before them."""
    made.add("NAME", _text(head.name))
    made.add("X-WR-CALNAME", _text(head.name))
    made.add("URL", head.url)
    made.add("SOURCE", head.source, parameters={"VALUE": "URI"})
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(REFRESH))


def _text(text: str) -> str:
    """Without the characters that RFC 5545 forbids even when escaped; line breaks in one form."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _zones(entries: Sequence[Entry]) -> dict[str, tuple[int, int]]:
    """The zones that timed events need, each with the years they reach over, in the order of their names."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        if entry.times.all_day or usable_zone(entry.times.zone).key in UTC_NAMES:
            continue
        first, last = found.get(entry.times.zone, (entry.times.start_date.year, entry.times.start_date.year))
        found[entry.times.zone] = (min(first, entry.times.start_date.year), max(last, entry.times.end_date.year))
    return dict(sorted(found.items()))


def _event(entry: Entry) -> Event:
    made = Event()
    made.add("UID", entry.uid)
    made.add("SEQUENCE", entry.sequence)
    # As the file names no METHOD, the stamp is the time of the last revision (RFC 5545, 3.8.7.2).
    made.add("DTSTAMP", entry.modified)
    made.add("LAST-MODIFIED", entry.modified)
    start, end = _bounds(entry.times)
    made.add("DTSTART", start)
    if end is not None:
        made.add("DTEND", end)
    texts = {"SUMMARY": entry.title, "DESCRIPTION": entry.description, "LOCATION": entry.location}
    for name, text in texts.items():
        if text:
            made.add(name, _text(text), parameters={"LANGUAGE": entry.language})
    made.add("URL", entry.url)
    made.add("STATUS", "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT" if entry.times.all_day else "OPAQUE")
    return made


def _bounds(times: TypedTimes) -> tuple[date, date | None]:
    """DTSTART and DTEND as the editor typed them: days for all-day events, with the exclusive end of the RFC."""
    last = max(times.start_date, times.end_date)
    if times.all_day:
        return times.start_date, last + ONE_DAY
    zone = usable_zone(times.zone)
    start = local(times.start_date, times.start_time or MIDNIGHT, zone)
    if times.end_time is None:
        return start, local(last + ONE_DAY, MIDNIGHT, zone) if last > times.start_date else None
    end = local(last, times.end_time, zone)
    return start, end if _is_later(end, start) else None


def _is_later(one: datetime, other: datetime) -> bool:
    """By the instant: within one zone Python compares clock times."""
    utc = ZoneInfo("UTC")
    return one.astimezone(utc) > other.astimezone(utc)
