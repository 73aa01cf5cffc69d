"""Recomputes the UTC times of all events; to be run after an update of the tzdata package."""

from typing import Any

from django.core.management.base import BaseCommand

from events.recomputation import recompute


class Command(BaseCommand):
    help = "Recomputes start and end of all events in UTC from the times as typed. Run it after an update of tzdata."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = recompute()
        self.stdout.write(f"{changed} events have a new start or end in UTC.")
