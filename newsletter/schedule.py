"""What the list does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from newsletter.leaving import forget_left
from newsletter.models import Subscriber


@every(hours=1)
def forget_unconfirmed() -> None:
    """An address that was never confirmed is forgotten."""
    asked_before = timezone.now() - timedelta(days=settings.LIST_UNCONFIRMED_DAYS)
    Subscriber.objects.never_confirmed(asked_before).delete()


@every(hours=1)
def forget_those_who_left() -> None:
    """Of an address that has left, nothing but a hash is kept."""
    forget_left(timezone.now())
