"""What the frame of the admin and the pages of its entrance ask for: the mission and its colours."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from core.branding import admin_theme_address, host_mission, own_mission
from core.models import MissionSettings

register = template.Library()


@register.simple_tag(takes_context=True)
def mission_of_host(context: dict[str, Any]) -> MissionSettings | None:
    """The mission of the host, for pages before the login; None where there is none."""
    return host_mission(context["request"])


@register.simple_tag(takes_context=True)
def mission_of_user(context: dict[str, Any]) -> MissionSettings | None:
    """The mission of who is logged in; before the login, and for a user without mission, None."""
    request = context.get("request")
    return own_mission(request) if request else None


@register.simple_tag
def admin_theme_url(mission: MissionSettings | None) -> str:
    """Address of the colours of the admin."""
    return admin_theme_address(mission)


@register.simple_tag
def lock_minutes() -> int:
    """For how long a login is locked after too many attempts."""
    return round(settings.AXES_COOLOFF_TIME * 60)
