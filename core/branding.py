"""Whose emblem, name and colours the admin and its entrance carry: one mission's, or nobody's."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Site

from core.admin_theme import admin_hash
from core.missions import mission_of, sites_for
from core.models import MissionSettings
from core.theme import DEFAULT_ACCENT

UNREAD: Any = object()


def host_mission(request: HttpRequest) -> MissionSettings | None:
    """The mission of the host that was asked; None where the install has no site for it."""
    return mission_of(request) if Site.find_for_request(request) else None


def own_mission(request: HttpRequest) -> MissionSettings | None:
    """The host's mission if the user belongs to it, else the first of the user's; None for a user without any.

    Read once a request.
    """
    known = getattr(request, "_own_mission", UNREAD)
    if known is UNREAD:
        known = _find_own(request)
        request._own_mission = known  # type: ignore[attr-defined]  # a cache that lives as long as the request
    found: MissionSettings | None = known
    return found


def _find_own(request: HttpRequest) -> MissionSettings | None:
    user: Any = getattr(request, "user", None)
    own = list(sites_for(user).order_by("-is_default_site", "pk"))
    if not own:
        return None
    host = Site.find_for_request(request)
    if host in own:
        return mission_of(request)
    return MissionSettings.for_site(own[0])


def admin_theme_address(mission: MissionSettings | None) -> str:
    """Address of the style sheet that gives the admin the mission's colours; without a mission the default ones."""
    accent = (mission.accent if mission else DEFAULT_ACCENT).lower()
    return reverse("admin_theme", args=[accent.removeprefix("#"), admin_hash(accent)])
