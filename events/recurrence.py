"""On which days an event recurs, by the rules of RFC 5545, 3.3.10. Pure: knows neither models nor the clock.

A rule is kept as the text of the RFC, with one difference: UNTIL is a day on the event's own clocks. Rules work on
days; the hour is the event's, whatever its clocks do between two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from core.dates import day_date
from events.expansion import Parts, days
from events.times import LAST_DAY

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# What a rule on days may say; hours are the event's own, and other parts belong to frequencies below a day.
PARTS = frozenset(
    "FREQ INTERVAL COUNT UNTIL BYDAY BYMONTHDAY BYYEARDAY BYWEEKNO BYMONTH BYSETPOS WKST".split()  # noqa: SIM905  # names
)
SMALLER_THAN_A_DAY = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
RARER = {"BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
LONGEST_RULE = 500
LONGEST_YEARS = 100  # further ahead no day is looked for, so that a rule that never comes true is soon seen
BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
UNTIL = re.compile(r"(\d{8})(T\d{6}Z?)?")


class RuleError(ValueError):
    """Why a rule is refused, in a sentence for people."""


class Frequency(StrEnum):
    """How often, by the words of the RFC."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True)
class Rule:
    """A rule in its parts. ``weekdays`` holds BYDAY: (0, 1) is each Tuesday, (-1, 1) the last one.

    Either ``count`` or ``until`` (the last day that may be, included) is given.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    count: int | None = None
    until: date | None = None
    others: tuple[tuple[str, str], ...] = field(default=())

    def __str__(self) -> str:
        """As the RFC writes it; the same rule always gives the same text."""
        said: list[tuple[str, str]] = [("FREQ", self.frequency.value)]
        if self.interval != 1:
            said.append(("INTERVAL", str(self.interval)))
        if self.months:
            said.append(("BYMONTH", _joined(self.months)))
        if self.month_days:
            said.append(("BYMONTHDAY", _joined(self.month_days)))
        if self.weekdays:
            said.append(("BYDAY", ",".join(f"{place or ''}{WEEKDAYS[day]}" for place, day in self.weekdays)))
        said += self.others
        if self.count is not None:
            said.append(("COUNT", str(self.count)))
        if self.until is not None:
            said.append(("UNTIL", f"{self.until:%Y%m%d}"))
        return ";".join(f"{name}={value}" for name, value in said)


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


def parse_rule(text: str) -> Rule:
    """The rule that ``text`` stands for ("FREQ=WEEKLY;BYDAY=TU;COUNT=10"). Raises RuleError.

    An UNTIL with a time keeps its day: who reads other people's files brings it to the event's clocks before.
    """
    parts = _parts_of(text)
    frequency = _frequency(parts.pop("FREQ"))
    for name, most in RARER.items():  # one out of range is looked for in a hundred years, day by day, and never found
        _numbers(name, parts.get(name, ""), most, below_zero=True)
    count, until = _end(parts.pop("COUNT", None), parts.pop("UNTIL", None))
    rule = Rule(
        frequency=frequency,
        interval=_number("INTERVAL", parts.pop("INTERVAL", "1"), 1, 1000),
        weekdays=_weekdays(parts.pop("BYDAY", ""), frequency),
        month_days=_numbers("BYMONTHDAY", parts.pop("BYMONTHDAY", ""), 31, below_zero=True),
        months=_numbers("BYMONTH", parts.pop("BYMONTH", ""), 12, below_zero=False),
        count=count,
        until=until,
        others=tuple(sorted(parts.items())),
    )
    if dict(rule.others).get("WKST", "MO") not in WEEKDAYS:
        raise RuleError(
            _("“%(text)s” is no weekday. Write it as in TU or -1FR.") % {"text": dict(rule.others)["WKST"][:20]}
        )
    return rule


def _parts_of(text: str) -> dict[str, str]:
    said = text.strip().upper().removeprefix("RRULE:").rstrip(";")
    if len(said) > LONGEST_RULE:
        raise RuleError(_("The rule is too long. Write a shorter one."))
    parts: dict[str, str] = {}
    for piece in said.split(";"):
        name, sign, value = piece.partition("=")
        if not sign or not value or name in parts:
            raise RuleError(_("“%(text)s” is no rule that this calendar can follow.") % {"text": text[:LONGEST_RULE]})
        parts[name] = value
    if "FREQ" not in parts:
        raise RuleError(_("The rule does not say how often the event takes place (FREQ)."))
    if SMALLER_THAN_A_DAY & parts.keys():
        raise RuleError(_("An event recurs on days, at its own hour; a rule with hours cannot be followed."))
    if unknown := sorted(parts.keys() - PARTS):
        raise RuleError(
            _("The rule has a part that this calendar does not know: %(name)s.") % {"name": unknown[0][:20]}
        )
    return parts


def _frequency(text: str) -> Frequency:
    try:
        return Frequency(text)
    except ValueError:
        message = _("An event may recur daily, weekly, monthly or yearly, and not “%(text)s”.")
        raise RuleError(message % {"text": text[:20].lower()}) from None


def _number(name: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,5}", text) or not least <= int(text) <= most:
        facts = {"name": name, "least": least, "most": most}
        raise RuleError(_("%(name)s has to be a number from %(least)d to %(most)d.") % facts)
    return int(text)


def _numbers(name: str, text: str, most: int, *, below_zero: bool) -> tuple[int, ...]:
    if not text:
        return ()
    found = tuple(_number(name, piece, -most if below_zero else 1, most) for piece in text.split(","))
    if 0 in found:
        raise RuleError(_("%(name)s has to be a number from %(least)d to %(most)d.") % _facts(name, 1, most))
    return tuple(dict.fromkeys(found))


def _facts(name: str, least: int, most: int) -> dict[str, object]:
    return {"name": name, "least": least, "most": most}


def _weekdays(text: str, frequency: Frequency) -> tuple[tuple[int, int], ...]:
    found: dict[tuple[int, int], None] = {}
    for piece in text.split(",") if text else ():
        match = BY_DAY.fullmatch(piece)
        place = int(match[1] or 0) if match else 0
        if match is None or (match[1] and not 1 <= abs(place) <= 53):
            raise RuleError(_("“%(text)s” is no weekday. Write it as in TU or -1FR.") % {"text": piece[:20]})
        if place and frequency in {Frequency.DAILY, Frequency.WEEKLY}:
            raise RuleError(_("A rule by days or weeks knows no “first” or “last” weekday. Choose months or years."))
        found[place, WEEKDAYS.index(match[2])] = None
    return tuple(found)


def _end(count: str | None, until: str | None) -> tuple[int | None, date | None]:
    if count is not None and until is not None:
        raise RuleError(_("The rule has a number of dates and a last day. Keep one of the two."))
    if count is not None:
        return _number("COUNT", count, 1, 99999), None
    if until is None:
        raise RuleError(_("The rule has no end. Say on which day it ends or how many dates there are."))
    match = UNTIL.fullmatch(until)
    try:
        return None, datetime.strptime(match[1], "%Y%m%d").date()  # type: ignore[index]  # the error below  # noqa: DTZ007  # a day
    except (TypeError, ValueError):
        raise RuleError(_("“%(text)s” is no day on which a rule can end.") % {"text": until[:20]}) from None


def _parts(rule: Rule) -> Parts:
    others = dict(rule.others)

    def numbers(name: str) -> frozenset[int]:
        return frozenset(int(piece) for piece in others[name].split(",")) if name in others else frozenset()

    return Parts(
        frequency=rule.frequency.value,
        interval=rule.interval,
        months=frozenset(rule.months),
        week_numbers=numbers("BYWEEKNO"),
        year_days=numbers("BYYEARDAY"),
        month_days=frozenset(rule.month_days),
        weekdays=frozenset(rule.weekdays),
        positions=numbers("BYSETPOS"),
        week_start=WEEKDAYS.index(others.get("WKST", "MO")),
    )


def horizon(first: date) -> date:
    """The last day on which a date of an event may lie that begins on ``first``."""
    return min(first.replace(year=first.year + LONGEST_YEARS, day=min(first.day, 28)), LAST_DAY)


def _days(rule: Rule, first: date) -> Iterator[date]:
    """The days of the rule, COUNT observed."""
    return islice(days(_parts(rule), first, min(rule.until or LAST_DAY, horizon(first))), rule.count)


@lru_cache(maxsize=1024)
def days_of(rule: Rule, first: date, most: int) -> tuple[date, ...]:
    """All days of ``rule`` for an event whose first day is ``first``, in order.

    Raises RuleError when there is none, when there are more than ``most``, or when ``first`` is not one of them: the
    RFC leaves open what such a rule means, and calendars differ.
    """
    if rule.until is not None and rule.until > horizon(first):
        raise RuleError(
            _("The rule ends too far ahead. Choose a day until %(day)s.") % {"day": day_date(horizon(first))}
        )
    found: list[date] = []
    for day in _days(rule, first):
        if len(found) == most:
            raise RuleError(
                _("The rule makes more than %(most)d dates. Choose an earlier end or a smaller number.")
                % {"most": most}
            )
        found.append(day)
    if not found:
        raise RuleError(_("The rule never comes true: there is no such day before its end."))
    if found[0] != first:
        raise NotOnFirstDay(found[0])
    if rule.count is not None and len(found) < rule.count:
        raise RuleError(_("The rule comes true %(found)d times only in a hundred years.") % {"found": len(found)})
    return tuple(found)


class NotOnFirstDay(RuleError):
    """The first day of the event is no day of its rule; ``next_day`` is the first that is."""

    def __init__(self, next_day: date) -> None:
        super().__init__(_("The first day of the event is not a day of its rule."))
        self.next_day = next_day
