"""The words that lists of subscribers are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models.functions import Lower

from core.models.ownership import MissionOwnedQuerySet


class SubscriberQuerySet(MissionOwnedQuerySet):
    """Subscribers by address and by what they have said."""

    def with_email(self, email: str) -> Self:
        """The subscriber of that address, however its letters are written; uses the unique index."""
        return self.alias(email_lower=Lower("email")).filter(email_lower=email.lower())

    def never_confirmed(self, before: datetime) -> Self:
        """Those who were asked before that moment and did not answer."""
        return self.filter(state="unconfirmed", asked_at__lt=before)
