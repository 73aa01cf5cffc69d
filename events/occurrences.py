"""The dates of an event: what its rule says, and what an editor changed of single dates. Pure.

A date is named by the day on which the rule has it (RECURRENCE-ID, RFC 5545, 3.8.4.4), also when it was moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from enum import StrEnum

from events.recurrence import Rule, days_of
from events.times import Moments, TypedTimes, moments


class Kind(StrEnum):
    """What an editor did to a single date."""

    CANCELLED = "cancelled"
    MOVED = "moved"
    NOTE = "note"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """One change. ``day`` names the date; an added one is named by its own day.

    ``new_day`` is where a date was moved to. Times that are None stay those of the event; ``last_day`` None keeps its
    length in days. ``note`` holds a text by language.
    """

    kind: Kind
    day: date
    new_day: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    last_day: date | None = None
    note: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    """When an event takes place: the times of its first date as typed, its rule, the changes to single dates."""

    times: TypedTimes
    rule: Rule | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Occurrence:
    """One date of an event: the day that names it, its times, and what an editor did to it, if anything."""

    original: date
    times: TypedTimes
    kind: Kind | None = None
    note: tuple[tuple[str, str], ...] = field(default=())

    @property
    def moments(self) -> Moments:
        return moments(self.times)


def regular_days(plan: Plan, most: int) -> tuple[date, ...]:
    """The days of the rule, the first day alone where there is none. Raises RuleError."""
    return days_of(plan.rule, plan.times.start_date, most) if plan.rule else (plan.times.start_date,)


def occurrences(plan: Plan, most: int) -> list[Occurrence]:
    """All dates of an event in the order of their days, cancelled ones among them. Raises RuleError.

    A change of a day that the rule does not have says nothing; the editor's form refuses it.
    """
    changed = {change.day: change for change in plan.changes if change.kind is not Kind.ADDED}
    found = {day: _regular(day, plan.times, changed.get(day)) for day in regular_days(plan, most)}
    for change in plan.changes:
        if change.kind is Kind.ADDED and change.day not in found:
            times = changed_times(plan.times, change, change.day)
            found[change.day] = Occurrence(change.day, times, change.kind, change.note)
    return sorted(found.values(), key=lambda one: (one.times.start_date, one.times.start_time or time(), one.original))


def _regular(day: date, times: TypedTimes, change: Change | None) -> Occurrence:
    if change is None:
        return Occurrence(day, on_day(times, day))
    if change.kind is Kind.MOVED:
        return Occurrence(day, changed_times(times, change, change.new_day or day), change.kind, change.note)
    return Occurrence(day, on_day(times, day), change.kind, change.note)


def on_day(times: TypedTimes, day: date) -> TypedTimes:
    """The same hours on another first day."""
    return replace(times, start_date=day, end_date=day + (times.end_date - times.start_date))


def changed_times(times: TypedTimes, change: Change, day: date) -> TypedTimes:
    """The times of a moved or added date. A new start without an end keeps the length where the end is known."""
    moved = on_day(times, day)
    if change.last_day is not None:
        moved = replace(moved, end_date=change.last_day)
    if times.all_day or change.start_time is None:
        return moved if change.end_time is None else replace(moved, end_time=change.end_time)
    if change.end_time is not None or times.end_time is None or times.start_time is None:
        return replace(moved, start_time=change.start_time, end_time=change.end_time)
    return _shifted(moved, change.start_time)


def _shifted(times: TypedTimes, start: time) -> TypedTimes:
    """Begins at ``start`` and lasts as long as before, on the clocks."""
    began, ended = minutes(times.start_time or time()), minutes(times.end_time or time())
    lasts = (times.end_date - times.start_date).days * 24 * 60 + ended - began
    days, end = divmod(minutes(start) + lasts, 24 * 60)
    return replace(
        times,
        start_time=start,
        end_time=time(end // 60, end % 60),
        end_date=times.start_date + timedelta(days=days),
    )


def minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def bounds(dates: Sequence[Occurrence]) -> Moments:
    """From the first start to the last end of what takes place; of all dates where each was cancelled."""
    known = [one.moments for one in dates if one.kind is not Kind.CANCELLED] or [one.moments for one in dates]
    return Moments(min(one.start for one in known), max(one.end for one in known))
