"""What pages tell of when to come: the line, the hours, the days that are special, and the file of closed days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse

from core.hours import HoursTable, SpecialRow, coming_days, hours_tables
from core.missions import mission_of
from core.open_line import OpenLine, open_lines
from core.openness import Openness
from core.timetables import openness_for

COMING = 5


@dataclass(frozen=True)
class Visiting:
    """Everything for one page, from one ``Openness``. ``file_url`` leads to the closed days as iCalendar."""

    openness: Openness
    lines: tuple[OpenLine, ...]
    tables: tuple[HoursTable, ...]
    coming: tuple[SpecialRow, ...]
    file_url: str


def visiting(request: HttpRequest, now: datetime) -> Visiting | None:
    """For a page that shows the hours; None for a mission that says none."""
    found, main = openness_for(request, now), mission_of(request).main_language
    if not found.states:
        return None
    return Visiting(
        openness=found,
        lines=open_lines(found, main),
        tables=hours_tables(found, main),
        coming=coming_days(found, main, COMING),
        file_url=reverse("closed_days"),
    )


def head_line(request: HttpRequest, now: datetime) -> OpenLine | None:
    """The line of the header: that of the mission's first service; None for a mission that says no hours."""
    lines = open_lines(openness_for(request, now), mission_of(request).main_language)
    return lines[0] if lines else None
