"""Registration of the events admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.viewsets import NamedViewSet
from events import admin_urls
from events.models import EventCategory, EventSeries
from events.signal_handlers import shed_foreign_facts


class EventCategoryViewSet(NamedViewSet):
    model = EventCategory
    icon = "folder-open-inverse"
    menu_label = _("Categories")


class EventSeriesViewSet(NamedViewSet):
    model = EventSeries
    icon = "list-ul"
    menu_label = _("Series and festivals")


class EventsGroup(ViewSetGroup):
    menu_label = _("Events")
    menu_icon = "date"
    menu_order = 220
    submenu_hook = "register_events_menu_item"
    items = (EventCategoryViewSet("event_categories"), EventSeriesViewSet("event_series"))


@hooks.register("register_admin_viewset")
def register_events() -> Any:
    return EventsGroup()


class ImportItem(MenuItem):
    """In the menu of those who add pages; the page itself asks for those of a calendar."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_permission(request.user, "add"))


@hooks.register("register_events_menu_item")
def register_import() -> MenuItem:
    return ImportItem(
        _("Import a calendar file"), reverse("events_admin:imports"), name="import-events", icon_name="upload", order=10
    )


@hooks.register("register_admin_urls")
def register_event_urls() -> list[URLResolver]:
    return [path("events/", include(admin_urls))]


@hooks.register("after_copy_page")
def part_copy_from_old_mission(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy in another mission's tree leaves behind what belongs to the old one."""
    shed_foreign_facts(new_page)
