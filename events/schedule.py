"""What events do at fixed times."""

from django.utils import timezone

from core.scheduler import every
from events.reply_notices import forget_guests, remind


@every(minutes=10)
def remind_guests() -> None:
    """Whoever has a place at an event that is near gets a letter."""
    remind(timezone.now())


@every(hours=1)
def erase_guests() -> None:
    """Some days after an event nobody knows any more who came."""
    forget_guests(timezone.now())
