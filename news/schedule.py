"""What news do at fixed times."""

from django.utils import timezone

from core.scheduler import every
from news.letters import forget_old


@every(hours=6)
def forget_letters() -> None:
    """PDFs that nobody has asked for since they were changed, or for a long time, take no room."""
    forget_old(timezone.now())
