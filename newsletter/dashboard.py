"""What the dashboard tells of the e-mail list: how many are on it, how many left."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Content, Figure, Panel
from newsletter.models import Subscriber

LATELY = timedelta(days=30)
STATE = Subscriber.State


class ListPanel(Panel):
    """The size of the list; of several missions' lists the sum."""

    name, order = "list", 230

    def is_shown(self) -> bool:
        return bool(self.desk.user.has_perm("newsletter.view_subscriber"))

    def content(self) -> Content:
        lately = Q(state=STATE.LEFT, left_at__gte=self.desk.now - LATELY)
        counted = Subscriber.objects.filter(site__in=self.desk.sites).aggregate(
            confirmed=Count("pk", filter=Q(state=STATE.CONFIRMED)),
            waiting=Count("pk", filter=Q(state=STATE.UNCONFIRMED)),
            left=Count("pk", filter=lately),
        )
        figures = [
            Figure(counted["confirmed"], _("confirmed")),
            Figure(counted["waiting"], _("have not confirmed yet")),
            Figure(counted["left"], _("left in the last 30 days")),
        ]
        return Content(
            heading=_("E-mail list"),
            empty=_("Nobody has joined the list yet."),
            figures=figures if any(counted.values()) else [],
            link=(_("All addresses"), reverse("subscribers_modeladmin_index")),
        )
