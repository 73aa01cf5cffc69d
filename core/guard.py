"""The last door of the admin: an address that names a page of another mission answers 404.

Wagtail's own views check most permissions; this is for those that only check that somebody is logged in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.missions import site_id_of, sites_for

PAGE_ARGUMENTS = frozenset({"page_id", "parent_page_id", "page_to_move_id", "destination_id"})
PAGE_FIELDS = frozenset({"page_id", "parent_page_id", "new_parent_page", "root_page_id", "id"})
# Reports over every page or row of the install, whoever owns it.
INSTALL_WIDE = frozenset(
    {
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:site_history_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
    }
)


class AdminGuardMiddleware:
    """Stands behind authentication; does nothing outside the admin, for strangers and for superusers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        user: Any = request.user
        if match is None or not request.path.startswith("/admin/") or not user.is_authenticated or user.is_superuser:
            return
        if match.view_name in INSTALL_WIDE:
            raise PermissionDenied(_("This report covers every mission and is kept for administrators."))
        named = {value for name, value in kwargs.items() if name in PAGE_ARGUMENTS}
        if "wagtailadmin_pages" in match.namespaces and "pk" in kwargs:
            named.add(kwargs["pk"])
        if _is_about_pages(match):
            named |= {value for name in PAGE_FIELDS for value in request.GET.getlist(name)}
        if named and _foreign_pages(named, user):
            raise Http404


def _is_about_pages(match: Any) -> bool:
    return "wagtailadmin_pages" in match.namespaces or "choose_page" in (match.url_name or "")


def _foreign_pages(ids: set[Any], user: Any) -> bool:
    keys = [int(value) for value in ids if str(value).isascii() and str(value).isdigit()]
    own = set(sites_for(user).values_list("pk", flat=True))
    pages = Page.objects.filter(pk__in=keys)
    return any((owner := site_id_of(page)) is not None and owner not in own for page in pages)
