"""What an event is in other people's calendars: how often it was revised, and that it is gone. Knows no pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models, transaction
from wagtail.models import Site


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

    def revise(self, key: UUID, now: datetime) -> None:
        """A revision for another reason: the event left a calendar or came back to it."""
        with transaction.atomic():
            for entry in self.select_for_update().filter(translation_key=key):
                entry.sequence += 1
                entry.changed_at = now
                entry.save()

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


class GoneEvent(models.Model):
    """An event that a calendar had and has no more: nothing of it is kept but when it was to begin."""

    translation_key = models.UUIDField()
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    category = models.ForeignKey("events.EventCategory", on_delete=models.SET_NULL, null=True, related_name="+")
    series = models.ForeignKey("events.EventSeries", on_delete=models.SET_NULL, null=True, related_name="+")
    start_date = models.DateField()
    start_time = models.TimeField(null=True)
    time_zone = models.CharField(max_length=64)
    gone_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["translation_key", "site", "language"], name="events_gone_once")
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} ({self.language})"
