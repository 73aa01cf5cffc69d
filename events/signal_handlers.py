"""Keeps what events need, parts them from a mission they leave, remembers what is gone, has guest lists follow;
connected in apps.py.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Model, ProtectedError, Q
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.models import Page, Site

from core.missions import site_id_of, site_of
from core.references import empty_fields, foreign_keys
from events.identity import retire
from events.models import EventPage
from events.replies import renew_books

# What an event is sorted by goes only when no event has it; a contact may go and leaves the event without one.
SORTED_BY = {"eventcategory": "category", "eventseries": "series"}
KEYS = ("contact", "category", "series")


def keep_what_is_needed(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Refuses to delete a category or series that events or their drafts have, unless its whole mission goes."""
    if getattr(origin, "model", type(origin)) is Site:
        return
    name = SORTED_BY[sender._meta.model_name or ""]
    has_it = Q(**{name: instance}) | Q(**{f"latest_revision__content__{name}": instance.pk})
    found: set[Any] = set(EventPage.objects.filter(has_it).order_by("pk"))
    if found:
        message = ngettext(
            "“%(thing)s” is used by %(count)d event.", "“%(thing)s” is used by %(count)d events.", len(found)
        )
        raise ProtectedError(message % {"thing": instance, "count": len(found)}, found)


def part_from_old_mission(sender: Any, instance: Page, **kwargs: Any) -> None:
    """An event that was moved to another mission leaves behind what belongs to the old one."""
    shed_foreign_facts(instance)


def shed_foreign_facts(top: Page) -> None:
    """Empties the keys of ``top`` and of all events below it, pages and drafts, that lead to another mission's rows."""
    for page in EventPage.objects.descendant_of(top, inclusive=True).select_related(*KEYS):
        foreign = foreign_keys(page, KEYS)
        if foreign:
            empty_fields(page, foreign)


def remember_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Calendars are told that an event is gone. Wagtail unpublishes what it deletes."""
    if isinstance(instance, EventPage):
        retire(instance, timezone.now())


def remember_moved(
    sender: Any, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """An event that moves to another mission is gone from the calendar of the first."""
    if site_id_of(parent_page_before) == site_id_of(parent_page_after):
        return
    for page in EventPage.objects.descendant_of(instance, inclusive=True).live():
        retire(page, timezone.now())


def renew_guest_lists(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A published event may have other times, or more places, than its guests know."""
    site = site_of(instance) if isinstance(instance, EventPage) else None
    if isinstance(instance, EventPage) and site is not None:
        renew_books(instance, site, timezone.now())
