"""Days, spans and hours of events in words, in the active language. Whole dates are core.dates'; Django's month names
are used, how they stand together is decided here.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import date_style, from_to, language
from core.dates import day_date as day_date  # part of what this module offers, as the two below
from core.dates import full_date as full_date
from core.dates import span_of_days as span_of_days

MINUS = "−"
# English has no one rule, and a mission's week begins on Monday; Django does not know the Kazakh one.
WEEK_STARTS = {"en": 0, "kk": 0}


class Weekday(NamedTuple):
    name: str
    short: str


def month_title(year: int, month: int) -> str:
    """The month as a heading: "March 2023"."""
    return date_format(date(year, month, 1), date_style().month)


def month_name(year: int, month: int) -> str:
    """The month alone, as a heading."""
    return date_format(date(year, month, 1), "F")


def span_of_hours(start: datetime, end: datetime | None) -> str:
    """Clock times in 24 hours: "18:30 to 20:00"."""
    return from_to(f"{start:%H:%M}", f"{end:%H:%M}") if end else f"{start:%H:%M}"


def span_of_weekdays(first: date, last: date) -> str:
    """The weekday, of several days both in short: "Tue to Thu"; beyond a week the last day: "until 30 June 2027"."""
    if first == last:
        return weekday(first)
    if (last - first).days >= len(WEEKDAYS):
        return _("until %(day)s") % {"day": day_date(last)}
    return from_to(short_weekdays()[first.weekday()], short_weekdays()[last.weekday()])


def weekday(day: date) -> str:
    return str(WEEKDAYS[day.weekday()])


def short_weekdays() -> list[str]:
    """Monday to Sunday in two or three letters.

    Not Django's own: its Kazakh ones give Tuesday the letters of Saturday.
    """
    return [
        pgettext("Monday, short", "Mon"),
        pgettext("Tuesday, short", "Tue"),
        pgettext("Wednesday, short", "Wed"),
        pgettext("Thursday, short", "Thu"),
        pgettext("Friday, short", "Fri"),
        pgettext("Saturday, short", "Sat"),
        pgettext("Sunday, short", "Sun"),
    ]


def week_start() -> int:
    """The first day of the week in the active language; 0 is Monday."""
    known = WEEK_STARTS.get(language())
    return (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7 if known is None else known


def weekdays() -> tuple[Weekday, ...]:
    """The names of the seven days, from the first day of the week in the active language on."""
    names = short_weekdays()
    order = [(week_start() + count) % 7 for count in range(7)]
    return tuple(Weekday(str(WEEKDAYS[day]), names[day]) for day in order)


def offset(moment: datetime) -> str:
    """The distance from UTC at an aware moment: "UTC−4", "UTC+5:30"."""
    distance = moment.utcoffset() or timedelta()
    sign = MINUS if distance < timedelta() else "+"
    hours, minutes = divmod(abs(distance) // timedelta(minutes=1), 60)
    return f"UTC{sign}{hours}" + (f":{minutes:02d}" if minutes else "") if distance else "UTC"


def day_difference(day: date, other: date) -> str:
    """How ``day`` lies to ``other``, in words; "" for the same day."""
    days = (day - other).days
    return {0: "", 1: _("the next day"), -1: _("the day before")}.get(days, day_date(day))
