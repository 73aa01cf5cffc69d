"""Runs until it is told to stop: SIGTERM and Ctrl+C let the job under way end first."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from core.heartbeats import SCHEDULER, beating, own_name
from core.scheduler import LONGEST_SLEEP_S, prepare, registered, run_due, seconds_to_next


class Command(BaseCommand):
    help = "Does at their times what the apps have registered: publishing what is scheduled, forgetting what is over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, and end.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        jobs = registered()
        prepare(jobs, timezone.now())
        if once:
            for name in run_due(jobs):
                self.stdout.write(name)
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        with beating(SCHEDULER, own_name()):
            while not stop.is_set():
                stop.wait(self._turn(jobs))

    def _turn(self, jobs: Any) -> float:
        """One look at the clock; seconds until the next. A database that is away for a moment is asked again later."""
        close_old_connections()
        try:
            run_due(jobs)
            return seconds_to_next(jobs, timezone.now())
        except OperationalError as error:
            self.stderr.write(f"The database does not answer, trying again: {error}")
            return LONGEST_SLEEP_S
