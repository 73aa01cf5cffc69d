"""From a time as typed (local date, local time, zone) to UTC. Pure: knows neither models nor the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.zones import zone_names

FIRST_YEAR, LAST_YEAR = 1900, 2200
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
MIDNIGHT = time()


@dataclass(frozen=True)
class TypedTimes:
    """The times of an event as an editor typed them.

    ``end_time`` None means that the end was left open: the event lasts until the end of ``end_date``, as an
    all-day event does. ``start_time`` counts only when the event is not all day, and is midnight when missing.
    """

    start_date: date
    start_time: time | None
    end_date: date
    end_time: time | None
    all_day: bool
    zone: str


@dataclass(frozen=True)
class Moments:
    """Start and end in UTC; the end is never before the start."""

    start: datetime
    end: datetime


def usable_zone(name: str) -> ZoneInfo:
    """The zone of that name; UTC for a name that the zone database does not have."""
    return ZoneInfo(name if name in zone_names() else "UTC")


def local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A local time with its zone. RFC 5545, 3.3.5: one that occurs twice means the first, one that a change of
    clocks leaves out is read with the offset before the change; both are what ``fold=0`` stands for.
    """
    return datetime.combine(day, clock.replace(fold=0, tzinfo=None), tzinfo=zone)


def to_utc(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return local(day, clock, zone).astimezone(UTC)


def exists(day: date, clock: time, zone: ZoneInfo) -> bool:
    """Whether clocks in ``zone`` ever show that time; not so in the hour left out when summer time begins."""
    back = to_utc(day, clock, zone).astimezone(zone)
    return (back.date(), back.time().replace(fold=0)) == (day, clock.replace(fold=0, tzinfo=None))


def moments(typed: TypedTimes) -> Moments:
    """Start and end of an event. All-day events, and those without an end time, end at midnight of their own zone."""
    zone = usable_zone(typed.zone)
    start_time = MIDNIGHT if typed.all_day else typed.start_time or MIDNIGHT
    start = to_utc(typed.start_date, start_time, zone)
    if typed.all_day or typed.end_time is None:
        end = to_utc(typed.end_date + timedelta(days=1), MIDNIGHT, zone)
    else:
        end = to_utc(typed.end_date, typed.end_time, zone)
        if end <= start:
            end = start + _length(typed)
    return Moments(start, max(start, end))


def _length(typed: TypedTimes) -> timedelta:
    """How long an event lasts by its own clocks, for one whose end falls into the hour that they leave out."""
    first, last = typed.start_time or MIDNIGHT, typed.end_time or MIDNIGHT
    return datetime.combine(typed.end_date, last) - datetime.combine(typed.start_date, first)
