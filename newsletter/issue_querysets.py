"""Letters to the list by what is to be done with them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q

from core.models.ownership import MissionOwnedQuerySet
from news.models import BulletinPage


class IssueQuerySet(MissionOwnedQuerySet):
    """Issues as the scheduler, the workers and the archive ask for them."""

    def due(self, now: datetime) -> Self:
        return self.filter(state="scheduled", due_at__lte=now).order_by("due_at", "pk")

    def going_out(self) -> Self:
        return self.filter(state__in=("preparing", "sending"))

    def archived(self) -> Self:
        """What visitors may read again, the newest first."""
        gone_out = self.filter(state__in=("sending", "paused", "stopped", "sent"), started_at__isnull=False)
        return gone_out.filter(in_archive=True).order_by("-started_at", "-pk")

    def that_can_be_read(self) -> Self:
        """Those that have a text and whose bulletin, if they are of one, is public still."""
        public = BulletinPage.objects.published().order_by().values("translation_key")
        is_public = Q(translation_key=None) | Q(translation_key__in=public)
        return self.filter(is_public, texts__isnull=False).distinct()
