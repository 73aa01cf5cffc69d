"""Days of the demonstration on which the mission keeps other hours, or none."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from wagtail.models import Site

from core.models import SpecialDay


def make_special_days(site: Site, today: date, entries: list[dict[str, Any]]) -> None:
    """The special days of a plan, for a mission that has none yet. ``today`` is the mission's."""
    if SpecialDay.objects.for_site(site).exists():
        return
    for entry in entries:
        row = SpecialDay(
            site=site,
            first_day=day_of(entry, today),
            kind=entry["kind"],
            service=entry.get("service", ""),
            opens=_time(entry.get("opens")),
            closes=_time(entry.get("closes")),
            reason=entry["reason"],
        )
        row.full_clean()
        row.save()


def day_of(entry: dict[str, Any], today: date) -> date:
    """The next time that a date of the year comes, or a day of work so many days from today."""
    if "on" in entry:
        month, day = (int(part) for part in entry["on"].split("-"))
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    found = today + timedelta(days=entry["day"])
    return found + timedelta(days=7 - found.weekday()) if found.weekday() > 4 else found


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
