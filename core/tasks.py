"""Work of core for the background: thin, what it calls runs the same from a command or a test."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Site

from core.models import OutboxMessage
from core.sending import send_due
from core.social import keep_card, keep_cards

# Cards of a whole mission are drawn in portions, after what waits for one page.
PORTION = 50
LATER = -20
# Somebody waits for a letter.
FIRST = 20


@task(backend="background")
def make_card(page_id: int) -> None:
    """Brings the card of a page up to date."""
    keep_card(page_id)


@task(backend="background", priority=LATER)
def make_cards(site_id: int, after: int = 0) -> None:
    """Brings the cards of a mission up to date, a portion, then the next."""
    site = Site.objects.filter(pk=site_id).first()
    last = keep_cards(site, after, PORTION) if site else 0
    if last:
        make_cards.enqueue(site_id, last)


@task(backend="background", priority=FIRST)
def send_mail() -> None:
    """Sends a portion of what is due in the outbox, and sees to it that the next one follows."""
    if send_due():
        call_postman(timezone.now())


def call_postman(now: datetime) -> None:
    """Puts one task into the queue where mail is due and none is there. One that runs does not count: its worker may
    be dead, or just through with what it saw.
    """
    ready = DBTaskResult.objects.ready().filter(task_path=send_mail.module_path)
    if OutboxMessage.objects.due(now).exists() and not ready.exists():
        send_mail.enqueue()
