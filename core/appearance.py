"""What a mission's accent and tile of ornament make of the look: a style sheet, and under which address it lies."""

from __future__ import annotations

from functools import lru_cache

from django.templatetags.static import static
from django.urls import reverse

from core.ornament import ornament_hash, tile_rules
from core.theme import DEFAULT_ACCENT, css_hash, theme_css


def part_address(ornament: str, part: str) -> str:
    """Address of a part of the ornament; the house's own where there is no tile."""
    return reverse("ornament", args=[ornament_hash(ornament), part]) if ornament else static(f"ornament/{part}.svg")


@lru_cache(maxsize=64)
def style_sheet(accent: str, ornament: str) -> str:
    """The CSS of the accent and the tile. Addresses in it start at the root of the host."""
    return theme_css(accent, tile_rules(ornament, lambda part: part_address(ornament, part)) if ornament else {})


@lru_cache(maxsize=64)
def sheet_hash(accent: str, ornament: str) -> str:
    return css_hash(style_sheet(accent, ornament))


def sheet_address(accent: str, ornament: str) -> str:
    """Where the style sheet lies; "" where accent and ornament are the house's."""
    if accent.lower() == DEFAULT_ACCENT and not ornament:
        return ""
    return reverse("theme", args=[sheet_hash(accent.lower(), ornament)])
