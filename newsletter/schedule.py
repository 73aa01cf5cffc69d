"""What the list does at fixed times."""

from django.utils import timezone

from core.scheduler import every
from newsletter.models import Subscriber
from newsletter.subscription import KEPT_UNCONFIRMED


@every(hours=1)
def forget_unconfirmed() -> None:
    """An address that was never confirmed is forgotten."""
    Subscriber.objects.never_confirmed(timezone.now() - KEPT_UNCONFIRMED).delete()
