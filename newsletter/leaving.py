"""Leaving the list and being forgotten: no letter more, and of the address a hash only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.outbox import forget
from newsletter.consents import Proof, record
from newsletter.models import Bounce, Consent, Delivery, Subscriber, Suppression
from newsletter.suppression import is_suppressed, suppress

STATE = Subscriber.State
PORTION = 500


def leave(subscriber: Subscriber, proved: Proof, now: datetime) -> bool:
    """The owner of the address wants no more mail, now; False where they had left. One statement decides."""
    with transaction.atomic():
        row = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=STATE.LEFT)
        left = bool(row.update(state=STATE.LEFT, left_at=now))
        if left:
            suppress(subscriber.site_id, subscriber.email, Suppression.Reason.LEFT, now)
            record(subscriber, Consent.Act.LEFT, proved, now)
            _drop_letters(subscriber, now)
    subscriber.state = STATE.LEFT
    return left


def erase(subscriber: Subscriber, now: datetime) -> None:
    """The owner wants nothing kept of the address. The hash stays, so that nobody puts it back. Safe to repeat."""
    with transaction.atomic():
        suppress(subscriber.site_id, subscriber.email, Suppression.Reason.ERASED, now)
        forget_row(subscriber, now)


def forget_left(now: datetime) -> int:
    """Erases those who left long enough ago, a portion; why they get no letters stays with the hash."""
    over = now - timedelta(days=settings.LIST_LEFT_DAYS)
    # Who has asked anew may still confirm.
    waiting = now - timedelta(days=settings.LIST_CONFIRM_DAYS)
    gone = Subscriber.objects.filter(state=STATE.LEFT, left_at__lt=over, asked_at__lt=waiting)
    keys = list(gone.order_by("pk").values_list("pk", flat=True)[:PORTION])
    for key in keys:
        with transaction.atomic():
            subscriber = gone.select_for_update().filter(pk=key).first()
            if subscriber is None:  # has joined again just now
                continue
            if not is_suppressed(subscriber.site, subscriber.email):
                suppress(subscriber.site_id, subscriber.email, Suppression.Reason.LEFT, now)
            forget_row(subscriber, now)
    return len(keys)


def forget_row(subscriber: Subscriber, now: datetime) -> None:
    """The row and all that names its owner. Letters stay counted, without an address."""
    _drop_letters(subscriber, now)
    # A mail server may have named the address in its reason.
    Bounce.objects.filter(subscriber=subscriber.pk).update(reason="")
    Delivery.objects.filter(subscriber=subscriber.pk).update(email="", public_id="")
    Subscriber.objects.filter(pk=subscriber.pk).delete()


def _drop_letters(subscriber: Subscriber, now: datetime) -> None:
    """What waits to be sent is not."""
    waiting = Delivery.objects.filter(subscriber=subscriber.pk, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, settled_at=now, holder="", held_until=None)
    forget([subscriber.public_id], now)
