"""Opening hours as people read them: today first, then days with the same hours together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby
from typing import Protocol

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.translation import gettext as _


class Opening(Protocol):
    """One opening time; ``weekday`` 0 is Monday."""

    @property
    def weekday(self) -> int: ...
    @property
    def opens(self) -> time: ...
    @property
    def closes(self) -> time: ...


@dataclass(frozen=True)
class HoursRow:
    """A line of the table: the days in words, the hours in words."""

    days: str
    hours: str
    is_today: bool = False


def _in_words(openings: list[Opening]) -> str:
    if not openings:
        return _("Closed")
    spans = [
        _("%(first)s to %(last)s") % {"first": time_format(one.opens, "H:i"), "last": time_format(one.closes, "H:i")}
        for one in sorted(openings, key=lambda one: one.opens)
    ]
    return ", ".join(spans)


def _days_in_words(days: list[int]) -> str:
    names = [str(WEEKDAYS[day]) for day in days]
    if len(names) > 2:
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    return ", ".join(names)


def hours_table(openings: Iterable[Opening], today: int) -> list[HoursRow]:
    """Today, then the week from Monday on; neighbouring days with the same hours share a line. Empty for none."""
    by_day: dict[int, list[Opening]] = {day: [] for day in range(7)}
    for one in openings:
        by_day[one.weekday].append(one)
    if not any(by_day.values()):
        return []
    words = {day: _in_words(by_day[day]) for day in range(7)}
    rows = [HoursRow(_("Today, %(day)s") % {"day": WEEKDAYS[today]}, words[today], is_today=True)]
    for text, days in groupby(range(7), key=lambda day: words[day]):
        rows.append(HoursRow(_days_in_words(list(days)), text))
    return rows
