"""Registration of the events admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from core.missions import site_of
from core.viewsets import NamedViewSet
from events import admin_urls, reply_admin_urls
from events.models import EventCategory, EventPage, EventSeries
from events.occasions import asks_by_date
from events.reply_admin import may_see
from events.reply_books import expecting, replied_otherwise
from events.reply_panel import expecting_words, otherwise_words
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
    return [path("events/", include(admin_urls)), path("guests/", include(reply_admin_urls))]


@hooks.register("register_permissions")
def register_reply_permissions() -> Any:
    """Who may see guests, and who may enter, cancel and write to them, is decided by group."""
    wanted = ("view_reply", "change_reply")
    return Permission.objects.filter(content_type__app_label="events", codename__in=wanted)


class GuestsItem(MenuItem):
    """In the menu of those who may see guests."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


@hooks.register("register_admin_menu_item")
def register_guests_item() -> MenuItem:
    return GuestsItem(_("Guests"), reverse("guests:index"), name="guests", icon_name="group", order=225)


@hooks.register("before_delete_page")
@hooks.register("after_unpublish_page")
def warn_of_guests(request: HttpRequest, page: Page) -> None:
    """Says, before a page is deleted and after it was taken down, that guests are expecting it."""
    count = expecting(page, timezone.now())
    if count:
        messages.warning(request, expecting_words(count))


@hooks.register("after_publish_page")
def warn_of_guests_of_other_dates(request: HttpRequest, page: Page) -> None:
    """Says that guests have replied to something else than the published event asks now."""
    site = site_of(page) if isinstance(page, EventPage) else None
    if not isinstance(page, EventPage) or site is None:
        return
    count = replied_otherwise(page, site, timezone.now())
    if count:
        messages.warning(request, otherwise_words(count, by_date=asks_by_date(page)))


@hooks.register("register_page_header_buttons")
def lead_to_guests(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """From an event to who comes to it."""
    if page.pk and page.specific_class is EventPage and may_see(user):
        yield Button(_("Guests"), reverse("guests:guests", args=[page.pk]), icon_name="group", priority=12)


@hooks.register("after_copy_page")
def part_copy_from_old_mission(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy in another mission's tree leaves behind what belongs to the old one."""
    shed_foreign_facts(new_page)
