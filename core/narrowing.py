"""What Wagtail's own admin offers of users, sites and tags, narrowed to the missions of who is looking.

Wagtail's permissions cover pages and files; the choices of its filters and tag fields are the whole install's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from django.http import HttpRequest, JsonResponse
from taggit.managers import TaggableManager
from wagtail.admin import filters
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.images.views import chooser as image_chooser
from wagtail.models import CollectionMember, Page, Site

from core.missions import collections_for, sites_for

TAGS_OFFERED = 10


def colleagues(request: HttpRequest) -> QuerySet[Any]:
    """The users who edit a mission that the user edits too; all users for a superuser."""
    users = get_user_model()._default_manager.order_by("username")
    user: Any = request.user
    if user.is_superuser:
        return users.all()
    return users.filter(groups__site_permissions__site__in=sites_for(user)).distinct()


class PrivacyForm(PageViewRestrictionForm):
    """Who may read a page. Where a page is not offered to groups, they are not named either."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        options = kwargs.get("private_page_options", [])
        super().__init__(*args, **kwargs)
        if "groups" not in options:
            self.fields["groups"].queryset = Group.objects.none()


def narrow_filters() -> None:
    """Replaces what Wagtail's filters over pages and its form of privacy offer; derived classes share the filters."""
    for name in ("owner", "edited_by"):
        PageFilterSet.declared_filters[name].queryset = colleagues
    PageFilterSet.declared_filters["site"].queryset = lambda request: sites_for(request.user)
    LockedPagesReportFilterSet.declared_filters["locked_by"].queryset = colleagues
    SetPrivacyView.form_class = PrivacyForm
    # "Popular tags" are counted over all missions and know no user: better none than another mission's.
    filters.popular_tags_for_model = image_chooser.popular_tags_for_model = _no_tags


def _no_tags(model: Any, count: int = 0) -> list[Any]:
    return []


def _tagged(user: Any) -> Iterator[QuerySet[Any]]:
    """Everything with tags that belongs to a mission of the user, a queryset for each model."""
    own = {site.pk for site in sites_for(user)}
    roots = [root.root_path for root in Site.get_site_root_paths() if root.site_id in own]
    inside = Q(pk__in=())
    for root in roots:
        inside |= Q(url_path__startswith=root)
    for model in apps.get_models():
        if not any(isinstance(field, TaggableManager) and field.name == "tags" for field in model._meta.get_fields()):
            continue
        if issubclass(model, CollectionMember):
            yield model._default_manager.filter(collection__in=collections_for(user))
        elif issubclass(model, Page):
            yield model._default_manager.filter(inside)


def autocomplete(request: HttpRequest, app_name: str = "", model_name: str = "") -> JsonResponse:
    """Tags that begin with ``?term=``, out of those that the user's missions use. Stands at Wagtail's own address."""
    term = request.GET.get("term", "").replace("\0", "")
    found: set[str] = set()
    for things in _tagged(request.user) if term else ():
        names = things.filter(tags__name__istartswith=term).values_list("tags__name", flat=True)
        found.update(name for name in names.distinct()[:100] if name.lower().startswith(term.lower()))
    return JsonResponse(sorted(found)[:TAGS_OFFERED], safe=False)
