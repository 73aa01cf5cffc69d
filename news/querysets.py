"""The words that lists of bulletins are made of."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import PageManager, Revision

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
        """A bulletin other than ``besides`` that has the number: by claim, on the live page, or in a scheduled one.

        A live page keeps its number while a draft changes it, and so does a revision that waits for its hour.
        """
        others = self.filter(alias_of=None).exclude(translation_key=besides)
        claimed = SeriesNumber.objects.filter(series=series_id, number=number).values("translation_key")
        waiting = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            approved_go_live_at__isnull=False,
            content__series=series_id,
            content__number=number,
        )
        scheduled = [int(pk) for pk in waiting.values_list("object_id", flat=True)]
        shown = Q(live=True, series=series_id, number=number)
        return others.filter(Q(translation_key__in=claimed) | shown | Q(pk__in=scheduled)).order_by("pk").first()


BulletinManager = PageManager.from_queryset(BulletinQuerySet)
