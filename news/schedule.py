"""What the news app does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from news.letters import forget_old
from news.models import BulletinDocument


@every(hours=6)
def forget_letters() -> None:
    """PDFs that nobody has asked for since they were changed, or for a long time, take no room."""
    forget_old(timezone.now())


@every(hours=24)
def forget_documents() -> None:
    """Reports on documents go after some weeks; their drafts stay."""
    before = timezone.now() - timedelta(days=settings.BULLETIN_REPORT_DAYS)
    BulletinDocument.objects.filter(made_at__lt=before).delete()
