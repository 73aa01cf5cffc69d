"""Whether the dates of an event can be what an editor typed, and which ones they are: sentences for the form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.dates import day_date
from events.dates import full_date
from events.occurrences import Change, Kind, Occurrence, Plan, occurrences, regular_days
from events.recurrence import NotOnFirstDay, RuleError
from events.times import MIDNIGHT, TypedTimes, exists, usable_zone

PREVIEWED = 10


class BadChange(ValueError):
    """Why a change to a single date is refused, in a sentence for people."""


def times_in(data: dict[str, Any]) -> TypedTimes:
    """The times of a form that is filled in."""
    all_day = bool(data.get("all_day"))
    return TypedTimes(
        start_date=data["start_date"],
        start_time=data.get("start_time"),
        end_date=data.get("end_date") or data["start_date"],
        end_time=data.get("end_time"),
        all_day=all_day,
        zone=data.get("time_zone") or "UTC",
    )


def check_plan(plan: Plan) -> list[Occurrence]:
    """All dates of a plan. Raises RuleError for its rule and BadChange for a change, with what to do about it."""
    most = settings.EVENT_MAX_DATES
    try:
        days = set(regular_days(plan, most))
    except NotOnFirstDay as error:
        facts = {"first": day_date(plan.times.start_date), "next": full_date(error.next_day)}
        message = _("The first day, %(first)s, is no day of this rule. The next one that is: %(next)s.")
        raise RuleError(message % facts) from error
    named: set[Any] = set()
    for change in plan.changes:
        if change.day in named:
            raise BadChange(_("%(day)s is named twice. Keep one entry for each day.") % _day(change))
        named.add(change.day)
        _check(change, plan, days)
    dates = occurrences(plan, most)
    if len(dates) > most:
        message = _("The event has more than %(most)d dates. Choose an earlier end or a smaller number.")
        raise RuleError(message % {"most": most})
    for one in dates:
        _check_hours(one)
    _check_doubles(dates)
    return dates


def _check_doubles(dates: list[Occurrence]) -> None:
    """Two dates of one event at the same time are a slip of the hand."""
    seen: set[Any] = set()
    for one in dates:
        start = one.times.start_date, one.times.start_time
        if one.kind is not Kind.CANCELLED and start in seen:
            message = _("Two dates of the event would begin at the same time on %(day)s. Change or delete one of them.")
            raise BadChange(message % {"day": day_date(one.times.start_date)})
        if one.kind is not Kind.CANCELLED:
            seen.add(start)


def _day(change: Change) -> dict[str, str]:
    return {"day": day_date(change.day)}


def _check(change: Change, plan: Plan, days: set[Any]) -> None:
    if change.kind is Kind.ADDED:
        if change.day in days:
            raise BadChange(_("%(day)s is a date of the event already. Move it, or choose another day.") % _day(change))
        return
    if change.day not in days:
        raise BadChange(_("The event does not take place on %(day)s. Choose a day that it has.") % _day(change))
    is_alone = len(days) == 1 and all(one.kind is not Kind.ADDED for one in plan.changes)
    if is_alone and change.kind is not Kind.NOTE:
        message = _("The event has this one date only: change its day and hours above, or its state below.")
        raise BadChange(message)


def _check_hours(one: Occurrence) -> None:
    """A date that somebody changed ends after it begins, at hours that there are. Others follow RFC 5545, 3.3.5."""
    times = one.times
    if one.kind not in {Kind.MOVED, Kind.ADDED}:
        return
    facts = {"day": day_date(one.original)}
    if times.end_date < times.start_date:
        raise BadChange(_("The date of %(day)s would end before it starts.") % facts)
    if times.all_day or times.start_time is None:
        return
    zone = usable_zone(times.zone)
    if not exists(times.start_date, times.start_time, zone):
        facts |= {"time": f"{times.start_time:%H:%M}", "date": day_date(times.start_date), "zone": times.zone}
        raise BadChange(_("There is no %(time)s on %(date)s in %(zone)s: clocks are put forward then.") % facts)
    known = one.moments
    if times.end_time is not None and (known.end <= known.start or _ends_early(times)):
        message = _("The date of %(day)s would end before it starts. If it ends after midnight, name its last day.")
        raise BadChange(message % facts)


def _ends_early(times: TypedTimes) -> bool:
    """The end as typed lies before the start; the moments hide it, as an end is never before a start."""
    start, end = times.start_time or MIDNIGHT, times.end_time or MIDNIGHT
    return (times.end_date, end) <= (times.start_date, start)


def preview_of(plan: Plan) -> list[str]:
    """The next dates in words, and how many more there are; [] where there is none to tell."""
    try:
        dates = check_plan(plan)
    except (RuleError, BadChange):
        return []
    return in_words(dates)


def in_words(dates: list[Occurrence]) -> list[str]:
    """The first dates, one a line."""
    told = [_in_words(one) for one in dates[:PREVIEWED]]
    if len(dates) > PREVIEWED:
        more = _("and %(number)d more, the last on %(day)s")
        told.append(more % {"number": len(dates) - PREVIEWED, "day": full_date(dates[-1].times.start_date)})
    return told


def _in_words(one: Occurrence) -> str:
    # What clocks show then, which is another hour than the typed one on a night when they are put forward.
    start = one.moments.start.astimezone(usable_zone(one.times.zone))
    hours = "" if one.times.all_day or one.times.start_time is None else f"{start:%H:%M}"
    state = (
        {Kind.CANCELLED: _("cancelled"), Kind.MOVED: _("moved"), Kind.ADDED: _("added")}.get(one.kind)
        if one.kind
        else ""
    )
    return ", ".join(part for part in (full_date(one.times.start_date), hours, state) if part)
