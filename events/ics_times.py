"""Days, moments and lengths of an iCalendar file as an event has them here: typed on the clocks of one zone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar.prop import vDDDTypes, vDuration

from core.dates import day_date
from events.ics_lines import Component, Property
from events.ics_zones import zone_called
from events.times import FIRST_DAY, LAST_DAY, MIDNIGHT, TypedTimes, exists, local, moments, usable_zone

ONE_DAY = timedelta(days=1)
LONGEST_QUOTED = 60


class EventRefused(ValueError):
    """Why one event of a file is not taken, in a sentence for people."""


@dataclass(frozen=True)
class Stamp:
    """A day, or a moment where ``clock`` is given. ``zone`` "" means the clocks of wherever one is."""

    day: date
    clock: time | None = None
    zone: str = ""


@dataclass(frozen=True)
class Clocks:
    """Whose clocks count: the mission's zone, and what zones the file calls by names of its own."""

    mission: str
    defined: Mapping[str, str] = field(default_factory=dict)


def quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"


def stamps(one: Property, clocks: Clocks) -> list[Stamp]:
    """What a property with one or more days or moments says. Raises EventRefused."""
    zone = _zone(one, clocks)
    return [_stamp(value.strip(), zone, one) for value in one.value.split(",") if value.strip()]


def stamp(one: Property, clocks: Clocks) -> Stamp:
    found = stamps(one, clocks)
    if len(found) != 1:
        raise _unreadable(one, one.value)
    return found[0]


def moment_of(one: Property | None) -> datetime | None:
    """A moment in UTC; None where there is none that can be read."""
    try:
        said = vDDDTypes.from_ical(one.value.strip()) if one else None
    except (ValueError, TypeError, OverflowError):
        return None
    return said if isinstance(said, datetime) and said.tzinfo else None


def _zone(one: Property, clocks: Clocks) -> str:
    name = one.params.get("TZID", "")
    if not name:
        return ""
    zone = zone_called(name, clocks.defined)
    if zone is None:
        message = _("Line %(line)d: the time zone “%(zone)s” is not known. Choose a place in the other program.")
        raise EventRefused(message % {"line": one.number, "zone": quoted(name)})
    return zone


def _unreadable(one: Property, value: str) -> EventRefused:
    facts = {"line": one.number, "name": one.name, "value": quoted(value)}
    return EventRefused(_("Line %(line)d: %(name)s “%(value)s” is no day and no time.") % facts)


def _stamp(value: str, zone: str, one: Property) -> Stamp:
    if "/" in value:
        message = _("Line %(line)d: dates with a length of their own (PERIOD) cannot be taken over.")
        raise EventRefused(message % {"line": one.number})
    try:
        said = vDDDTypes.from_ical(value)
    except (ValueError, TypeError, OverflowError):
        raise _unreadable(one, value) from None
    if not isinstance(said, date):
        raise _unreadable(one, value)
    # A day more than the calendar has: a zone may shift it.
    day = said.date() if isinstance(said, datetime) else said
    if not FIRST_DAY < day < LAST_DAY:
        message = _("Line %(line)d: the calendar reaches from the year 1900 to the year 2200.")
        raise EventRefused(message % {"line": one.number})
    if not isinstance(said, datetime):
        return Stamp(day)
    return Stamp(day, said.time().replace(second=0, tzinfo=None), "UTC" if said.tzinfo else zone)


def on_clocks(said: Stamp, zone: str) -> tuple[date, time]:
    """Day and hour of a moment on the clocks of ``zone``; a moment without zone is one of that zone already."""
    clock = said.clock or MIDNIGHT
    if not said.zone or said.zone == zone:
        return said.day, clock
    there = local(said.day, clock, usable_zone(said.zone)).astimezone(usable_zone(zone))
    return there.date(), there.time().replace(fold=0)


def day_in(said: Stamp, times: TypedTimes) -> date:
    """The day of the event that a stamp names."""
    return said.day if said.clock is None or times.all_day else on_clocks(said, times.zone)[0]


def zone_of_event(start: Stamp, clocks: Clocks, *, is_single: bool) -> str:
    """Whose clocks an event follows. A rule told in UTC stays there: its days would be others elsewhere."""
    if start.clock is None or not start.zone or (start.zone == "UTC" and is_single):
        return clocks.mission
    return start.zone


def times_of(event: Component, clocks: Clocks, zone: str, usual: TypedTimes | None = None) -> TypedTimes:
    """The times of an event in ``zone``; without an end ``usual`` says how long it lasts. Raises EventRefused."""
    begin = event.first("DTSTART")
    if begin is None:
        raise EventRefused(_("It does not say when it starts (DTSTART)."))
    start = stamp(begin, clocks)
    if start.clock is None or is_all_day(event, start):
        return _all_day(event, start, clocks, zone, usual)
    day, clock = on_clocks(start, zone)
    times = TypedTimes(day, clock, day, None, all_day=False, zone=zone)
    ended = _end(event, times, clocks)
    if ended is not None:
        return _ending(times, *ended)
    if usual is None or usual.end_time is None:
        return times
    return _ending(times, *_later(times, datetime.combine(usual.end_date, usual.end_time) - _began(usual)))


def is_all_day(event: Component, start: Stamp) -> bool:
    """Outlook may write days as midnights, and say so beside them."""
    said = event.first("X-MICROSOFT-CDO-ALLDAYEVENT")
    return start.clock == MIDNIGHT and said is not None and said.value.strip().upper() == "TRUE"


def _all_day(event: Component, start: Stamp, clocks: Clocks, zone: str, usual: TypedTimes | None) -> TypedTimes:
    """DTEND is the day after the last; some programs write the first day there, and mean one day."""
    times = TypedTimes(start.day, None, start.day, None, all_day=True, zone=zone)
    end, lasts = event.first("DTEND"), event.first("DURATION")
    last = start.day
    if end is not None:
        last = stamp(end, clocks).day - ONE_DAY
    elif lasts is not None:
        last = _shift(start.day, _length(lasts)) - ONE_DAY
    elif usual is not None:
        last = start.day + (usual.end_date - usual.start_date)
    if last < start.day - ONE_DAY:
        raise _ends_early(start.day)
    return replace(times, end_date=max(last, start.day))


def _end(event: Component, times: TypedTimes, clocks: Clocks) -> tuple[date, time] | None:
    """Day and hour of the end; None where none is told, or none after the start."""
    end, lasts = event.first("DTEND"), event.first("DURATION")
    if end is not None:
        said = stamp(end, clocks)
        found = (said.day, MIDNIGHT) if said.clock is None else on_clocks(said, times.zone)
    elif lasts is not None:
        found = _later(times, _length(lasts))
    else:
        return None
    return None if found == (times.start_date, times.start_time) else found


def _ending(times: TypedTimes, day: date, clock: time) -> TypedTimes:
    made = replace(times, end_date=day, end_time=clock)
    if (day, clock) < (times.start_date, times.start_time or MIDNIGHT):
        raise _ends_early(times.start_date)
    return made


def _ends_early(day: date) -> EventRefused:
    return EventRefused(_("It would end before it starts, on %(day)s.") % {"day": day_date(day)})


def _length(lasts: Property) -> timedelta:
    try:
        return vDuration.from_ical(lasts.value.strip())
    except (ValueError, OverflowError):
        facts = {"line": lasts.number, "value": quoted(lasts.value)}
        raise EventRefused(_("Line %(line)d: “%(value)s” is no length of time.") % facts) from None


def _began(times: TypedTimes) -> datetime:
    return datetime.combine(times.start_date, times.start_time or MIDNIGHT)


def _later(times: TypedTimes, lasts: timedelta) -> tuple[date, time]:
    """RFC 5545, 3.3.6: days are days on the calendar, hours are exact also where clocks change."""
    zone = usable_zone(times.zone)
    day = _shift(times.start_date, timedelta(days=lasts.days))
    begun = local(day, times.start_time or MIDNIGHT, zone).astimezone(UTC)
    ended = (begun + timedelta(seconds=lasts.seconds)).astimezone(zone)
    return ended.date(), ended.time().replace(second=0, fold=0)


def _shift(day: date, by: timedelta) -> date:
    try:
        moved = day + by
    except OverflowError:
        moved = date.max
    if not FIRST_DAY <= moved <= LAST_DAY:
        raise EventRefused(_("It would last beyond the years of the calendar, 1900 to 2200."))
    return moved


def shown_by_clocks(times: TypedTimes) -> TypedTimes:
    """The same moments at hours that there are: where clocks are put forward, those that they show instead."""
    zone = usable_zone(times.zone)
    if times.all_day or times.start_time is None or exists(times.start_date, times.start_time, zone):
        return times
    known = moments(times)
    begins, ends = known.start.astimezone(zone), known.end.astimezone(zone)
    made = replace(times, start_date=begins.date(), start_time=begins.time().replace(fold=0))
    if times.end_time is None or ends <= begins:
        return replace(made, end_date=max(begins.date(), times.end_date), end_time=None)
    return replace(made, end_date=ends.date(), end_time=ends.time().replace(fold=0))
