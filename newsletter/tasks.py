"""Work of the list for the background: thin, what it calls runs the same from a command or a test."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from core.delivery import Wire
from newsletter.issuing import NO_SERVER, go_on_where_server_answers, prepare_started
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


@task(backend="background")
def ask_server_again() -> None:
    """Goes on with what stopped because the mail server was away."""
    if go_on_where_server_answers(Wire()):
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


def ask_server_if_it_was_away() -> None:
    """Puts the question into the queue where something waits for its answer."""
    stopped = Issue.objects.filter(state=Issue.State.STOPPED, trouble=NO_SERVER)
    asked = DBTaskResult.objects.ready().filter(task_path=ask_server_again.module_path)
    if stopped.exists() and not asked.exists():
        ask_server_again.enqueue()
