"""Filters of the list of subscribers. What the address of the list says beside them is not read."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.missions import sites_for
from news.models import Category
from newsletter.models import Wish
from newsletter.topics import Topic


class TopicFilter(SimpleListFilter):
    """Who asked for a topic."""

    title = _("topic")
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Topic.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen not in Topic.values:
            return queryset
        return queryset.filter(Exists(Wish.objects.filter(subscriber=OuterRef("pk"), topic=chosen)))


class CategoryFilter(SimpleListFilter):
    """Who gets the bulletins of a category: by itself, or with all others."""

    title = _("bulletins of the category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        own = Category.objects.filter(site__in=sites_for(request.user)).order_by("slug")
        return [(str(category.pk), str(category)) for category in own]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen not in dict(self.lookup_choices):
            return queryset
        asked = Wish.objects.filter(subscriber=OuterRef("pk"), topic=Topic.BULLETINS)
        return queryset.filter(Exists(asked.filter(category=None)) | Exists(asked.filter(category=int(chosen))))
