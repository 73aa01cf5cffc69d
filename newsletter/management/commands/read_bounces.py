"""Reads the letters that came back, now and here; the scheduler does so by itself where a mailbox is named."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsletter.bounce_sources import NotRead, read_all


class Command(BaseCommand):
    help = "Reads returned letters from LIST_BOUNCE_IMAP_URL and LIST_BOUNCE_MAILDIR, and stops dead addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.LIST_BOUNCE_IMAP_URL or settings.LIST_BOUNCE_MAILDIR):
            raise CommandError("Name a mailbox first: LIST_BOUNCE_IMAP_URL or LIST_BOUNCE_MAILDIR.")
        try:
            counted = read_all(timezone.now())
        except NotRead as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Reports counted: {counted}.")
