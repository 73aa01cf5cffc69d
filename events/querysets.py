"""The words that lists of events are made of."""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import Any, Self

from django.db.models import Case, Q, When
from wagtail.models import PageManager

from core.querysets import MissionPageQuerySet

BY_DAY = ("start_date", "starts_at", "pk")


class EventQuerySet(MissionPageQuerySet):
    """Events by the clock (``upcoming``, ``past``) and by the calendar (``overlapping``).

    An event is in exactly one of ``upcoming`` and ``past``: it is over when it has ended.
    """

    def upcoming(self, now: datetime) -> Self:
        """Not yet ended at ``now``; those that start first come first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "ends_at", "pk")

    def past(self, now: datetime) -> Self:
        """Ended at ``now``; the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-ends_at", "-pk")

    def overlapping(self, first_day: date, last_day: date) -> Self:
        """With at least one of their own local dates between the two, both included."""
        days = self.filter(start_date__lte=last_day, end_date__gte=first_day)
        return days.order_by(*BY_DAY)

    def starting_after(self, day: date) -> Self:
        """Whose first day is later than ``day``, soonest first."""
        return self.filter(start_date__gt=day).order_by(*BY_DAY)

    def with_next(self, first_day: date, last_day: date, following: Self) -> tuple[list[Any], list[Any]]:
        """Those ``overlapping`` the days and those of ``following``, each in its own ascending order, in one query."""
        follows = Case(When(pk__in=following.values("pk"), then=True), default=False)
        days = Q(start_date__lte=last_day, end_date__gte=first_day)
        found = list(self.annotate(follows=follows).filter(days | Q(follows=True)).order_by(*BY_DAY))
        inside = [event for event in found if event.start_date <= last_day and event.end_date >= first_day]
        after = sorted((event for event in found if event.follows), key=attrgetter(*following.query.order_by))
        return inside, after

    def taking_replies(self) -> Self:
        return self.filter(takes_replies=True).select_related("locale")

    def for_cards(self) -> Self:
        """All that a list shows of an event; the description and what guests are asked are left behind."""
        return self.select_related("locale").defer("description", "questions")


EventManager = PageManager.from_queryset(EventQuerySet)
