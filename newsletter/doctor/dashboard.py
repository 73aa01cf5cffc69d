"""What the dashboard tells where the mission's letters cannot arrive."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.dashboard import Content, Panel, Part, Row
from newsletter.doctor.findings import reds
from newsletter.doctor.models import MailExamination

# Who looks after the list sees how its mail is set up.
MAY_LOOK = "newsletter.view_subscriber"


def may_look(user: Any) -> bool:
    return bool(user.has_perm(MAY_LOOK))


class MailCheckPanel(Panel):
    """What has to be mended before letters are sent; not drawn where nothing has."""

    name, order = "mail-check", 92

    def is_shown(self) -> bool:
        return may_look(self.desk.user) and bool(self.rows)

    @cached_property
    def rows(self) -> list[Row]:
        examinations = MailExamination.objects.filter(site__in=self.desk.sites).order_by("pk")
        return [
            Row(
                title=finding.title,
                url=reverse("mail_check:page", args=[examination.site_id]),
                facts=(finding.what, *self.desk.whose(self.desk.missions[examination.site_id])),
                mark=str(finding.level.label),
                urgent=True,
            )
            for examination in examinations
            for finding in reds(examination.found)
        ]

    def content(self) -> Content:
        return Content(
            heading=_("Letters to the list would not arrive"),
            empty="",
            parts=[Part(self.rows)],
            link=(_("Look at it"), reverse("mail_check:index")),
        )
