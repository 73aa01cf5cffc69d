"""What the dashboard tells of recordings: what visitors cannot hear, what they soon will not, what could not be
analysed, the way to upload.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Window
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dashboard import Content, Desk, Panel, Part, Row
from core.missions import collections_for
from core.models import MissionSettings
from music.findings import step_text
from music.models import AudioSample, State
from music.permissions import SEEING, policy

SHOWN = 5


class RecordingsPanel(Panel):
    """Permissions that end or have ended, analyses that failed, recordings that are not public."""

    name, order = "recordings", 220

    def is_shown(self) -> bool:
        return bool(policy().user_has_any_permission(self.desk.user, SEEING))

    def content(self) -> Content:
        own = self.samples()
        hidden = own.filter(public=False).order_by("-created_at", "-pk")
        now, warned = self.desk.now, timedelta(days=settings.MUSIC_PERMISSION_WARNING_DAYS)
        limited = own.filter(public=True).order_by("permission_until", "pk")
        ending = limited.filter(permission_until__gt=now, permission_until__lte=now + warned)
        over = limited.filter(permission_until__lte=now, permission_until__gt=now - warned)
        failed = own.filter(analysis__state=State.FAILED).order_by("-created_at", "-pk")
        return Content(
            heading=_("Recordings"),
            empty=_("Every recording can be heard, and no permission ends soon."),
            parts=[
                self.part(over, _("Permission is over")),
                self.part(ending, _("Permission ends")),
                self.part(failed, _("Analysis failed")),
                self.part(hidden, _("Not public yet")),
            ],
            link=(_("All recordings"), reverse("music_samples_modeladmin_index")),
        )

    def samples(self) -> QuerySet[AudioSample]:
        own = AudioSample.objects.for_user(self.desk.user).filter(collection__in=collections_for(self.desk.user))
        found: QuerySet[AudioSample] = own.select_related("collection", "analysis")
        return found

    def part(self, samples: QuerySet[AudioSample], heading: str) -> Part:
        # Rows and their number in one query.
        shown = list(samples.annotate(total=Window(Count("pk")))[:SHOWN])
        rows = [self.row(sample) for sample in shown]
        rest = shown[0].total - len(rows) if shown else 0
        more = ngettext("and %(count)d more", "and %(count)d more", rest) % {"count": rest} if rest else ""
        return Part(rows, heading=heading, more=more)

    def row(self, sample: Any) -> Row:
        mission = self.mission_of(sample)
        over = bool(sample.permission_until and sample.permission_until <= self.desk.now)
        return Row(
            title=sample.title,
            url=reverse("music_samples_modeladmin_edit", args=[sample.pk]),
            lang=sample.title_language,
            mark=_("permission over") if over else "",
            urgent=over and sample.public,
            facts=(
                *((sample.artist,) if sample.artist else ()),
                *((step_text(sample.analysis),) if _has_failed(sample) else ()),
                *((self.until(sample, mission),) if sample.permission_until else ()),
                *(self.desk.whose(mission) if mission else ()),
            ),
        )

    def until(self, sample: AudioSample, mission: MissionSettings | None) -> str:
        moment: Any = sample.permission_until
        shown = self.desk.on_the_clock(moment, mission) if mission else f"{moment:%Y-%m-%d %H:%M} UTC"
        return _("permitted until %(moment)s") % {"moment": shown}

    def mission_of(self, sample: AudioSample) -> MissionSettings | None:
        """The mission whose collection holds the recording; None for a superuser's that no mission owns."""
        path = sample.collection.path
        holders = [
            one for one in self.desk.missions.values() if one.collection and path.startswith(one.collection.path)
        ]
        return max(holders, key=lambda one: one.collection.depth, default=None)  # type: ignore[union-attr]  # none is left out above


def _has_failed(sample: Any) -> bool:
    analysis = getattr(sample, "analysis", None)
    return analysis is not None and analysis.state == State.FAILED


def upload_address(desk: Desk) -> str:
    """Where recordings are uploaded; "" where that is not allowed."""
    return reverse("music_admin:upload") if policy().user_has_permission(desk.user, "add") else ""
