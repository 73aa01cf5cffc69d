"""What an editor does to one address: no more letters to it, or its row away. The admin logs it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from newsletter.bounces import stop
from newsletter.leaving import forget_row
from newsletter.models import Subscriber, Suppression
from newsletter.suppression import suppress


def stop_by_hand(subscriber: Subscriber, now: datetime) -> None:
    """No more letters go there until its owner joins anew. Safe to repeat."""
    with transaction.atomic():
        stop(subscriber, Subscriber.State.LEFT, Suppression.Reason.BY_HAND, now)


def remove(subscriber: Subscriber, now: datetime, *, keeps_away: bool) -> None:
    """Erases the row and what names its owner; with ``keeps_away`` a hash stays, so that nobody puts it back."""
    with transaction.atomic():
        if keeps_away:
            suppress(subscriber.site_id, subscriber.email, Suppression.Reason.BY_HAND, now)
        forget_row(subscriber, now)
