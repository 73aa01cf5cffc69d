"""The colours of Wagtail's admin in the colours of a mission: custom properties that Wagtail derives its shades from.

Pure, like core.theme, whose tokens it takes.
"""

from __future__ import annotations

import colorsys
import hashlib
from functools import lru_cache

from core.colours import Oklch, contrast, to_hex, to_rgb
from core.theme import palettes

WHITE = Oklch(1, 0, 0)
DARK_TINT = 18  # saturation of the dark grounds, in per cent


def to_hsl(colour: Oklch) -> tuple[float, float, float]:
    """Hue in degrees, saturation and lightness in per cent: the three numbers that Wagtail reckons with."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
    return round(hue * 360, 1), round(saturation * 100, 1), round(lightness * 100, 1)


def between(colour: Oklch, one: Oklch, other: Oklch) -> Oklch:
    """``colour`` in the lightness that stands out equally from both: a ring is seen on the page and on the menu."""
    steps = (colour._replace(lightness=step / 200) for step in range(60, 190))
    return max(steps, key=lambda shade: min(contrast(shade, one), contrast(shade, other)))


@lru_cache(maxsize=64)
def admin_tokens(accent: str) -> dict[str, Oklch]:
    """What the admin takes from the mission: menu and buttons, links and focus in both schemes."""
    light, dark = palettes(accent)
    return {
        "primary": light["night"],
        "secondary": light["link"],
        "focus": between(light["sky-deep"], WHITE, light["night"]),
        "menu-dark": dark["night"],
        "menu-item-dark": dark["night-line"],
        "link-dark": dark["link"],
        "link-hover-dark": dark["link-hover"],
        "number": light["sky-deep"],
        "number-dark": dark["sky-deep"],
        "ground-dark": dark["paper"],
        "sun": light["sun"],
    }


def _hsl(name: str, colour: Oklch) -> list[str]:
    hue, saturation, lightness = to_hsl(colour)
    return [
        f"--w-color-{name}-hue: {hue:g};",
        f"--w-color-{name}-saturation: {saturation:g}%;",
        f"--w-color-{name}-lightness: {lightness:g}%;",
    ]


@lru_cache(maxsize=64)
def admin_css(accent: str) -> str:
    """The style sheet of the admin for an accent (# and six hex digits), in both of Wagtail's schemes."""
    tokens = admin_tokens(accent)
    light = [
        *_hsl("primary", tokens["primary"]),
        *_hsl("secondary", tokens["secondary"]),
        f"--w-color-focus: {to_hex(tokens['focus'])};",
        f"--mission-number: {to_hex(tokens['number'])};",
        f"--mission-sun: {to_hex(tokens['sun'])};",
    ]
    # Wagtail's greys, from which it makes its dark grounds, in the hue of the site's.
    hue = to_hsl(tokens["ground-dark"])[0]
    dark = [
        f"--w-color-grey-800-hue: {hue:g}; --w-color-grey-50-hue: {hue:g};",
        f"--w-color-grey-800-saturation: {DARK_TINT}%; --w-color-grey-50-saturation: {DARK_TINT}%;",
        f"--w-color-surface-menus: {to_hex(tokens['menu-dark'])};",
        f"--w-color-surface-menu-item-active: {to_hex(tokens['menu-item-dark'])};",
        f"--w-color-secondary-100: {to_hex(tokens['link-dark'])};",
        f"--w-color-secondary-75: {to_hex(tokens['link-hover-dark'])};",
        f"--w-color-focus: {to_hex(tokens['link-dark'])};",
        f"--mission-number: {to_hex(tokens['number-dark'])};",
    ]
    in_the_dark = " ".join(dark)
    return (
        f":root {{ {' '.join(light)} }}\n"
        f".w-theme-dark {{ {in_the_dark} }}\n"
        f"@media (prefers-color-scheme: dark) {{ .w-theme-system {{ {in_the_dark} }} }}\n"
    )


@lru_cache(maxsize=64)
def admin_hash(accent: str) -> str:
    """Changes with every byte of the admin's style sheet; part of its address."""
    return hashlib.sha256(admin_css(accent).encode()).hexdigest()[:16]
