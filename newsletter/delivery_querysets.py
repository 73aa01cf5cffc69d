"""The words that sending is made of."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class DeliveryQuerySet(models.QuerySet):
    """Deliveries by what is to be done with them."""

    def free(self, now: datetime) -> Self:
        """What a worker may take: it waits, its time has come, its issue is going out, and nobody holds it."""
        unheld = Q(held_until=None) | Q(held_until__lt=now)
        return self.filter(unheld, state="waiting", not_before__lte=now, issue__state="sending")

    def lost(self, now: datetime) -> Self:
        """On the wire of a worker that has not been heard of for too long."""
        return self.filter(state="on_wire", held_until__lt=now)

    def unsettled(self) -> Self:
        return self.filter(state__in=("waiting", "on_wire"))
