"""Parts events from a mission that they leave; connected in apps.py."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from core.missions import site_id_of
from core.references import owned_elsewhere
from events.models import EventPage


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
