"""Special days as visitors are told of them: runs of days with one cause, as ``core.openness`` has them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from core.openness import Plan, Timetable, plan, special_days

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Run:
    """Days of one cause and the same hours. Free days of the week may lie between them.

    ``services`` are those concerned; none where that, with what is closed on those days anyway, is the whole mission.
    """

    days: tuple[date, ...]
    services: tuple[str, ...]
    plan: Plan

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]

    @property
    def is_closed(self) -> bool:
        return not self.plan.spans


Cause = tuple[object, ...]


def cause_of(plan: Plan) -> Cause:
    """What two days must share to be told as one."""
    special = plan.special.key if plan.special else None
    # A day off in the place of a holiday belongs to it.
    return plan.spans, special, tuple(sorted({one.key for one in plan.holidays})) if special is None else ()


@lru_cache(maxsize=64)
def special_runs(timetable: Timetable, first: date, last: date) -> tuple[Run, ...]:
    """The runs of special days from ``first`` to ``last``, soonest first; those that were asked for last are kept."""
    found: dict[tuple[object, ...], Run] = {}
    for service in timetable.services:
        for run in _joined(timetable, service, special_days(timetable, service, first, last)):
            same = (run.days, cause_of(run.plan))
            known = found.get(same)
            found[same] = replace(known, services=(*known.services, service)) if known else run
    told = (replace(run, services=()) if _is_whole(timetable, run) else run for run in found.values())
    return tuple(sorted(told, key=lambda run: (run.first, run.services)))


def _is_whole(timetable: Timetable, run: Run) -> bool:
    others = [service for service in timetable.services if service not in run.services]
    if not run.is_closed:
        return not others
    return not any(plan(timetable, service, day).spans for service in others for day in run.days)


def _joined(timetable: Timetable, service: str, days: Iterator[tuple[date, Plan]]) -> Iterator[Run]:
    begun: Run | None = None
    for day, found in days:
        if begun and cause_of(begun.plan) == cause_of(found) and _is_free(timetable, service, begun.last, day):
            begun = replace(begun, days=(*begun.days, day))
            continue
        if begun:
            yield begun
        begun = Run((day,), (service,), found)
    if begun:
        yield begun


def _is_free(timetable: Timetable, service: str, before: date, after: date) -> bool:
    """Whether the service has no hours in the week on any day between two."""
    between = (before + count * ONE_DAY for count in range(1, (after - before).days))
    return not any(timetable.weeks.get((service, day.weekday())) for day in between)
