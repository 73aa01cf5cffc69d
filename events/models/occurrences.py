"""The dates of events as rows, for lists and months: computed from the pages, never edited."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from events.occurrences import Kind, Occurrence
from events.querysets import DateManager
from events.times import TypedTimes

if TYPE_CHECKING:
    from events.models.pages import EventPage


class EventDate(models.Model):
    """One date of one event page. ``original`` names it, also when it was moved (RECURRENCE-ID, RFC 5545).

    Local days and hours are those of the event's zone; ``starts_at`` and ``ends_at`` follow from them, as on the page.
    """

    event = models.ForeignKey("events.EventPage", on_delete=models.CASCADE, related_name="dates")
    original = models.DateField()
    start_date = models.DateField()
    start_time = models.TimeField(null=True)
    end_date = models.DateField()
    end_time = models.TimeField(null=True)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=10, blank=True, default="")
    note = models.JSONField(default=dict, blank=True)
    is_only = models.BooleanField(default=True)  # whether the event has no other date

    TOLD: ClassVar = [
        *("start_date", "start_time", "end_date", "end_time", "starts_at", "ends_at", "kind", "note", "is_only")
    ]

    objects = DateManager()

    class Meta:
        ordering: ClassVar = ["start_date", "starts_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["start_date", "end_date"])]
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "original"], name="events_date_once")]

    def __str__(self) -> str:
        return f"{self.original}"

    @classmethod
    def of(cls, event: EventPage, one: Occurrence) -> EventDate:
        """The row of a date, not saved."""
        known = one.moments
        return cls(
            event=event,
            original=one.original,
            **clock_fields(one.times),
            starts_at=known.start,
            ends_at=known.end,
            kind=one.kind or "",
            note=dict(one.note),
            is_only=event.is_single,
        )

    @classmethod
    def differ(cls, one: EventDate, other: EventDate) -> bool:
        """Whether two rows say something else of the same date."""
        return any(getattr(one, name) != getattr(other, name) for name in cls.TOLD)

    def typed(self) -> TypedTimes:
        """The times of this date as typed; the zone is the event's."""
        return TypedTimes(
            self.start_date, self.start_time, self.end_date, self.end_time, self.event.all_day, self.event.time_zone
        )

    @property
    def is_cancelled(self) -> bool:
        return self.kind == Kind.CANCELLED

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now


def clock_fields(times: TypedTimes) -> dict[str, Any]:
    return {
        "start_date": times.start_date,
        "start_time": None if times.all_day else times.start_time,
        "end_date": times.end_date,
        "end_time": None if times.all_day else times.end_time,
    }
