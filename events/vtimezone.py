"""A zone's changes of clocks as VTIMEZONE (RFC 5545, 3.6.5), from the zone database. Pure.

The icalendar library can make one too, but gives the onset of summer time in the new offset, where the RFC wants
the old one, and so is an hour late on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=7)  # no zone changed its clocks to and fro within a week
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Observance:
    """From ``onset`` (local time in the offset before it, naive) on, clocks show ``after``."""

    onset: datetime
    before: timedelta
    after: timedelta
    is_summer: bool
    name: str


def _state(moment: datetime, zone: ZoneInfo) -> tuple[timedelta, bool, str]:
    there = moment.astimezone(zone)
    return there.utcoffset() or timedelta(), bool(there.dst()), there.tzname() or zone.key


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants from ``start`` to ``end`` (UTC) at which offset, summer time or name change, to the second."""
    left = start
    while left < end:
        right = left + STEP
        if _state(left, zone) != _state(right, zone):
            low, high = left, right
            while high - low > SECOND:
                middle = low + (high - low) // 2 // SECOND * SECOND
                low, high = (middle, high) if _state(middle, zone) == _state(left, zone) else (low, middle)
            yield high
        left = right


@lru_cache(maxsize=256)
def observances(name: str, first_year: int, last_year: int) -> tuple[Observance, ...]:
    """What holds at the start of the first year, and each change until the end of the last."""
    zone = ZoneInfo(name)
    # A day and more before: the year begins earlier in the east.
    start = datetime(first_year, 1, 1, tzinfo=UTC) - STEP
    offset, is_summer, letters = _state(start, zone)
    found = [Observance((start + offset).replace(tzinfo=None), offset, offset, is_summer, letters)]
    for change in _changes(zone, start, datetime(last_year, 12, 31, tzinfo=UTC) + STEP):
        before = found[-1].after
        after, is_summer, letters = _state(change, zone)
        found.append(Observance((change + before).replace(tzinfo=None), before, after, is_summer, letters))
    return tuple(found)


def vtimezone(name: str, first_year: int, last_year: int) -> Timezone:
    """The component for events from ``first_year`` to ``last_year``; ``name`` is its TZID."""
    component = Timezone()
    component.add("TZID", name)
    for part in observances(name, first_year, last_year):
        observance = TimezoneDaylight() if part.is_summer else TimezoneStandard()
        observance.add("DTSTART", part.onset)
        observance.add("TZOFFSETFROM", part.before)
        observance.add("TZOFFSETTO", part.after)
        observance.add("TZNAME", part.name)
        component.add_component(observance)
    return component
