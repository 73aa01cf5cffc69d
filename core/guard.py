"""The last door of the admin: an address that names a page of another mission answers 404.

Wagtail's own views check most permissions; this is for those that only check that somebody is logged in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from core.missions import sites_for
from core.references import owner_site_id

PAGE_ARGUMENTS = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id"})
PAGE_FIELDS = frozenset({"page_id", "parent_page_id", "new_parent_page", "root_page_id", "id"})
PAGE_POSTS = frozenset({"new_parent_page", "parent_page"})
# By the argument of an address: what it names, and the field by which that knows its page.
TRANSLATION_ARGUMENTS = {
    "translation_id": ("Translation", "source__object_id"),
    "translation_source_id": ("TranslationSource", "object_id"),
}
# Wagtail's interface for programs lists the files of every mission, with addresses that originals do not have; the
# admin itself asks it for pages only.
CLOSED_INTERFACES = frozenset({"images", "documents"})
# Lists of all pages or rows of the install, whoever owns them.
INSTALL_WIDE = frozenset(
    {
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:site_history_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:workflow_results",
        "wagtailadmin_reports:workflow_tasks",
        "wagtailadmin_reports:workflow_tasks_results",
        "wagtailadmin_workflows:task_chooser",
        "wagtailadmin_workflows:task_chooser_results",
        "wagtailadmin_workflows:task_chosen",
        "wagtail_localize:translations_report",
        "wagtail_localize:translations_report_results",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
    }
)


class AdminGuardMiddleware:
    """Stands behind authentication; does nothing outside the admin or for strangers, little for superusers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        user: Any = request.user
        if match is None or not request.path.startswith("/admin/") or not user.is_authenticated:
            return
        if _is_closed_interface(match):
            raise PermissionDenied(_("The files of the missions are not listed here."))
        if user.is_superuser:
            return
        if match.view_name in INSTALL_WIDE:
            raise PermissionDenied(_("This report covers every mission and is kept for administrators."))
        own = set(sites_for(user).values_list("pk", flat=True))
        if match.view_name == "wagtail_bulk_action":
            _guard_many(request, kwargs, own)
        named = {value for name, value in kwargs.items() if name in PAGE_ARGUMENTS}
        if "wagtailadmin_pages" in match.namespaces and "pk" in kwargs:
            named.add(kwargs["pk"])
        if _is_about_pages(match):
            named |= {value for name in PAGE_FIELDS for value in request.GET.getlist(name)}
            named |= {value for name in PAGE_POSTS for value in request.POST.getlist(name)}
        if _are_foreign(Page.objects.filter(pk__in=_keys(named)), own) or _are_foreign(_translated(kwargs), own):
            raise Http404
        deleted = match.view_name == "wagtailadmin_api:pages:action" and kwargs["action_name"] == "delete"
        if deleted and is_first_page(kwargs["pk"]):
            raise PermissionDenied(_("The first page of a mission cannot be deleted."))


def is_first_page(*ids: Any) -> bool:
    """Whether one of the pages is the one that a mission stands on: the mission and all its rows would go with it."""
    return Site.objects.filter(root_page__in=ids).exists()


def _is_about_pages(match: Any) -> bool:
    return "wagtailadmin_pages" in match.namespaces or "choose_page" in (match.url_name or "")


def _is_closed_interface(match: Any) -> bool:
    return "wagtailadmin_api" in match.namespaces and not CLOSED_INTERFACES.isdisjoint(match.namespaces)


def _guard_many(request: HttpRequest, kwargs: dict[str, Any], own: set[int]) -> None:
    """An action on many rows shows also those that it may not touch, so that each must be one's own."""
    try:
        model = apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        raise Http404 from None
    if model is Page and "all" in request.GET.getlist("id") and not request.GET.get("childOf"):
        raise PermissionDenied(_("Choose the pages one by one, or all below one page."))
    things = model._default_manager.filter(pk__in=_keys(request.GET.getlist("id")))
    parents = Page.objects.filter(pk__in=_keys(request.GET.getlist("childOf")))
    if _are_foreign(things, own) or _are_foreign(parents, own):
        raise Http404


def _translated(kwargs: dict[str, Any]) -> Any:
    """The pages whose translations the address names."""
    for argument, (model, field) in TRANSLATION_ARGUMENTS.items():
        if argument in kwargs:
            rows = apps.get_model("wagtail_localize", model)._default_manager.filter(pk=kwargs[argument])
            return Page.objects.filter(translation_key__in=rows.values(field))
    return ()


def _keys(values: Any) -> list[int]:
    return [int(value) for value in values if str(value).isascii() and str(value).isdigit() and len(str(value)) < 19]


def _are_foreign(things: Any, own: set[int]) -> bool:
    return any((owner := owner_site_id(thing)) is not None and owner not in own for thing in things)
