"""Sends what is due in the outbox, now and here: for an install without a worker, and to see mail in the terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from core.sending import send_due


class Command(BaseCommand):
    help = "Sends the mail that is due in the outbox. The worker does so by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while sent := send_due():
            total += sent
        self.stdout.write(f"Messages sent: {total}.")
