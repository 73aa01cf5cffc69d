"""What the dashboard tells of alerts: which are on now, which are ahead, and the way to a new one."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from core.alert_states import state_of
from core.alerts import EMERGENCY
from core.dashboard import Content, Desk, Panel, Part, Row
from core.language_texts import text_in
from core.models import Alert


class AlertsPanel(Panel):
    """The alerts that are on or ahead; not drawn where there is none."""

    name, order = "alerts", 80

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        may = desk.user.has_perm("core.change_alert")
        rows = Alert.objects.filter(site__in=desk.sites, ends_at__gt=desk.now).order_by("starts_at", "pk")
        self.found: list[Alert] = list(rows) if may else []

    def is_shown(self) -> bool:
        return bool(self.found)

    def content(self) -> Content:
        on = sum(alert.starts_at <= self.desk.now for alert in self.found)
        return Content(
            heading=_("Alerts"),
            empty="",
            count=on,
            parts=[Part([self._row(alert) for alert in self.found])],
            link=(_("All alerts"), reverse("alerts:index")),
        )

    def _row(self, alert: Alert) -> Row:
        mission = self.desk.missions[alert.site_id]
        heading = text_in(alert.heading, mission.main_language)
        return Row(
            title=heading.text if heading else str(alert),
            lang=heading.lang if heading else "",
            url=reverse("alerts:edit", args=[alert.pk]),
            mark=str(alert.get_level_display()),
            urgent=alert.level == EMERGENCY,
            facts=(state_of(alert, mission, self.desk.now), *self.desk.whose(mission)),
        )


def new_alert_address(desk: Desk) -> str:
    """Where an alert of the desk's mission is written; "" where that is not allowed."""
    return reverse("alerts:add") if desk.mission and desk.user.has_perm("core.add_alert") else ""
