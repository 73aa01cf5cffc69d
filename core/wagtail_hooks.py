"""Registration of core's admin, and what happens before a page is served."""

from typing import Any

from django.contrib.auth.models import Permission
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page, Site

from core import undelivered
from core.addresses import is_reserved
from core.alert_admin import AlertViewSet
from core.choosers import contact_chooser
from core.contact_admin import ContactViewSet
from core.guard import is_first_page
from core.holiday_views import HolidaysViewSet
from core.languages import alternatives, bring_alternatives
from core.missions import sites_for
from core.models import SpecialDay
from core.viewsets import MissionOwnedViewSet

INSTALL_WIDE_ITEMS = frozenset({"site-history", "page-types-usage", "workflows", "workflow-tasks", "translations"})


class SpecialDayViewSet(MissionOwnedViewSet):
    model = SpecialDay
    icon = "date"
    menu_label = gettext_lazy("Special days")
    list_display = ("__str__", Column("service", label=gettext_lazy("service"), accessor="get_service_display"))
    list_filter = ("kind", "service")


class HoursGroup(ViewSetGroup):
    menu_label = gettext_lazy("Hours")
    menu_icon = "time"
    menu_order = 330
    items = (SpecialDayViewSet("special_days", url_prefix="special-days"), HolidaysViewSet("holidays"))


@hooks.register("register_admin_viewset")
def register_rows() -> list[Any]:
    return [AlertViewSet("alerts"), ContactViewSet("contacts"), contact_chooser, HoursGroup()]


@hooks.register("register_admin_urls")
def register_undelivered() -> list[Any]:
    return undelivered.urlpatterns


@hooks.register("register_permissions")
def register_mail_permission() -> Any:
    """Who may look at mail that did not arrive."""
    return Permission.objects.filter(content_type__app_label="core", codename="change_outboxmessage")


@hooks.register("construct_page_chooser_queryset")
def choose_own_pages(pages: Any, request: HttpRequest) -> Any:
    """Page choosers offer the pages of the user's missions, and nothing of another's tree."""
    user: Any = request.user
    if user.is_superuser:
        return pages
    own = set(sites_for(user).values_list("pk", flat=True))
    others = [root.root_path for root in Site.get_site_root_paths() if root.site_id not in own]
    # By the tree path, which the search index can filter on; it does not know the address.
    for path in Page.objects.filter(url_path__in=others).values_list("path", flat=True):
        pages = pages.exclude(path__startswith=path)
    return pages


@hooks.register("construct_reports_menu")
def hide_install_wide_reports(request: HttpRequest, menu_items: list[Any]) -> None:
    """Reports over all missions are for superusers; see core.guard."""
    user: Any = request.user
    if not user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in INSTALL_WIDE_ITEMS]


@hooks.register("before_delete_page")
def keep_first_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A mission stands on its first page: with it would go the mission, its contacts and its e-mail list."""
    return _refuse_to_delete(request, [page.pk])


@hooks.register("before_bulk_action")
def keep_first_page_among_many(request: HttpRequest, kind: str, objects: Any, action: Any) -> HttpResponse | None:
    pages = [thing.pk for thing in objects if isinstance(thing, Page)]
    return _refuse_to_delete(request, pages) if kind == "delete" else None


def _refuse_to_delete(request: HttpRequest, pages: list[int]) -> HttpResponse | None:
    if not is_first_page(*pages):
        return None
    messages.error(request, _("The first page of a mission cannot be deleted. Unpublish it, or edit it."))
    return redirect("wagtailadmin_explore_root")


@hooks.register("before_copy_page")
def refuse_reserved_slug(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The form of a copy asks for a new address and does not know which words are kept."""
    slug = request.POST.get("new_slug", "")
    if request.method != "POST" or not is_reserved(slug):
        return None
    messages.error(request, _("“%s” is kept for the site's own addresses. Choose another word.") % slug)
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_serve_page")
def keep_to_the_language(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """A page is served under its own language's address only; a site without the main language leads to its first."""
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    if page.locale.language_code == get_language():
        bring_alternatives(request)
        return None
    if request.path == "/":
        first = next((one.url for one in alternatives(request) if one.url and not one.current), None)
        if first:
            return redirect(first)
    del request.shown_page  # type: ignore[attr-defined]
    raise Http404(_("This page does not exist in this language."))
