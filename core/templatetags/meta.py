"""The head of a page for search engines and networks: its meta data, its icons and colours, its structured data."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.colours import to_hex
from core.icons import MIDDLE, SMALL, TOUCH, icon_url
from core.meta import PageMeta, page_meta
from core.models import MissionSettings
from core.structured import graph, json_ld
from core.theme import palettes

register = template.Library()


@register.simple_block_tag
def said(content: str) -> str:
    """What stands between the tags, for ``as name``: a block that is printed in more than one place."""
    return content.strip()


@register.simple_tag(takes_context=True, name="page_meta")
def page_meta_tag(context: template.Context, title: str, description: str) -> PageMeta:
    """The meta data of the page shown."""
    known: dict[Any, Any] = context.flatten()
    return page_meta(context["request"], title, description, known)


@register.simple_tag(takes_context=True)
def structured_data(context: template.Context) -> SafeString:
    """The page in the words of schema.org."""
    visiting = context.get("visiting")
    special = visiting.openness if visiting else None
    return json_ld(graph(context["request"], context["breadcrumbs"], context.get("structured") or (), special))


@register.simple_tag
def icons(mission: MissionSettings) -> dict[str, str]:
    """Addresses of the mission's icons."""
    return {name: icon_url(mission, shape) for name, shape in (("small", SMALL), ("middle", MIDDLE), ("touch", TOUCH))}


@register.simple_tag
def theme_colours(mission: MissionSettings) -> dict[str, str]:
    """The colour of the hoist in both schemes, as hex."""
    light, dark = palettes(mission.accent)
    return {"light": to_hex(light["hoist"]), "dark": to_hex(dark["hoist"])}
