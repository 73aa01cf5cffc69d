"""The moments of a permission in forms: on the clock of the mission whose recording it is, and the form says which."""

from __future__ import annotations

from typing import Any

from wagtail.models import Collection

from core.missions import mission_of_site, site_of_collection
from core.moment_fields import on_clock

NAMES = ("permission_from", "permission_until")


def put_on_clock(form: Any, collection: Collection | None) -> None:
    """Has a form take and show the moments on the clock of the mission that owns ``collection``."""
    site = site_of_collection(collection) if collection else None
    if site is not None:
        on_clock(form, mission_of_site(site), *NAMES)
