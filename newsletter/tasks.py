"""Work of the list for the background: thin, what it calls runs the same from a command or a test."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from newsletter.issuing import prepare_started
from newsletter.models import Delivery, Issue
from newsletter.sending import Worker, finish, settle_lost

# One worker does all the site's work: the list lets others in between.
TURN = timedelta(seconds=30)


@task(backend="background")
def send_letters() -> None:
    """Prepares what was started and sends for a while, and sees to it that the next turn follows."""
    prepare_started(timezone.now())
    Worker().run(until=timezone.now() + TURN)
    call_carrier(timezone.now())


def call_carrier(now: datetime) -> None:
    """Puts one task into the queue where letters are due and none is there.

    One that runs does not count: its worker may be dead, or just through with what it saw.
    """
    settle_lost(now)
    finish(now)
    ready = DBTaskResult.objects.ready().filter(task_path=send_letters.module_path)
    if is_due(now) and not ready.exists():
        send_letters.enqueue()


def is_due(now: datetime) -> bool:
    started = Issue.objects.filter(state=Issue.State.PREPARING)
    return started.exists() or Delivery.objects.free(now).exists()
