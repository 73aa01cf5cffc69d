"""The words that lists of bulletins are made of."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

from django.db.models import Model, Q
from wagtail.models import PageManager

from core.querysets import MissionPageQuerySet
from news.models.numbers import SeriesNumber
from news.names import bring_names


class BulletinQuerySet(MissionPageQuerySet):
    """Bulletins as visitors and feeds read them, and the question who has a number."""

    brings_names = False

    def newest_first(self) -> Self:
        # Each has a date. Said as a condition, it leads SQLite to the index in whose order they are wanted; without, it
        # reads the whole page tree and sorts that.
        return self.filter(date__gte=date.min).order_by("-date", "-first_published_at", "-pk")

    def with_names(self) -> Self:
        """Brings series, category and author with their words in one query, however many rows."""
        clone = self._chain()
        clone.brings_names = True
        return clone

    def for_cards(self) -> Self:
        """All that a list shows of a bulletin; the body is left behind."""
        return self.select_related("locale").defer("body").with_names()

    def _clone(self) -> Self:
        clone: Self = super()._clone()
        clone.brings_names = self.brings_names
        return clone

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self.brings_names:
            bring_names(row for row in self._result_cache if isinstance(row, Model))

    def before(self, number: int) -> Self:
        """Issues with a lower number, the nearest first."""
        return self.filter(number__lt=number).order_by("-number", "pk")

    def after(self, number: int) -> Self:
        """Issues with a higher number, the nearest first."""
        return self.filter(number__gt=number).order_by("number", "pk")

    def that_need(self, name: str, thing: Model) -> Self:
        """Bulletins whose field ``name`` is ``thing``, on the page or in its latest draft."""
        return self.filter(Q(**{name: thing}) | Q(**{f"latest_revision__content__{name}": thing.pk}))

    def holder(self, series_id: int, number: int, besides: UUID) -> Any:
        """A bulletin other than ``besides`` that has the number, by claim or on its live page.

        A live page keeps its number until the draft that changes it is published.
        """
        claimed = SeriesNumber.objects.filter(series=series_id, number=number).values("translation_key")
        found = Q(translation_key__in=claimed) | Q(live=True, series=series_id, number=number)
        return self.filter(found, alias_of=None).exclude(translation_key=besides).order_by("pk").first()


BulletinManager = PageManager.from_queryset(BulletinQuerySet)
