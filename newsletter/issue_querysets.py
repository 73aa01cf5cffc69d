"""Letters to the list by what is to be done with them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from core.models.ownership import MissionOwnedQuerySet


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
