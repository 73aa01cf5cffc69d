"""Filters of the library's list. Each offers only what its user may see."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from music.metadata import MIME_TYPES
from music.models import State
from music.permissions import SEEING, policy
from music.publication import ending_before


class CollectionFilter(SimpleListFilter):
    title = _("collection")
    parameter_name = "collection"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        own = policy().collections_user_has_any_permission_for(request.user, SEEING).order_by("path")
        return [(str(collection.pk), collection.name) for collection in own]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen in dict(self.lookup_choices):
            return queryset.filter(collection=chosen)
        return queryset


class PublicFilter(SimpleListFilter):
    title = _("public")
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Public")), ("0", _("Not public"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        return queryset.filter(public=chosen == "1") if chosen in ("0", "1") else queryset


class UsedFilter(SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Used")), ("0", _("Not used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "1":
            return queryset.filter(uses__gt=0)
        return queryset.filter(uses=0) if chosen == "0" else queryset


class KindFilter(SimpleListFilter):
    title = _("format")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, kind.upper()) for kind in MIME_TYPES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() in MIME_TYPES else queryset


class AnalysisFilter(SimpleListFilter):
    title = _("analysis")
    parameter_name = "analysis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(state.value, state.label) for state in State]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(analysis__state=self.value()) if self.value() in State.values else queryset


class PermissionFilter(SimpleListFilter):
    title = _("end of the permission")
    parameter_name = "permission"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("soon", _("Soon")), ("over", _("It is over")), ("later", _("Later")), ("never", _("Never"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        conditions: dict[str, dict[str, Any]] = {
            "soon": {"permission_until__gt": now, "permission_until__lte": ending_before(now)},
            "over": {"permission_until__lte": now},
            "later": {"permission_until__gt": ending_before(now)},
            "never": {"permission_until__isnull": True},
        }
        return queryset.filter(**conditions.get(self.value() or "", {}))
