"""Sends what is due to the list, now and here: a worker of its own beside those of the site."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from newsletter.sending import Worker


class Command(BaseCommand):
    help = "Sends the letters to the list that are due, and ends. The site's worker does so by itself."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--minutes", type=int, default=60, help="Ends after so many minutes at the latest.")

    def handle(self, *args: Any, minutes: int, **options: Any) -> None:
        sent = Worker().run(until=timezone.now() + timedelta(minutes=minutes))
        self.stdout.write(f"Letters sent: {sent}.")
