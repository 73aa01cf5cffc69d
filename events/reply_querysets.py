"""The words that lists of guests are made of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db.models import Sum
from wagtail.models import Site

from core.models.ownership import MissionOwnedQuerySet


class BookQuerySet(MissionOwnedQuerySet):
    """Books by the event that they are of."""

    def of(self, site: Site, key: UUID) -> Self:
        """All books of an event in all its languages."""
        return self.filter(site=site, translation_key=key)

    def on(self, day: date | None) -> Self:
        """The book of one date, or with None that of the whole event."""
        return self.filter(day=day)

    def over(self, before: datetime) -> Self:
        """Of what ended before that moment, and not erased yet."""
        return self.filter(ends_at__lt=before, erased_at=None)


class ReplyQuerySet(MissionOwnedQuerySet):
    """Replies by what the guests have said and got. ``waiting`` is in the order in which places are given."""

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        return self.filter(state="waiting").order_by("pk")

    def coming(self) -> Self:
        """Who has a place or waits for one."""
        return self.filter(state__in=("confirmed", "waiting"))

    def persons(self) -> int:
        """How many persons the replies are for."""
        return int(self.aggregate(persons=Sum("party"))["persons"] or 0)
