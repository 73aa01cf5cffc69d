"""What the dashboard tells of closed days: the next ones of each mission, and the way to more."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Content, Desk, Panel, Part, Row
from core.dates import full_date, span_of_days
from core.holiday_views import may_choose
from core.hours import AHEAD, hours_in_words, label_of
from core.missions import local_now
from core.models import MissionSettings
from core.openness import Timetable
from core.reasons import in_words, reasons_of
from core.special_runs import Run, special_runs
from core.timetables import timetables_of

NEXT = 4


class HoursPanel(Panel):
    """The next days on which the hours are not those of the week."""

    name, order = "hours", 600

    def is_shown(self) -> bool:
        return may_choose(self.desk.user)

    def content(self) -> Content:
        missions = list(self.desk.missions.values())
        found = [
            (mission, run)
            for mission, timetable in zip(missions, timetables_of(missions), strict=True)
            for run in _ahead(timetable, local_now(mission, self.desk.now).date())
        ]
        found.sort(key=lambda pair: pair[1].first)
        return Content(
            heading=_("Next closed days"),
            empty=_("No closed day is ahead, or the hours of the week are not said yet."),
            parts=[Part([_row(self.desk, mission, run) for mission, run in found[:NEXT]])],
            link=(_("Public holidays"), reverse("holidays:index")),
        )


def _ahead(timetable: Timetable, today: date) -> tuple[Run, ...]:
    return special_runs(timetable, today, today + AHEAD)[:NEXT]


def _row(desk: Desk, mission: MissionSettings, run: Run) -> Row:
    special = run.plan.special
    services = (", ".join(map(label_of, run.services)),) if run.services else ()
    reasons = in_words(reasons_of(run.plan, mission.main_language))
    return Row(
        title=full_date(run.first) if run.first == run.last else span_of_days(run.first, run.last),
        url=reverse("special_days:edit", args=[special.key]) if special else "",
        facts=(*services, hours_in_words(run.plan.spans), *((reasons,) if reasons else ()), *desk.whose(mission)),
    )
