"""The days of a rule (RFC 5545, 3.3.10), period by period. Pure, and never longer than the horizon it is given.

A rule on days alone needs no clock: each period (day, week, month, year) offers its days, the parts of the rule leave
some of them, and BYSETPOS picks among those. A library would do, but looks for a day that never comes until the year
9999, which is seconds of a process that serves visitors.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY, WEEK = timedelta(days=1), 7


@dataclass(frozen=True)
class Parts:
    """What a rule says of days; empty parts say nothing. ``weekdays`` are pairs of place (0: each) and weekday."""

    frequency: str
    interval: int = 1
    months: frozenset[int] = frozenset()
    week_numbers: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def days(parts: Parts, first: date, last: date) -> Iterator[date]:
    """The days of the rule from ``first`` to ``last``, in order."""
    parts = _completed(parts, first)
    for period in _periods(parts, first, last):
        wanted = [day for day in period if _is_wanted(day, parts)]
        if parts.positions:
            wanted = _picked(wanted, parts.positions)
        yield from (day for day in wanted if first <= day <= last)


def _completed(parts: Parts, first: date) -> Parts:
    """With what the rule leaves to the first day: its weekday, its day of the month, its month."""
    if parts.frequency == "DAILY" or parts.weekdays or parts.month_days or parts.year_days:
        return parts
    changed = dict(vars(parts))
    if parts.frequency == "WEEKLY" or parts.week_numbers:
        changed["weekdays"] = frozenset({(0, first.weekday())})
    else:
        changed["month_days"] = frozenset({first.day})
        if parts.frequency == "YEARLY" and not parts.months:
            changed["months"] = frozenset({first.month})
    return Parts(**changed)


def _periods(parts: Parts, first: date, last: date) -> Iterator[list[date]]:
    """Every period on the rule's beat that may hold a day until ``last``."""
    if parts.frequency in {"DAILY", "WEEKLY"}:
        length = 1 if parts.frequency == "DAILY" else WEEK
        back = timedelta(days=(first.weekday() - parts.week_start) % WEEK if length == WEEK else 0)
        start = first - back if first - date.min >= back else first
        for begin in range(start.toordinal(), last.toordinal() + 1, length * parts.interval):
            end = min(begin + length, date.max.toordinal() + 1)
            yield [date.fromordinal(number) for number in range(begin, end)]
        return
    if parts.frequency == "MONTHLY":
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month, parts.interval):
            yield _month(month // 12, month % 12 + 1)
        return
    for year in range(first.year, last.year + 1, parts.interval):
        months = sorted(parts.months) or range(1, 13)
        yield [day for month in months for day in _month(year, month)]


def _month(year: int, month: int) -> list[date]:
    return [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]


def _is_wanted(day: date, parts: Parts) -> bool:
    tests: tuple[tuple[frozenset[int], Callable[[date, Parts], bool]], ...] = (
        (parts.months, lambda day, parts: day.month in parts.months),
        (parts.month_days, _is_month_day),
        (parts.year_days, _is_year_day),
        (parts.week_numbers, _is_in_week),
    )
    return all(test(day, parts) for said, test in tests if said) and (not parts.weekdays or _is_weekday(day, parts))


def _is_month_day(day: date, parts: Parts) -> bool:
    length = monthrange(day.year, day.month)[1]
    return day.day in parts.month_days or day.day - length - 1 in parts.month_days


def _is_year_day(day: date, parts: Parts) -> bool:
    number, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    return number in parts.year_days or number - length - 1 in parts.year_days


def _is_weekday(day: date, parts: Parts) -> bool:
    """Whether the weekday is the rule's, at its place: of the month, or of the year where no month is said."""
    weekday = day.weekday()
    if (0, weekday) in parts.weekdays:
        return True
    if parts.frequency == "YEARLY" and not parts.months:
        number, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    else:
        number, length = day.day, monthrange(day.year, day.month)[1]
    front, back = (number - 1) // WEEK + 1, -((length - number) // WEEK + 1)
    return (front, weekday) in parts.weekdays or (back, weekday) in parts.weekdays


def _is_in_week(day: date, parts: Parts) -> bool:
    """By weeks that begin on ``week_start``; the first of a year is the first with four of its days."""
    start = day - timedelta(days=(day.weekday() - parts.week_start) % WEEK)
    year = (start + timedelta(days=3)).year
    number = (start - _first_week(year, parts.week_start)).days // WEEK + 1
    weeks = (_first_week(year + 1, parts.week_start) - _first_week(year, parts.week_start)).days // WEEK
    return number in parts.week_numbers or number - weeks - 1 in parts.week_numbers


def _first_week(year: int, week_start: int) -> date:
    fourth = date(year, 1, 4)
    return fourth - timedelta(days=(fourth.weekday() - week_start) % WEEK)


def _picked(wanted: list[date], positions: frozenset[int]) -> list[date]:
    count = len(wanted)
    places = {position - 1 if position > 0 else count + position for position in positions}
    return [wanted[place] for place in sorted(places) if 0 <= place < count]
