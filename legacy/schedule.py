"""What the import of the old site does at fixed times."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from core.scheduler import every
from legacy.models import OldSiteImport
from legacy.sending import forget


@every(hours=1)
def forget_old_site_files() -> None:
    """Files that were sent go with their reports; what came of them stays."""
    sent_before = timezone.now() - timedelta(hours=settings.LEGACY_IMPORT_HOURS)
    forget(OldSiteImport.objects.filter(made_at__lte=sent_before))
