"""A month as a grid of days, and several-day spans laid out in it. Pure: knows neither models nor the clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from events.times import FIRST_YEAR, LAST_YEAR

Item = TypeVar("Item")
LANES = 3  # how many spans a day shows; the rest is "2 more"
WEEK = 7
SIX_DAYS = timedelta(days=6)


@dataclass(frozen=True)
class Span(Generic[Item]):
    """Something that takes place on each day from ``first`` to ``last``, both included."""

    first: date
    last: date
    item: Item


@dataclass(frozen=True)
class Piece(Generic[Item]):
    """What one day shows of a span.

    ``starts`` and ``ends`` say whether the span does so on this day. ``leads`` marks its first day in this week,
    where its text stands; ``days_left`` counts its days in this week from this one on.
    """

    item: Item
    starts: bool
    ends: bool
    leads: bool
    days_left: int

    @property
    def part(self) -> str:
        """Which part of a bar over several days this is: "start", "middle" or "end"; "" for a bar of one day."""
        if self.leads:
            return "start" if self.days_left > 1 else ""
        return "end" if self.ends else "middle"


@dataclass(frozen=True)
class Day(Generic[Item]):
    """One cell.

    ``lanes`` holds what stands under each other, at most LANES, None for a gap that keeps a span of several days
    on one level through its week. ``items`` is everything that takes place, ``hidden`` what found no lane.
    """

    date: date
    in_month: bool
    is_today: bool
    lanes: tuple[Piece[Item] | None, ...]
    items: tuple[Item, ...]
    hidden: tuple[Item, ...]


@dataclass(frozen=True)
class MonthGrid(Generic[Item]):
    """The weeks that a month touches, whole, with the neighbours' days."""

    year: int
    month: int
    weeks: tuple[tuple[Day[Item], ...], ...]


def is_month(year: int, month: int) -> bool:
    """Whether the calendar has that month."""
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12


def neighbour(year: int, month: int, by: int) -> tuple[int, int] | None:
    """Year and month ``by`` months later; None outside of the calendar."""
    years, index = divmod(year * 12 + month - 1 + by, 12)
    return (years, index + 1) if is_month(years, index + 1) else None


def last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def shown_days(year: int, month: int, week_start: int = 0) -> list[date]:
    """The days of all weeks that the month touches. ``week_start``: 0 is Monday, 6 is Sunday."""
    first, last = date(year, month, 1), last_day(year, month)
    start = first - timedelta(days=(first.weekday() - week_start) % WEEK)
    end = last + timedelta(days=(week_start - 1 - last.weekday()) % WEEK)
    return [start + timedelta(days=count) for count in range((end - start).days + 1)]


def month_grid(
    year: int, month: int, spans: Sequence[Span[Item]], *, today: date | None = None, week_start: int = 0
) -> MonthGrid[Item]:
    """The month with ``spans`` in it; those given first stand on top where they begin on the same day."""
    days = shown_days(year, month, week_start)
    weeks = [days[start : start + WEEK] for start in range(0, len(days), WEEK)]
    return MonthGrid(year, month, tuple(_week(week, spans, month, today) for week in weeks))


def _week(days: list[date], spans: Sequence[Span[Item]], month: int, today: date | None) -> tuple[Day[Item], ...]:
    here = [span for span in spans if span.first <= days[-1] and span.last >= days[0]]
    lanes = _lanes(days[0], here)
    return tuple(_day(day, days[0], here, lanes, in_month=day.month == month, is_today=day == today) for day in days)


def _lanes(monday: date, spans: Sequence[Span[Item]]) -> list[int]:
    """The lane of each span in the week: the lowest that is free on all its days, LANES where none is.

    Long spans choose first.
    """
    free_from = [monday] * LANES
    lanes = [0] * len(spans)

    def rank(index: int) -> tuple[date, int, int]:
        span = spans[index]
        return max(span.first, monday), -(span.last - max(span.first, monday)).days, index

    for index in sorted(range(len(spans)), key=rank):
        span = spans[index]
        start = max(span.first, monday)
        lane = next((lane for lane, day in enumerate(free_from) if day <= start), LANES)
        if lane < LANES:
            free_from[lane] = span.last + timedelta(days=1)
        lanes[index] = lane
    return lanes


def _day(
    day: date, week_start: date, spans: Sequence[Span[Item]], lanes: list[int], *, in_month: bool, is_today: bool
) -> Day[Item]:
    on_day = sorted(
        ((lane, span) for lane, span in zip(lanes, spans, strict=True) if span.first <= day <= span.last),
        key=lambda pair: pair[0],
    )
    shown: dict[int, Piece[Item]] = {
        lane: Piece(
            item=span.item,
            starts=day == span.first,
            ends=day == span.last,
            leads=day in (span.first, week_start),
            days_left=(min(span.last, week_start + SIX_DAYS) - day).days + 1,
        )
        for lane, span in on_day
        if lane < LANES
    }
    height = max(shown, default=-1) + 1
    return Day(
        date=day,
        in_month=in_month,
        is_today=is_today,
        lanes=tuple(shown.get(lane) for lane in range(height)),
        items=tuple(span.item for _lane, span in on_day),
        hidden=tuple(span.item for lane, span in on_day if lane >= LANES),
    )
