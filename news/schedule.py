"""What the news app does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from news.models import BulletinDocument


@every(hours=24)
def forget_documents() -> None:
    """Reports on documents go after some weeks; their drafts stay."""
    before = timezone.now() - timedelta(days=settings.BULLETIN_REPORT_DAYS)
    BulletinDocument.objects.filter(made_at__lt=before).delete()
