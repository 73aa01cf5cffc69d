"""Registration of the dashboard."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks

from home.dashboard import panels_for

LAST = 1000  # after the packages' own


@hooks.register("construct_homepage_panels", order=LAST)
def compose_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Ours instead of Wagtail's, which know users but not missions: they would name pages of former missions too."""
    panels[:] = panels_for(request, timezone.now())


@hooks.register("construct_homepage_summary_items", order=LAST)
def leave_out_counts(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts the pages below the common root of all that a user may see: of every mission."""
    items.clear()


@hooks.register("construct_help_menu")
def leave_out_release_notes(request: HttpRequest, items: list[Any]) -> None:
    """What is new in Wagtail is for developers; a badge would ask every editor to read it."""
    items[:] = [item for item in items if not item.name.startswith("whats-new-in-wagtail")]
