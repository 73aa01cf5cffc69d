"""The worker: does in the background what nobody should wait for, gives signs of life, and hands back what dead ones
left.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from core.heartbeats import WORKER, beating, prune
from core.picture_tasks import request_pictures
from core.reaper import reap
from core.renditions import uses_of

BACKEND = "background"
POLITENESS = 5  # added to the process's niceness, so that visitors come first


class Command(db_worker.Command):
    """django-tasks-db's worker on our queue. Before it begins, old results go and lost pictures are asked for again."""

    help = "Does the background tasks, one after the other, until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(backend_name=BACKEND, queue_name="*", startup_delay=False)

    def configure_logging(self, verbosity: int) -> None:
        """As the settings say: what goes well is not told."""

    def handle(self, *, worker_id: str, **options: Any) -> None:
        os.nice(POLITENESS)
        with beating(WORKER, worker_id, look_after):
            call_command("prune_db_task_results", "--backend", BACKEND, "--queue-name", "*", verbosity=0)
            request_pictures(uses_of())
            super().handle(worker_id=worker_id, **options)


def look_after(now: datetime) -> None:
    """What every worker does between two signs of life."""
    reap(now)
    prune(now)
