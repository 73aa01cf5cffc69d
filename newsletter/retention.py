"""What is known of letters that have left ends after a time: whom they went to, then what came back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from newsletter.models import Bounce, Delivery

PORTION = 1000
# So many portions at once; the rest has time until the next hour.
PORTIONS = 50


def forget_readers(now: datetime) -> int:
    """Takes address and name off letters that were settled long ago; returns of how many. The figures stay."""
    over = now - timedelta(days=settings.MAIL_KEPT_DAYS)
    named = Delivery.objects.filter(settled_at__lt=over).exclude(email="", public_id="")
    return _by_portions(named, lambda portion: portion.update(email="", public_id=""))


def forget_returned(now: datetime) -> int:
    """Deletes reports of returned letters that no longer count; returns how many."""
    over = now - timedelta(days=settings.LIST_BOUNCES_KEPT_DAYS)
    return _by_portions(Bounce.objects.filter(at__lt=over), lambda portion: portion.delete()[0])


def _by_portions(rows: Any, work: Any) -> int:
    """Short statements, so that nobody who writes beside waits long."""
    done = 0
    for _turn in range(PORTIONS):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:PORTION])
        if not keys:
            break
        done += work(rows.model.objects.filter(pk__in=keys))
    return done
