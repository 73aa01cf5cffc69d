"""The worker that this site starts: the queue's own, with a sign of life and a hand for what dead ones left."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from core.heartbeats import WORKER, beating, prune
from core.reaper import reap


class Command(DatabaseWorker):
    help = "Runs the tasks that wait in the database, until it is told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(backend_name="background")

    def handle(self, *, worker_id: str, **options: Any) -> None:
        with beating(WORKER, worker_id, look_after):
            super().handle(worker_id=worker_id, **options)


def look_after(now: datetime) -> None:
    """What every worker does between two signs of life."""
    reap(now)
    prune(now)
