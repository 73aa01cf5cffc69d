"""Registration of the events admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page

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
    items = (EventCategoryViewSet("event_categories"), EventSeriesViewSet("event_series"))


@hooks.register("register_admin_viewset")
def register_events() -> Any:
    return EventsGroup()


@hooks.register("register_admin_urls")
def register_event_urls() -> list[URLResolver]:
    return [path("events/", include(admin_urls))]


@hooks.register("after_copy_page")
def part_copy_from_old_mission(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy in another mission's tree leaves behind what belongs to the old one."""
    shed_foreign_facts(new_page)
