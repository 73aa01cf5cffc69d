"""What the calendar does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from events.models import CalendarImport, GoneEvent
from events.reply_notices import forget_guests, remind


@every(hours=1)
def forget_gone() -> None:
    """Events that calendars have been told long enough are gone."""
    GoneEvent.objects.filter(gone_at__lte=timezone.now() - timedelta(days=settings.EVENT_GONE_DAYS)).delete()


@every(hours=1)
def forget_imports() -> None:
    """Files that were sent to be imported go with their reports; what came of them stays."""
    sent_before = timezone.now() - timedelta(hours=settings.EVENT_IMPORT_HOURS)
    CalendarImport.objects.filter(made_at__lte=sent_before).delete()


@every(minutes=10)
def remind_guests() -> None:
    """Whoever has a place at an event that is near gets a letter."""
    remind(timezone.now())


@every(hours=1)
def erase_guests() -> None:
    """Some days after an event nobody knows any more who came."""
    forget_guests(timezone.now())
