"""Opening hours as people read them: today first, then days with the same hours together, and the days that are not
as usual. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import groupby

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from core.dates import full_date, span_of_days
from core.models import Service
from core.openness import MIDNIGHT, Openness, Span, Timetable, plan
from core.reasons import Reason, reasons_of, second_wording
from core.special_runs import Run, special_runs
from core.words import Wording

AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class HoursRow:
    """A line of the table: the days in words, the hours in words. Today says why, where it is not as usual."""

    days: str
    hours: str
    is_today: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class HoursTable:
    """The hours of one service; ``service`` is "" in a mission that has one only."""

    service: str
    rows: tuple[HoursRow, ...]


@dataclass(frozen=True)
class SpecialRow:
    """Days that are not as usual. ``services`` is "" where all are meant, ``other`` the reason in a second language."""

    days: str
    hours: str
    services: str
    reasons: tuple[Reason, ...]
    other: Wording | None


def hours_tables(found: Openness, main: str) -> tuple[HoursTable, ...]:
    """A table for each service, none for a mission that says no hours."""
    services = found.timetable.services
    return tuple(
        HoursTable(label_of(service) if len(services) > 1 else "", _rows(found.timetable, service, found.today, main))
        for service in services
    )


def _rows(timetable: Timetable, service: str, today: date, main: str) -> tuple[HoursRow, ...]:
    """Today, then the week from Monday on; neighbouring days with the same hours share a line."""
    now = plan(timetable, service, today)
    words = {day: hours_in_words(timetable.weeks.get((service, day), ())) for day in range(7)}
    week = groupby(range(7), key=lambda day: words[day])
    return (
        HoursRow(
            _("Today, %(day)s") % {"day": WEEKDAYS[today.weekday()]},
            hours_in_words(now.spans),
            is_today=True,
            reasons=reasons_of(now, main) if now.differs else (),
        ),
        *(HoursRow(_days_in_words(list(days)), text) for text, days in week),
    )


def coming_days(found: Openness, main: str, most: int) -> tuple[SpecialRow, ...]:
    """The next special days from tomorrow on, at most ``most`` of them."""
    tomorrow = found.today + timedelta(days=1)
    runs = special_runs(found.timetable, tomorrow, found.today + AHEAD)
    return tuple(_special_row(run, main) for run in runs[:most])


def _special_row(run: Run, main: str) -> SpecialRow:
    return SpecialRow(
        days=full_date(run.first) if run.first == run.last else span_of_days(run.first, run.last),
        hours=hours_in_words(run.plan.spans),
        services=", ".join(map(label_of, run.services)),
        reasons=reasons_of(run.plan, main),
        other=second_wording(lambda: reasons_of(run.plan, main)),
    )


def label_of(service: str) -> str:
    """What the service is called in the active language."""
    return str(Service(service).label)


def hours_in_words(spans: Iterable[Span]) -> str:
    """ "09:00 to 12:00, 14:00 to 17:00", or that it is closed."""
    words = [
        _("%(first)s to %(last)s") % {"first": f"{opens:%H:%M}", "last": _end_in_words(closes)}
        for opens, closes in spans
    ]
    return ", ".join(words) or _("Closed")


def _end_in_words(closes: time) -> str:
    return "24:00" if closes == MIDNIGHT else f"{closes:%H:%M}"


def _days_in_words(days: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in days]
    if len(names) > 2:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)
