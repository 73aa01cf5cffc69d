"""The one line that says whether the mission is open, for each service that says something of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import day_date
from core.models import Service
from core.openness import MIDNIGHT, Openness, State
from core.reasons import Reason, reasons_of


@dataclass(frozen=True)
class OpenLine:
    """``service`` is "" where one line stands for all. ``following`` says when it opens, after the reasons."""

    service: str
    is_open: bool
    state: str
    reasons: tuple[Reason, ...] = ()
    following: str = ""


def open_lines(found: Openness, main: str) -> tuple[OpenLine, ...]:
    """A line for each service, in the active language; one alone where all would say the same."""
    lines = tuple(_line(state, found.moment.astimezone(found.timetable.zone), main) for state in found.states)
    bare = {replace(line, service="") for line in lines}
    return tuple(bare) if len(bare) == 1 else lines


def _line(state: State, here: datetime, main: str) -> OpenLine:
    until = state.until.astimezone(here.tzinfo) if state.until else None
    service = str(Service(state.service).label)
    reasons = reasons_of(state.today, main) if state.today.differs else ()
    if state.is_open:
        return OpenLine(service, True, _open(here, until), reasons)
    if state.today.differs and not state.today.spans:
        following = _("Opens %(when)s") % {"when": _when(here, until)} if until else ""
        return OpenLine(service, False, _("Closed today"), reasons, following)
    words = _("Closed now, opens %(when)s") % {"when": _when(here, until)} if until else _("Closed now")
    return OpenLine(service, False, words, reasons)


def _open(here: datetime, until: datetime | None) -> str:
    if until is None:
        return _("Open now")
    days = (until.date() - here.date()).days
    if days == 1 and until.time() == MIDNIGHT:
        return _("Open now, until midnight")
    clock = f"{until:%H:%M}"
    if days:
        day = _("tomorrow") if days == 1 else day_date(until.date())
        clock = f"{day}, {clock}"
    return _("Open now, until %(time)s") % {"time": clock}


def _when(here: datetime, until: datetime) -> str:
    """When it opens, as it follows the verb: "at 14:00", "tomorrow at 09:00", "on Monday at 09:00"."""
    clock, days = f"{until:%H:%M}", (until.date() - here.date()).days
    if days == 0:
        return pgettext("opens", "at %(time)s") % {"time": clock}
    if days == 1:
        return pgettext("opens", "tomorrow at %(time)s") % {"time": clock}
    if days < 7:
        return _on_weekday(until) % {"time": clock}
    return pgettext("opens", "on %(date)s at %(time)s") % {"date": day_date(until.date()), "time": clock}


def _on_weekday(day: datetime) -> str:
    """Written out for each day: languages decline them, and put other words before them."""
    return (
        pgettext("opens", "on Monday at %(time)s"),
        pgettext("opens", "on Tuesday at %(time)s"),
        pgettext("opens", "on Wednesday at %(time)s"),
        pgettext("opens", "on Thursday at %(time)s"),
        pgettext("opens", "on Friday at %(time)s"),
        pgettext("opens", "on Saturday at %(time)s"),
        pgettext("opens", "on Sunday at %(time)s"),
    )[day.weekday()]
