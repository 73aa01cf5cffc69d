"""The rule of an event in an iCalendar file as one of ours: on days, with an end, first coming true on the first day.

Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from django.utils.translation import gettext as _

from core.dates import day_date
from events.ics_lines import Component, Property
from events.ics_times import Clocks, EventRefused, quoted, stamp
from events.occurrences import on_day
from events.recurrence import SMALLER_THAN_A_DAY, NotOnFirstDay, Rule, RuleError, days_of, parse_rule
from events.times import LAST_YEAR, MIDNIGHT, TypedTimes, local, usable_zone


@dataclass(frozen=True)
class Recurring:
    """How an event recurs: its times on the first day of its rule, the rule, and a first day beside the rule."""

    times: TypedTimes
    rule: Rule | None
    days: tuple[date, ...]
    first_day: date | None = None


def recurring(event: Component, times: TypedTimes, last: date | None, most: int) -> Recurring:
    """``last`` is the day on which rules without an end are to end. Raises EventRefused and RuleError."""
    if event.first("EXRULE"):
        raise EventRefused(_("It has a rule of exceptions (EXRULE), which cannot be followed. Name its days instead."))
    rules = event.all("RRULE")
    if len(rules) > 1:
        raise EventRefused(_("It recurs by several rules at once. Make an event of each."))
    if not rules:
        return Recurring(times, None, (times.start_date,))
    rule = parse_rule(_with_end(_own_text(rules[0], times), times, last))
    try:
        return Recurring(times, rule, days_of(rule, times.start_date, most))
    except NotOnFirstDay as error:
        return _beginning_later(rule, times, error.next_day, most)


def _beginning_later(rule: Rule, times: TypedTimes, day: date, most: int) -> Recurring:
    """The start of an event is one of its dates, also where its rule does not have it; COUNT counts it."""
    if rule.count == 1:
        return Recurring(times, None, (times.start_date,))
    shorter = replace(rule, count=rule.count - 1) if rule.count else rule
    return Recurring(on_day(times, day), shorter, days_of(shorter, day, most), times.start_date)


def _own_text(one: Property, times: TypedTimes) -> str:
    """The rule without hours that say what the start says already."""
    kept = []
    for piece in one.value.strip().rstrip(";").split(";"):
        name, _sign, value = piece.strip().partition("=")
        if name.upper() not in SMALLER_THAN_A_DAY or not _is_start(name.upper(), value, times):
            kept.append(piece.strip())
    return ";".join(kept)


def _is_start(name: str, value: str, times: TypedTimes) -> bool:
    clock = times.start_time or MIDNIGHT
    own = {"BYHOUR": clock.hour, "BYMINUTE": clock.minute, "BYSECOND": 0}[name]
    return not times.all_day and value.isascii() and value.isdigit() and int(value[:3]) == own


def _with_end(text: str, times: TypedTimes, last: date | None) -> str:
    """With UNTIL as a day on the event's clocks, ``last`` where there is no end; some write one in the far future."""
    pieces = [piece for piece in text.split(";") if not piece.upper().startswith("UNTIL=")]
    until = next((piece[6:].strip() for piece in text.split(";") if piece.upper().startswith("UNTIL=")), "")
    if until and not (until[:4].isdigit() and until[:4] >= str(LAST_YEAR)):
        return ";".join([*pieces, f"UNTIL={_last_day(until, times):%Y%m%d}"])
    if any(piece.upper().startswith("COUNT=") for piece in pieces):
        return text
    if last is None:
        raise EventRefused(
            _("The rule has no end. Say on which day rules without an end are to end, and import the file again.")
        )
    if last < times.start_date:
        message = _("It starts on %(day)s, after the day on which rules without an end are to end.")
        raise EventRefused(message % {"day": day_date(times.start_date)})
    return ";".join([*pieces, f"UNTIL={last:%Y%m%d}"])


def _last_day(until: str, times: TypedTimes) -> date:
    """UNTIL includes the moment it names: the last day is the one before where the event starts later than that."""
    try:
        said = stamp(Property(0, "UNTIL", {}, until), Clocks("UTC"))
    except EventRefused:
        raise RuleError(_("“%(text)s” is no day on which a rule can end.") % {"text": quoted(until)}) from None
    if said.clock is None or times.all_day:
        return said.day
    zone = usable_zone(times.zone)
    ends = local(said.day, said.clock, usable_zone("UTC") if said.zone else zone).astimezone(zone)
    starts = local(ends.date(), times.start_time or MIDNIGHT, zone)
    is_before = starts.astimezone(UTC) > ends.astimezone(UTC)
    return ends.date() - timedelta(days=1) if is_before else ends.date()
