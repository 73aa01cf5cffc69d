"""The words that lists of bulletins are made of."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.db.models import Model, Q
from wagtail.models import PageManager

from core.querysets import MissionPageQuerySet
from news.models.numbers import SeriesNumber

CARD_RELATIONS = ("series", "category", "author")


class BulletinQuerySet(MissionPageQuerySet):
    """Bulletins as visitors and feeds read them, and the question who has a number."""

    def newest_first(self) -> Self:
        return self.order_by("-date", "-first_published_at", "-pk")

    def with_relations(self) -> Self:
        """Brings series, category and author with their words, however many rows."""
        words = [f"{name}__words" for name in CARD_RELATIONS]
        return self.select_related(*CARD_RELATIONS, "locale").prefetch_related(*words)

    def for_cards(self) -> Self:
        """All that a list shows of a bulletin; the body is left behind."""
        return self.with_relations().defer("body")

    def numbered_in(self, series_id: int) -> Self:
        return self.filter(series=series_id, number__isnull=False)

    def before(self, number: int) -> Self:
        """The issues with lower numbers, nearest first."""
        return self.filter(number__lt=number).order_by("-number", "pk")

    def after(self, number: int) -> Self:
        """The issues with higher numbers, nearest first."""
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
