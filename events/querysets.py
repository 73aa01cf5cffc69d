"""The words that lists of events are made of: events as pages, and their single dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db.models import Case, F, Manager, QuerySet, When, Window
from django.db.models.functions import RowNumber
from wagtail.models import PageManager

from core.content_version import raise_version
from core.querysets import MissionPageQuerySet
from events.occurrences import Kind, Occurrence

BY_DAY = ("start_date", "starts_at", "pk")
SOONEST = ("starts_at", "ends_at", "pk")
SHOWN_OF_DATE = (
    *(
        "original",
        "start_date",
        "start_time",
        "end_date",
        "end_time",
        "starts_at",
        "ends_at",
        "kind",
        "note",
        "is_only",
    ),
    "event_id",
)
SHOWN_OF_EVENT = (
    *("title", "slug", "url_path", "translation_key", "locale_id", "summary", "venue", "address", "all_day"),
    *("time_zone", "state"),
)


class EventQuerySet(MissionPageQuerySet):
    """Events as pages. An event is in exactly one of ``upcoming`` and ``past``: it is over when its last date is."""

    def upcoming(self, now: datetime) -> Self:
        """Not yet ended at ``now``; those that start first come first."""
        return self.filter(ends_at__gt=now).order_by(*SOONEST)

    def past(self, now: datetime) -> Self:
        """Ended at ``now``; the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-ends_at", "-pk")

    def taking_replies(self) -> Self:
        return self.filter(takes_replies=True).select_related("locale")

    def for_cards(self) -> Self:
        """All that a list shows of an event; the description and what guests are asked are left behind."""
        return self.select_related("locale").defer("description", "questions")


EventManager = PageManager.from_queryset(EventQuerySet)


class DateQuerySet(QuerySet[Any]):
    """Dates by the clock (``upcoming``, ``past``) and by the calendar (``overlapping``).

    A date is in exactly one of ``upcoming`` and ``past``: it is over when it has ended.
    """

    def of(self, events: EventQuerySet) -> Self:
        """The dates of these events."""
        return self.filter(event__in=events.order_by().values("pk"))

    def upcoming(self, now: datetime) -> Self:
        """Not yet ended at ``now``; those that start first come first."""
        return self.filter(ends_at__gt=now).order_by(*SOONEST)

    def past(self, now: datetime) -> Self:
        """Ended at ``now``; the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-ends_at", "-pk")

    def overlapping(self, first_day: date, last_day: date) -> Self:
        """With at least one of their own local days between the two, both included."""
        return self.filter(start_date__lte=last_day, end_date__gte=first_day).order_by(*BY_DAY)

    def starting_after(self, day: date) -> Self:
        """Whose first day is later than ``day``, soonest first."""
        return self.filter(start_date__gt=day).order_by(*BY_DAY)

    def next_of_each(self, now: datetime) -> Self:
        """One date of each event: the next that takes place, else the next that was to, else the latest."""
        is_over = Case(When(ends_at__lte=now, then=1), default=0)
        is_off = Case(When(kind=Kind.CANCELLED, then=1), default=0)
        ahead = Case(When(ends_at__gt=now, then=F("starts_at")))
        order = [is_over.asc(), is_off.asc(), ahead.asc(), F("starts_at").desc(), F("pk").asc()]
        place = Window(RowNumber(), partition_by=F("event"), order_by=order)
        return self.annotate(place=place).filter(place=1).order_by(*SOONEST)

    def for_cards(self) -> Self:
        """All that a list shows of a date and of its event; the event's other columns are left behind."""
        event = [f"event__{name}" for name in SHOWN_OF_EVENT]
        return self.select_related("event__locale").only(*SHOWN_OF_DATE, *event, "event__locale__language_code")


class DateManager(Manager.from_queryset(DateQuerySet)):  # type: ignore[misc]  # a class that Django makes
    """Keeps the rows in step with the page."""

    def settle(self, event: Any, dates: Iterable[Occurrence]) -> bool:
        """Brings the rows of ``event`` to ``dates``; those that are right stay as they are. Whether any was not."""
        wanted = {one.original: self.model.of(event, one) for one in dates}
        known = {row.original: row for row in self.filter(event=event)}
        for day, row in wanted.items():
            row.pk = known[day].pk if day in known else None
        gone = [row.pk for day, row in known.items() if day not in wanted]
        new = [row for row in wanted.values() if row.pk is None]
        changed = [row for day, row in wanted.items() if row.pk and self.model.differ(row, known[day])]
        if gone:
            self.filter(pk__in=gone).delete()
        self.bulk_create(new)
        self.bulk_update(changed, self.model.TOLD)
        if gone or new or changed:
            raise_version()
        return bool(gone or new or changed)
