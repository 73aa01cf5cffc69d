"""What the calendar does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from events.models import GoneEvent


@every(hours=1)
def forget_gone() -> None:
    """Events that calendars have been told long enough are gone."""
    GoneEvent.objects.filter(gone_at__lte=timezone.now() - timedelta(days=settings.EVENT_GONE_DAYS)).delete()
