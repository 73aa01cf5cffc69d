"""What follows from a letter that came back: counted, and after hard ones, or many soft ones, no more letters go there.

A report that does not name one of our letters can be written by anybody; it is counted as a soft one at most.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from newsletter.models import Bounce, Consent, Delivery, Subscriber
from newsletter.returned import COMPLAINT, HARD, SOFT, Report
from newsletter.suppression import suppress

logger = logging.getLogger(__name__)

# RFC 3463: the mailbox, or the whole domain, does not exist.
GONE = frozenset({"5.1.1", "5.1.2", "5.1.10"})
HARD_ONES = 2
SOFT_TIME = timedelta(days=30)
KIND = Bounce.Kind
STATE = Subscriber.State


def take_report(report: Report, now: datetime) -> Bounce | None:
    """Counts a report once; None for one that is known already, or about nobody on a list."""
    delivery = _delivery(report.message_id)
    subscriber = _subscriber(report, delivery)
    if subscriber is None:
        return None
    kind = report.kind if delivery is not None else SOFT
    return count(subscriber, delivery, kind, report.status, report.reason, report.key, now)


def leave_by_service(message_id: str, now: datetime) -> bool:
    """The reader of one of our letters has left by a mail service's own way out; False for an unknown letter."""
    delivery = _delivery(message_id)
    if delivery is None or delivery.subscriber is None:
        return False
    with transaction.atomic():
        stop(delivery.subscriber, STATE.LEFT, "left", now)
    return True


def count(
    subscriber: Subscriber, delivery: Delivery | None, kind: str, status: str, reason: str, key: str, now: datetime
) -> Bounce | None:
    """Writes the row and draws the consequence in one transaction; None for a report that is known already."""
    try:
        with transaction.atomic():
            bounce: Bounce = Bounce.objects.create(
                site_id=subscriber.site_id,
                key=key,
                kind=kind,
                status=status[:12],
                reason=reason[:300],
                subscriber=subscriber,
                delivery=delivery,
                at=now,
            )
            _draw_consequence(subscriber, kind, status, now)
    except IntegrityError:
        return None
    return bounce


def _delivery(message_id: str) -> Delivery | None:
    if not message_id:
        return None
    found: Delivery | None = (
        Delivery.objects.select_related("subscriber", "issue").filter(message_id=message_id).first()
    )
    return found


def _subscriber(report: Report, delivery: Delivery | None) -> Subscriber | None:
    """Whose letter it was. By address alone only where one list has it."""
    if delivery is not None:
        return delivery.subscriber
    if not report.recipient:
        return None
    found = list(Subscriber.objects.all().with_email(report.recipient)[:2])
    return found[0] if len(found) == 1 else None


def _draw_consequence(subscriber: Subscriber, kind: str, status: str, now: datetime) -> None:
    rows = Subscriber.objects.filter(pk=subscriber.pk)
    if kind == COMPLAINT:
        stop(subscriber, STATE.LEFT, "complained", now)
    elif kind == HARD:
        rows.update(hard_bounces=F("hard_bounces") + 1)
        subscriber.refresh_from_db()
        if status in GONE or subscriber.hard_bounces >= HARD_ONES:
            stop(subscriber, STATE.STOPPED, "bounced", now)
    else:
        lately = Bounce.objects.filter(subscriber=subscriber, kind=KIND.SOFT, at__gte=now - SOFT_TIME).count()
        rows.update(soft_bounces=lately)
        if lately >= settings.LIST_SOFT_BOUNCES:
            stop(subscriber, STATE.STOPPED, "bounced", now)


def stop(subscriber: Subscriber, state: str, reason: str, now: datetime) -> None:
    """No more letters go to the address; what waits for it is dropped. Safe to repeat."""
    changes: dict[str, Any] = {"state": state}
    if state == STATE.LEFT:
        changes["left_at"] = now
    if Subscriber.objects.filter(pk=subscriber.pk, state=STATE.CONFIRMED).update(**changes):
        Consent.objects.create(subscriber=subscriber, act=Consent.Act.STOPPED, at=now, source=reason)
    suppress(subscriber.site_id, subscriber.email, reason, now)
    waiting = Delivery.objects.filter(subscriber=subscriber, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, settled_at=now, holder="", held_until=None)


def take_refusals(now: datetime, most: int = 500) -> int:
    """Counts letters whose address the mail server refused at once (RFC 5321, 4.2.1), as if they had come back.

    The reason of a refusal that was not the address's fault begins with the step at which it was said.
    """
    refused = Delivery.objects.filter(
        state=Delivery.State.FAILED,
        error__startswith="5",
        # An older one was counted; its row may be forgotten by now.
        settled_at__gte=now - SOFT_TIME,
        bounces=None,
        subscriber__state=STATE.CONFIRMED,
    ).select_related("subscriber")
    counted = 0
    for delivery in refused.order_by("pk")[:most]:
        status = delivery.error.partition(" ")[2]
        key = f"refused {delivery.pk}"
        if delivery.subscriber is not None:
            counted += count(delivery.subscriber, delivery, HARD, status, delivery.error, key, now) is not None
    return counted
