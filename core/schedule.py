"""What core does at fixed times: Wagtail's own publishing, and forgetting what is over."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core.models import DayCount
from core.outbox import erase_old
from core.scheduler import every
from core.sending import give_up_late, settle_lost
from core.tasks import call_postman


@every(minutes=1)
def publish() -> None:
    """Pages whose time has come go live, those whose time is over leave."""
    call_command("publish_scheduled")


@every(hours=1)
def prune() -> None:
    """Forgets ended logins, counters of former days, and who tried to log in when that no longer locks anybody."""
    call_command("clearsessions")
    now = timezone.now()
    DayCount.objects.filter(day__lt=now.date()).delete()
    over = now - settings.LOGIN_RECORDS_KEPT
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        model.objects.filter(attempt_time__lt=over).delete()


@every(minutes=1)
def send_mail() -> None:
    """Mail that waits for its time, or for a server that did not answer, is tried again by a worker."""
    now = timezone.now()
    settle_lost(now)
    give_up_late(now)
    call_postman(now)


@every(hours=1)
def forget_mail() -> None:
    """Whom mail was for, and what it said, is erased some days after it was sent."""
    erase_old(timedelta(days=settings.MAIL_KEPT_DAYS), timezone.now())
