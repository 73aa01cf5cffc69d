"""Events as iCalendar (RFC 5545, RFC 7986), by the icalendar library. Pure: knows neither models nor requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur, vText

from core.ical import begun, describe, fit_text
from events.occurrences import Kind, Occurrence, on_day
from events.recurrence import Rule
from events.times import MIDNIGHT, TypedTimes, local, usable_zone
from events.vtimezone import vtimezone

PRODUCT = "-//Embassy//Calendar//EN"
ONE_DAY = timedelta(days=1)
LAST_SECOND = time(23, 59, 59)
UTC_NAMES = {"UTC", "Etc/UTC"}


@dataclass(frozen=True)
class Override:
    """A single date that differs: its own day (RECURRENCE-ID), times, and a sentence on it or ""."""

    one: Occurrence
    note: str


@dataclass(frozen=True)
class Entry:
    """One event. ``uid`` never changes, ``sequence`` rises with each revision.

    ``modified`` is aware, ``url`` absolute; texts that are absent are "". ``excluded`` are days of the rule on which it
    does not take place, ``added`` dates beside the rule, ``overrides`` dates that differ from the others.
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
    rule: Rule | None = None
    last_day: date | None = None
    excluded: tuple[date, ...] = ()
    added: tuple[Occurrence, ...] = ()
    overrides: tuple[Override, ...] = ()
    is_off: bool = False
    categories: tuple[str, ...] = ()
    organizer: tuple[str, str] = ("", "")
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Gone:
    """An event that is in the calendar no more: nothing but what makes others strike it."""

    uid: str
    sequence: int
    modified: datetime
    start_date: date
    start_time: time | None
    zone: str


@dataclass(frozen=True)
class CalendarFile:
    """Who publishes the events; ``source`` is the file's own absolute address, "" for the file of one event.

    ``method`` is that of a file in a letter ("PUBLISH", RFC 5546), "" for a file that is fetched.
    """

    name: str
    url: str
    source: str = ""
    method: str = ""


@lru_cache(maxsize=16)
def calendar(head: CalendarFile, entries: tuple[Entry, ...], gone: tuple[Gone, ...] = ()) -> bytes:
    """The whole file. The same input always gives the same bytes; the last files are kept,
    as each event takes a millisecond to write.
    """
    made = _frame(head, entries, gone)
    for entry in entries:
        made.add_component(_event(entry))
        for override in entry.overrides:
            made.add_component(_override(entry, override))
    for one in gone:
        made.add_component(_cancellation(one))
    return bytes(made.to_ical(sorted=False))


def calendar_of_date(head: CalendarFile, entry: Entry, shown: Override) -> bytes:
    """A file with one date of an event that has many: the event's own UID, and which date it is."""
    made = _frame(head, (entry,), ())
    made.add_component(_override(entry, shown))
    return bytes(made.to_ical(sorted=False))


def _frame(head: CalendarFile, entries: Sequence[Entry], gone: Sequence[Gone]) -> Calendar:
    """A calendar without its events: who made it, and the zones that they need."""
    made = begun(PRODUCT)
    if head.method:
        made.add("METHOD", head.method)
    if head.source:
        describe(made, head.name, head.url, head.source)
    for zone, (first, last) in _zones(entries, gone).items():
        made.add_component(vtimezone(zone, first, last))
    return made


def _zones(entries: Sequence[Entry], gone: Sequence[Gone]) -> dict[str, tuple[int, int]]:
    """The zones that timed events need, each with the years they reach over, in the order of their names."""
    found: dict[str, tuple[int, int]] = {}

    def reach(zone: str, days: Iterable[date]) -> None:
        if usable_zone(zone).key not in UTC_NAMES:
            years = [day.year for day in days]
            first, last = found.get(zone, (min(years), max(years)))
            found[zone] = (min(first, *years), max(last, *years))

    for entry in entries:
        if not entry.times.all_day:
            reach(entry.times.zone, _days(entry))
    for one in gone:
        if one.start_time is not None:
            reach(one.zone, [one.start_date])
    return dict(sorted(found.items()))


def _days(entry: Entry) -> Iterator[date]:
    """Some days between which all dates of an event lie."""
    yield from (entry.times.start_date, entry.times.end_date)
    if entry.last_day is not None:
        yield entry.last_day
    for one in (*entry.added, *(override.one for override in entry.overrides)):
        yield from (one.times.start_date, one.times.end_date)


def _event(entry: Entry) -> Event:
    made = _described(entry, entry.times, entry.description)
    if entry.rule:
        made.add("RRULE", vRecur.from_ical(_rule_text(entry)))
    if entry.added:
        made.add("RDATE", [_start(one.times) for one in entry.added], parameters=_value_type(entry.times))
    if entry.excluded:
        made.add(
            "EXDATE", [_start(on_day(entry.times, day)) for day in entry.excluded], parameters=_value_type(entry.times)
        )
    return made


def _override(entry: Entry, override: Override) -> Event:
    """RFC 5545, 3.8.4.4: the same UID, and the start that the date would have had. An added date has its own."""
    one = override.one
    usual = one.times if one.kind is Kind.ADDED else on_day(entry.times, one.original)
    made = _described(entry, one.times, "\n".join(part for part in (override.note, entry.description) if part))
    made.add("RECURRENCE-ID", _start(usual))
    return made


def _described(entry: Entry, times: TypedTimes, description: str) -> Event:
    """What an event and its single dates have in common."""
    made = Event()
    _identify(made, entry)
    start, end = _bounds(times)
    made.add("DTSTART", start)
    if end is not None:
        made.add("DTEND", end)
    texts = {"SUMMARY": entry.title, "DESCRIPTION": description, "LOCATION": entry.location}
    for name, text in texts.items():
        if text:
            made.add(name, fit_text(text), parameters={"LANGUAGE": entry.language})
    made.add("URL", entry.url)
    if entry.categories:
        made.add("CATEGORIES", [fit_text(name) for name in entry.categories], parameters={"LANGUAGE": entry.language})
    if entry.place:
        made.add("GEO", entry.place)
    name, address = entry.organizer
    if address:
        organizer = vCalAddress(f"mailto:{address}")
        organizer.params["CN"] = vText(fit_text(name).replace('"', "'"))
        made.add("ORGANIZER", organizer)
    made.add("STATUS", "CANCELLED" if entry.is_off else "CONFIRMED")
    made.add("TRANSP", "TRANSPARENT" if times.all_day or entry.is_off else "OPAQUE")
    return made


def _identify(made: Event, entry: Entry | Gone) -> None:
    made.add("UID", entry.uid)
    made.add("SEQUENCE", entry.sequence)
    # As the file names no METHOD, the stamp is the time of the last revision (RFC 5545, 3.8.7.2).
    made.add("DTSTAMP", entry.modified)
    made.add("LAST-MODIFIED", entry.modified)


def _cancellation(one: Gone) -> Event:
    made = Event()
    _identify(made, one)
    made.add(
        "DTSTART",
        one.start_date if one.start_time is None else local(one.start_date, one.start_time, usable_zone(one.zone)),
    )
    made.add("STATUS", "CANCELLED")
    return made


def _rule_text(entry: Entry) -> str:
    """The rule as the RFC has it: UNTIL is a moment in UTC where DTSTART has a zone (3.3.10)."""
    rule = entry.rule
    if rule is None or rule.until is None or entry.times.all_day:
        return str(rule)
    until = local(rule.until, LAST_SECOND, usable_zone(entry.times.zone)).astimezone(UTC)
    return str(rule).replace(f"UNTIL={rule.until:%Y%m%d}", f"UNTIL={until:%Y%m%dT%H%M%SZ}")


def _value_type(times: TypedTimes) -> dict[str, str]:
    return {"VALUE": "DATE"} if times.all_day else {}


def _start(times: TypedTimes) -> date:
    """DTSTART as the editor typed it: a day, or a moment on the event's clocks."""
    return _bounds(times)[0]


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
