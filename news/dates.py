"""Dates of bulletins in words, in the active language."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

# Django's own formats shorten English months and have no Kazakh.
LONG_DATES = {"en": "F j, Y", "kk": "Y ж. j E", "ru": "j E Y г."}
MONTHS_IN_LOWER_CASE = {"kk", "ru"}


def long_date(value: date | None) -> str:
    """``December 22, 2008``, ``22 декабря 2008 г.``, ``2008 ж. 22 желтоқсан``; else ``22 December 2008``."""
    if value is None:
        return ""
    code = (get_language() or "")[:2]
    text = format_date(value, LONG_DATES.get(code, "j F Y"))
    return text.lower() if code in MONTHS_IN_LOWER_CASE else text


def corrected_day(moment: datetime | None, zone: tzinfo) -> date | None:
    """The day of a correction on the mission's calendar; None for a text that was never corrected."""
    return None if moment is None else timezone.localtime(moment, zone).date()
