"""What the frame around every page asks: the address of the mission's colours, its second name, full addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest

from core.appearance import sheet_address
from core.emblems import emblem_address
from core.missions import absolute as absolute_address
from core.models import MissionSettings
from core.navigation import Link
from core.words import Wording

register = template.Library()


@register.simple_tag
def theme_url(mission: MissionSettings) -> str:
    """Address of the mission's colours and ornament; "" for those of the house, which every page has anyway."""
    return sheet_address(mission.accent, mission.ornament)


@register.simple_tag
def emblem_url(mission: MissionSettings) -> str:
    """Address of the mission's emblem; "" where it has none."""
    return emblem_address(mission.emblem)


@register.simple_tag
def second_name(mission: MissionSettings) -> Wording | None:
    """The mission's name in another language than the one shown; None where there is one name only."""
    return mission.other_name


@register.simple_tag
def has_section(navigation: Iterable[Link], slug: str) -> bool:
    """Whether the menu holds the index page with that fixed slug."""
    return any(item.url.rstrip("/").endswith(f"/{slug}") for item in navigation)


@register.simple_tag(takes_context=True)
def absolute(context: dict[str, Any], url: str = "") -> str:
    """``url`` (default: the address asked for, without its query) with scheme and host of the mission's site."""
    request: HttpRequest = context["request"]
    return absolute_address(request, url or request.path)
