"""Is the mission open? Everything that is said of it follows from ``openness``: one function of settings and moment.

Pure: knows neither models nor the clock. Local times are the mission's; a day ends at its midnight, for which
``closes`` stands as 00:00. Where several special days meet, the shorter goes before the longer, and one for a single
service before one for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property

from core.holidays import Country, Holiday, holidays_on

MIDNIGHT = time()
ONE_DAY = timedelta(days=1)
# How far the next opening is looked for.
HORIZON = 400
CLOSED, HOURS, HOLIDAY_HOURS, OPEN = "closed", "hours", "holiday_hours", "open"
# What holds on a public holiday too.
EVEN_ON_HOLIDAYS = frozenset({CLOSED, HOLIDAY_HOURS, OPEN})

Span = tuple[time, time]


@dataclass(frozen=True)
class Opening:
    """One opening time of a service in the week; ``weekday`` 0 is Monday."""

    service: str
    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Special:
    """What holds in the place of the week's hours from ``first`` to ``last``, for one service or, as "", for all.

    ``kind`` is CLOSED; HOURS (others, and public holidays stay closed); HOLIDAY_HOURS (others, on public holidays
    too); OPEN (as usual, on public holidays too). Over several days hours count on those that have some in the week.
    ``reason`` holds pairs of language and text.
    """

    key: int
    first: date
    last: date
    kind: str
    service: str = ""
    spans: tuple[Span, ...] = ()
    reason: tuple[tuple[str, str], ...] = ()

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The lowest wins; of equal ones, the newest."""
        return (self.last - self.first).days, not self.service, -self.key


@dataclass(frozen=True)
class Timetable:
    """The settings: the week of each service, its exceptions, whose holidays close the mission, and which do not."""

    zone: tzinfo
    openings: tuple[Opening, ...] = ()
    specials: tuple[Special, ...] = ()
    countries: tuple[Country, ...] = ()
    open_on: frozenset[str] = frozenset()

    @cached_property
    def services(self) -> tuple[str, ...]:
        """Those that have hours, in the order in which they were given."""
        return tuple(dict.fromkeys(opening.service for opening in self.openings))

    @cached_property
    def weeks(self) -> dict[tuple[str, int], tuple[Span, ...]]:
        """The usual hours by service and weekday."""
        keys = {(opening.service, opening.weekday) for opening in self.openings}
        return {
            (service, weekday): joined(
                (one.opens, one.closes) for one in self.openings if (one.service, one.weekday) == (service, weekday)
            )
            for service, weekday in keys
        }

    def closing_holidays(self, day: date) -> tuple[Holiday, ...]:
        """The holidays that close the mission on a day. A date that is only estimated closes nothing."""
        found = holidays_on(self.countries, day)
        return tuple(one for one in found if not one.is_estimated and one.key not in self.open_on)


@dataclass(frozen=True)
class Plan:
    """The hours of one service on one day, the usual ones beside them, and what makes them others."""

    spans: tuple[Span, ...]
    usual: tuple[Span, ...]
    special: Special | None = None
    holidays: tuple[Holiday, ...] = ()

    @property
    def differs(self) -> bool:
        return self.spans != self.usual


@dataclass(frozen=True)
class State:
    """One service at the moment. ``until`` is when that changes (UTC), None where no change is in sight."""

    service: str
    is_open: bool
    until: datetime | None
    today: Plan


@dataclass(frozen=True)
class Openness:
    """All services at a moment, in their order; none for a mission that says no hours."""

    timetable: Timetable
    moment: datetime
    states: tuple[State, ...]

    @property
    def today(self) -> date:
        return self.moment.astimezone(self.timetable.zone).date()

    @property
    def changes_at(self) -> datetime | None:
        """The first moment at which one of the states changes."""
        return min((state.until for state in self.states if state.until), default=None)


def openness(timetable: Timetable, moment: datetime) -> Openness:
    """Whether the mission is open at ``moment`` (aware), and until when."""
    return Openness(timetable, moment, tuple(_state(timetable, service, moment) for service in timetable.services))


def _state(timetable: Timetable, service: str, moment: datetime) -> State:
    today = moment.astimezone(timetable.zone).date()
    plan_today = plan(timetable, service, today)
    for start, end in _intervals(timetable, service, today - ONE_DAY):
        if end is not None and end <= moment:
            continue
        is_open = start <= moment
        return State(service, is_open, end if is_open else start, plan_today)
    return State(service, False, None, plan_today)


def _intervals(timetable: Timetable, service: str, first: date) -> Iterator[tuple[datetime, datetime | None]]:
    """Openings from a day on as instants, joined where one begins as the other ends; None for no end in sight."""
    begun: tuple[datetime, datetime] | None = None
    for count in range(HORIZON):
        day = first + count * ONE_DAY
        for opens, closes in plan(timetable, service, day).spans:
            start, end = _instant(timetable, day, opens), _instant(timetable, *_ending(day, closes))
            if end <= start:
                continue  # the clock skips all of it
            if begun and start <= begun[1]:
                begun = begun[0], max(end, begun[1])
                continue
            if begun:
                yield begun
            begun = start, end
    if begun:
        is_endless = begun[1] >= _instant(timetable, first + HORIZON * ONE_DAY, MIDNIGHT)
        yield begun[0], None if is_endless else begun[1]


def _ending(day: date, closes: time) -> tuple[date, time]:
    return (day + ONE_DAY, closes) if closes == MIDNIGHT else (day, closes)


def _instant(timetable: Timetable, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timetable.zone).astimezone(UTC)


def plan(timetable: Timetable, service: str, day: date) -> Plan:
    """What holds for a service on a day."""
    usual = timetable.weeks.get((service, day.weekday()), ())
    holidays = timetable.closing_holidays(day)
    special = _special_of(timetable, service, day, bool(usual), bool(holidays))
    if special is None:
        return Plan(() if holidays else usual, usual, None, holidays)
    if special.kind == CLOSED:
        return Plan((), usual, special, holidays)
    return Plan(usual if special.kind == OPEN else joined(special.spans), usual, special, ())


def _special_of(timetable: Timetable, service: str, day: date, is_usual: bool, is_holiday: bool) -> Special | None:
    def counts(one: Special) -> bool:
        if not one.first <= day <= one.last or one.service not in ("", service):
            return False
        if is_holiday and one.kind not in EVEN_ON_HOLIDAYS:
            return False
        return one.kind == CLOSED or is_usual or one.first == one.last

    return min(filter(counts, timetable.specials), key=lambda one: one.rank, default=None)


def special_days(timetable: Timetable, service: str, first: date, last: date) -> Iterator[tuple[date, Plan]]:
    """The days from ``first`` to ``last`` on which the hours of a service are not those of the week."""
    for count in range((last - first).days + 1):
        day = first + count * ONE_DAY
        found = plan(timetable, service, day)
        if found.differs:
            yield day, found


def joined(spans: Iterator[Span] | tuple[Span, ...]) -> tuple[Span, ...]:
    """Spans of one day in order, those that touch or overlap made one."""
    found: list[Span] = []
    for opens, closes in sorted(spans, key=lambda span: span[0]):
        if found and (found[-1][1] == MIDNIGHT or opens <= found[-1][1]):
            last = found[-1][1]
            later = MIDNIGHT if MIDNIGHT in (last, closes) else max(last, closes)
            found[-1] = found[-1][0], later
        else:
            found.append((opens, closes))
    return tuple(found)
