"""The dashboard as a whole: its head with what an editor does most, and the panels of all apps in their order."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from core.alert_dashboard import AlertsPanel, new_alert_address
from core.dashboard import Desk
from core.dates import full_date
from core.hours_dashboard import HoursPanel
from core.missions import local_now
from core.undelivered import MailPanel
from core.waiting import ApprovalPanel, DraftsPanel, SchedulePanel
from events.dashboard import EventsPanel, new_event_address
from events.reply_panel import GuestsPanel
from music.dashboard import RecordingsPanel, upload_address
from news.dashboard import BulletinsPanel, new_bulletin_address
from newsletter.dashboard import LettersPanel, ListPanel
from newsletter.doctor.dashboard import MailCheckPanel

PANELS = (
    AlertsPanel,
    MailPanel,
    MailCheckPanel,
    ApprovalPanel,
    DraftsPanel,
    SchedulePanel,
    EventsPanel,
    GuestsPanel,
    BulletinsPanel,
    RecordingsPanel,
    LettersPanel,
    ListPanel,
    HoursPanel,
)


class HeadPanel(Component):
    """The mission's name, its day and hour, and quick actions; for a user without mission, whom to ask."""

    template_name = "home/admin/dashboard_head.html"
    order = 0

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        mission = self.desk.mission
        if mission is None:
            return {"mission": None}
        there = local_now(mission, self.desk.now)
        return {
            "mission": mission,
            "day": full_date(there.date()),
            "hour": f"{there:%H:%M}",
            "place": mission.place_line,
            "site_url": mission.site.root_url + "/",
            "actions": self.actions(),
        }

    def actions(self) -> list[tuple[str, str]]:
        """Pairs of words and address, only what the user may do."""
        known = [
            (_("New bulletin"), new_bulletin_address(self.desk)),
            (_("New event"), new_event_address(self.desk)),
            (_("Upload recordings"), upload_address(self.desk)),
            (_("New alert"), new_alert_address(self.desk)),
        ]
        return [(words, address) for words, address in known if address]


def panels_for(request: HttpRequest, now: datetime) -> list[Component]:
    """All panels that the user may see; for a user without mission the head alone."""
    desk = Desk(request, now)
    if not desk.sites:
        return [HeadPanel(desk)]
    return [HeadPanel(desk), *(panel for kind in PANELS if (panel := kind(desk)).is_shown())]
