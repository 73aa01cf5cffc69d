"""What a calendar marks beside its events: the holidays of the mission's two countries, and its own special days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from core.dates import span_of_days
from core.holidays import Holiday, holidays_on
from core.hours import hours_in_words, label_of
from core.language_texts import text_in
from core.openness import CLOSED, OPEN, Plan, Special, Timetable, plan
from core.reasons import celebrations
from core.words import Wording

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mark:
    """``country`` celebrates, in words; "" for the mission's own day. ``closes`` says that the mission is closed for
    it, in whole or, where ``service`` is named, in part.
    """

    text: Wording
    country: str = ""
    service: str = ""
    closes: bool = False

    def __str__(self) -> str:
        """In one line of plain text, with everything that it says."""
        named = f"{self.service}: {self.text}" if self.service else str(self.text)
        said = f"{named} ({self.country})" if self.country else named
        return _("%(day)s, closed") % {"day": said} if self.closes else said


@dataclass(frozen=True)
class MarkRun:
    """Days in a row with the same marks; ``days`` in words."""

    days: str
    marks: tuple[Mark, ...]


def marks_between(
    timetable: Timetable, first: date, last: date, main: str, today: date
) -> dict[date, tuple[Mark, ...]]:
    """The marks of each day that has any, from ``first`` to ``last``, without queries. Estimated dates are left out.

    Of days before ``today`` it is not said that they close the mission: today's choice says nothing of them.
    """
    days = (first + count * ONE_DAY for count in range((last - first).days + 1))
    found = {day: marks for day in days if (marks := _marks(timetable, day, main))}
    return {
        day: marks if day >= today else tuple(dict.fromkeys(replace(mark, closes=False) for mark in marks))
        for day, marks in found.items()
    }


def mark_runs(marks: Mapping[date, tuple[Mark, ...]], first: date, last: date) -> tuple[MarkRun, ...]:
    """The marks from ``first`` to ``last`` as a list: days that follow each other and are marked alike are one line."""
    spans: list[tuple[date, date]] = []
    for day in sorted(day for day in marks if first <= day <= last):
        if spans and spans[-1][1] + ONE_DAY == day and marks[spans[-1][1]] == marks[day]:
            spans[-1] = spans[-1][0], day
        else:
            spans.append((day, day))
    return tuple(MarkRun(span_of_days(start, end), marks[start]) for start, end in spans)


def _marks(timetable: Timetable, day: date, main: str) -> tuple[Mark, ...]:
    plans = {service: plan(timetable, service, day) for service in timetable.services}
    holidays = tuple(one for one in holidays_on(timetable.countries, day) if not one.is_estimated)
    own = _specials(timetable, plans, day)
    return *_celebrated(timetable, holidays, plans, day), *(_own(one, plans, main) for one in own if _shows(one))


def _specials(timetable: Timetable, plans: dict[str, Plan], day: date) -> tuple[Special, ...]:
    """Those that hold on the day; in a mission that says no hours, those that close it."""
    if plans:
        return tuple(dict.fromkeys(found.special for found in plans.values() if found.special))
    return tuple(one for one in timetable.specials if one.kind == CLOSED and one.first <= day <= one.last)


def _celebrated(
    timetable: Timetable, holidays: tuple[Holiday, ...], plans: dict[str, Plan], day: date
) -> tuple[Mark, ...]:
    """Those that close the mission, then the others. On a day that is free anyway none closes it."""
    closing = [one for one in timetable.closing_holidays(day) if _is_felt(one, plans)]
    others = [one for one in holidays if one not in closing]
    return (
        *(Mark(reason.text, reason.country, closes=True) for reason in celebrations(closing)),
        *(Mark(reason.text, reason.country) for reason in celebrations(others)),
    )


def _is_felt(holiday: Holiday, plans: dict[str, Plan]) -> bool:
    return not plans or any(holiday in found.holidays and found.differs for found in plans.values())


def _shows(special: Special) -> bool:
    """An ordinary day that no words were found for needs no mark."""
    return special.kind != OPEN or bool(special.reason)


def _own(special: Special, plans: dict[str, Plan], main: str) -> Mark:
    reason = text_in(dict(special.reason), main)
    service = label_of(special.service) if special.service else ""
    if special.kind == CLOSED:
        return Mark(reason or Wording(_("Closed"), ""), service=service, closes=reason is not None)
    hours = (found.spans for found in plans.values() if found.special == special)
    return Mark(reason or Wording(hours_in_words(next(hours)), ""), service=service)
