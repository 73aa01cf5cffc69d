"""What an event is in other people's calendars: how often it was revised. Knows no pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction


class CalendarEntryManager(models.Manager["CalendarEntry"]):
    def settle(self, key: UUID, fingerprint: str, now: datetime) -> CalendarEntry:
        """Notes that the event ``key`` is published with what ``fingerprint`` stands for; a change is a revision."""
        with transaction.atomic():
            first = {"fingerprint": fingerprint, "changed_at": now}
            entry, made = self.select_for_update().get_or_create(translation_key=key, defaults=first)
            if not made and entry.fingerprint != fingerprint:
                entry.sequence += 1
                entry.fingerprint, entry.changed_at = fingerprint, now
                entry.save()
        return entry

    def by_key(self, keys: Iterable[Any]) -> dict[UUID, CalendarEntry]:
        """The entries of many events in one query; events that were never settled are missing."""
        return {entry.translation_key: entry for entry in self.filter(translation_key__in=list(keys))}


class CalendarEntry(models.Model):
    """One event in all its languages. The row outlives the pages: an identifier once sent out is never used anew."""

    translation_key = models.UUIDField(unique=True)
    sequence = models.PositiveIntegerField(default=0)
    fingerprint = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    objects = CalendarEntryManager()

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.sequence})"
