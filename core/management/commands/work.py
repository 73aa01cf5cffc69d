"""The worker: does in the background what nobody should wait for. It is started by config.supervisor."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django_tasks_db.management.commands import db_worker

from core.picture_tasks import request_pictures
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

    def handle(self, *args: Any, **options: Any) -> None:
        os.nice(POLITENESS)
        call_command("prune_db_task_results", "--backend", BACKEND, "--queue-name", "*", verbosity=0)
        # A worker that was killed has left its task as running, and nobody else will take it.
        request_pictures(uses_of())
        super().handle(*args, **options)
