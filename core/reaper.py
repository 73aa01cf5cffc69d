"""Hands back what a dead worker held. The queue itself never does: a task whose worker was killed would run for ever.

A task may so run twice, also because a worker that was only asleep may wake up: tasks must be safe to repeat.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django_tasks_db.models import DBTaskResult

from core.heartbeats import WORKER, lease
from core.models.heartbeats import Heartbeat

logger = logging.getLogger(__name__)

# A worker that never gave a sign of life is another program's; its tasks are left alone for so long.
UNKNOWN = timedelta(hours=1)


class WorkerLost(Exception):
    """The worker died with the task, again and again: the task may be what kills it."""


def reap(now: datetime) -> tuple[int, int]:
    """Returns how many lost tasks were handed back, and how many were given up after too many tries.

    Two processes may do this at once: a row is taken by one statement, and only as it was read.
    """
    running = DBTaskResult.objects.running().filter(started_at__lt=now - lease())
    last_signs = dict(Heartbeat.objects.filter(kind=WORKER).values_list("name", "seen_at"))
    handed_back = given_up = 0
    for task in running:
        holder = task.worker_ids[-1] if task.worker_ids else ""
        until = last_signs[holder] + lease() if holder in last_signs else task.started_at + UNKNOWN
        if until > now:
            continue
        same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
        if len(task.worker_ids) >= settings.TASK_TRIES:
            if same.exists():
                task.set_failed(WorkerLost(f"The worker was lost {len(task.worker_ids)} times."))
                given_up += 1
                logger.error("Task %s was given up: its worker was lost too often.", task.pk)
        elif same.update(status="READY", started_at=None):
            handed_back += 1
            logger.warning("Task %s was handed back: its worker is gone.", task.pk)
    return handed_back, given_up
