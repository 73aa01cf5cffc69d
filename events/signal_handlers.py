"""Parts events from a mission that they leave, and has their guest lists follow; connected in apps.py."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page

from core.missions import site_id_of, site_of
from core.references import owned_elsewhere
from events.models import EventPage
from events.replies import renew_books


def renew_guest_lists(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A published event may have other times, or more places, than its guests know."""
    site = site_of(instance) if isinstance(instance, EventPage) else None
    if isinstance(instance, EventPage) and site is not None:
        renew_books(instance, site, timezone.now())


def part_from_old_mission(sender: Any, instance: Page, **kwargs: Any) -> None:
    """An event that was moved to another mission leaves behind the old one's contact."""
    shed_foreign_contacts(instance)


def shed_foreign_contacts(top: Page) -> None:
    """Empties the contact of ``top`` and of all events below it, pages and drafts, where it is another mission's."""
    for page in EventPage.objects.descendant_of(top, inclusive=True).select_related("contact"):
        if not owned_elsewhere(page.contact, site_id_of(page)):
            continue
        page.contact = None
        page.save(clean=False)
        if page.latest_revision:
            page.latest_revision.content["contact"] = None
            page.latest_revision.save(update_fields=["content"])
