"""Dates in words, in the active language: formats of whole dates, and moments as an editor is told of them.

Django has no formats for Kazakh, and its Kazakh month names are capitalised, as only headings want them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils.formats import date_format, get_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


class Ends(NamedTuple):
    """Date formats of the first and the last day of a span."""

    first: str
    last: str


@dataclass(frozen=True)
class DateStyle:
    """Django date formats of one language. ``lower`` is set where names in running text are not capitalised."""

    full: str
    day: str
    month: str
    within_month: Ends
    within_year: Ends
    lower: bool = False


STYLES = {
    "en": DateStyle(
        full="l, j F Y",
        day="j F Y",
        month="F Y",
        within_month=Ends("j", "j F Y"),
        within_year=Ends("j F", "j F Y"),
    ),
    "ru": DateStyle(
        full="l, j E Y г.",
        day="j E Y г.",
        month="F Y",
        within_month=Ends("j", "j E Y г."),
        within_year=Ends("j E", "j E Y г."),
        lower=True,
    ),
    "kk": DateStyle(
        full="Y ж. j F, l",
        day="Y ж. j F",
        month="F Y",
        within_month=Ends("Y ж. j", "j F"),
        within_year=Ends("Y ж. j F", "j F"),
        lower=True,
    ),
}


def language() -> str:
    """The active language without its region."""
    return (get_language() or "").split("-")[0]


def date_style() -> DateStyle:
    """The formats of the active language; Django's own where the table above has none."""
    known = STYLES.get(language())
    if known:
        return known
    day = get_format("DATE_FORMAT")
    return DateStyle(
        full=f"l, {day}",
        day=day,
        month=get_format("YEAR_MONTH_FORMAT"),
        within_month=Ends(day, day),
        within_year=Ends(day, day),
    )


def formatted(day: date, pattern: str) -> str:
    """A day in a Django date format, capitalised as the language has it in running text."""
    return _formatted(day, pattern, get_language()) if type(day) is date else _in_words(day, pattern)


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, _language: str | None) -> str:
    """A month of events says the same few days again and again. Moments are not kept: equal ones may read otherwise."""
    return _in_words(day, pattern)


def _in_words(day: date, pattern: str) -> str:
    text = date_format(day, pattern)
    return text.lower() if date_style().lower else text


def full_date(day: date) -> str:
    """With weekday and year: "Thursday, 16 March 2023"."""
    return formatted(day, date_style().full)


def day_date(day: date) -> str:
    """With the year: "16 March 2023"."""
    return formatted(day, date_style().day)


def span_of_days(first: date, last: date) -> str:
    """One day, or both ends with what they share said once: "21 to 23 March 2023"."""
    style = date_style()
    if first == last:
        return day_date(first)
    if (first.year, first.month) == (last.year, last.month):
        ends = style.within_month
    elif first.year == last.year:
        ends = style.within_year
    else:
        ends = Ends(style.day, style.day)
    return from_to(formatted(first, ends.first), formatted(last, ends.last))


def from_to(first: str, last: str) -> str:
    """Both ends of a span of time, whose words they are already."""
    return pgettext("two ends of a span of time", "%(first)s to %(last)s") % {"first": first, "last": last}


def moment_words(moment: datetime, now: datetime) -> str:
    """An aware moment on the clock that its zone says, with its day: "today, 11:24", "16 March 2023, 09:00"."""
    day, today = moment.date(), now.astimezone(moment.tzinfo).date()
    near = {today: _("today"), today - timedelta(days=1): _("yesterday"), today + timedelta(days=1): _("tomorrow")}
    return f"{near.get(day) or day_date(day)}, {moment:%H:%M}"
