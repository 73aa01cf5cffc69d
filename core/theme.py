"""The colours of a mission, derived from one accent: pure functions from a hex colour to CSS text and contrast.

The table below is the look for the default accent; another accent turns the hues, the chroma and the lightness of
what belongs to it. OKLCH after Björn Ottosson, "A perceptual color space for image processing"; contrast after
WCAG 2.2.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from typing import NamedTuple

DEFAULT_ACCENT = "#009ebf"


class Oklch(NamedTuple):
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


# Tokens that are the accent itself: they also follow its chroma and lightness.
ACCENTED = frozenset({"link", "link-hover", "sky", "sky-deep", "hoist", "cover-sky"})
NEVER_TEXT = frozenset({"sky", "hoist", "cover-sky"})
# An accent this much lighter or darker than the default leaves the lightness of text alone.
LEEWAY, LOWEST, HIGHEST = 0.06, -0.1, 0.06
# Tokens of the second hue, and of errors: the same in every mission.
FIXED = frozenset(
    {"sun", "on-sun", "sun-ink", "hoist-ornament", "mark", "bad", "bad-field", "cover-sun", "cover-light"}
)

LIGHT: dict[str, Oklch] = {
    "paper": Oklch(1, 0, 0),
    "field": Oklch(0.955, 0.024, 222),
    "field-2": Oklch(0.915, 0.042, 220),
    "warm": Oklch(0.972, 0.026, 88),
    "ink": Oklch(0.25, 0.04, 245),
    "ink-2": Oklch(0.45, 0.035, 238),
    "link": Oklch(0.45, 0.1, 238),
    "link-hover": Oklch(0.34, 0.085, 245),
    "sky": Oklch(0.7, 0.122, 221),
    "sky-deep": Oklch(0.52, 0.105, 233),
    "hoist": Oklch(0.7, 0.122, 221),
    "hoist-ornament": Oklch(0.83, 0.148, 86),
    "sun": Oklch(0.83, 0.148, 86),
    "on-sun": Oklch(0.25, 0.04, 245),
    "sun-ink": Oklch(0.49, 0.095, 78),
    "line": Oklch(0.885, 0.017, 228),
    "line-2": Oklch(0.6, 0.035, 235),
    "night": Oklch(0.275, 0.055, 245),
    "on-night": Oklch(0.955, 0.015, 225),
    "on-night-2": Oklch(0.8, 0.035, 225),
    "night-line": Oklch(0.4, 0.05, 243),
    "bad": Oklch(0.49, 0.165, 27),
    "bad-field": Oklch(0.965, 0.016, 20),
    "mark": Oklch(0.92, 0.095, 90),
    "wave": Oklch(0.665, 0.07, 228),
    "cover-night": Oklch(0.33, 0.07, 245),
    "cover-sun": Oklch(0.83, 0.148, 86),
    "cover-sky": Oklch(0.7, 0.122, 221),
    "cover-light": Oklch(1, 0, 0),
}
DARK: dict[str, Oklch] = {
    "paper": Oklch(0.205, 0.03, 245),
    "field": Oklch(0.25, 0.04, 243),
    "field-2": Oklch(0.31, 0.05, 240),
    "warm": Oklch(0.25, 0.034, 243),
    "ink": Oklch(0.945, 0.012, 225),
    "ink-2": Oklch(0.77, 0.028, 228),
    "link": Oklch(0.83, 0.085, 220),
    "link-hover": Oklch(0.92, 0.05, 218),
    "sky": Oklch(0.62, 0.11, 224),
    "sky-deep": Oklch(0.8, 0.1, 220),
    "hoist": Oklch(0.47, 0.085, 226),
    "hoist-ornament": Oklch(0.76, 0.115, 86),
    "sun": Oklch(0.83, 0.135, 86),
    "on-sun": Oklch(0.22, 0.035, 245),
    "sun-ink": Oklch(0.84, 0.115, 87),
    "line": Oklch(0.35, 0.035, 242),
    "line-2": Oklch(0.62, 0.04, 235),
    "night": Oklch(0.165, 0.03, 247),
    "on-night": Oklch(0.93, 0.015, 225),
    "on-night-2": Oklch(0.76, 0.03, 226),
    "night-line": Oklch(0.32, 0.035, 243),
    "bad": Oklch(0.79, 0.115, 25),
    "bad-field": Oklch(0.27, 0.05, 22),
    "mark": Oklch(0.42, 0.085, 88),
    "wave": Oklch(0.54, 0.06, 232),
    "cover-night": Oklch(0.33, 0.07, 245),
    "cover-sun": Oklch(0.83, 0.148, 86),
    "cover-sky": Oklch(0.7, 0.122, 221),
    "cover-light": Oklch(1, 0, 0),
}

TEXT, SHAPE = 4.5, 3.0
# (least contrast, foreground, the grounds it stands on)
PAIRS: list[tuple[float, str, tuple[str, ...]]] = [
    (TEXT, "ink", ("paper", "field", "field-2", "warm", "mark", "bad-field")),
    (TEXT, "ink-2", ("paper", "field", "field-2", "warm")),
    (TEXT, "link", ("paper", "field", "field-2", "warm")),
    (TEXT, "link-hover", ("paper", "field", "field-2", "warm")),
    (TEXT, "sky-deep", ("paper", "field", "warm")),
    (TEXT, "sun-ink", ("paper", "field", "warm")),
    (TEXT, "bad", ("paper", "bad-field")),
    (TEXT, "paper", ("link", "link-hover")),
    (TEXT, "on-sun", ("sun",)),
    (TEXT, "on-night", ("night",)),
    (TEXT, "on-night-2", ("night",)),
    (SHAPE, "line-2", ("paper", "field", "warm")),
    (SHAPE, "sky-deep", ("field-2",)),
    (SHAPE, "sun", ("night",)),
]


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def to_oklch(accent: str) -> Oklch:
    """The colour that ``accent`` (# and six hex digits) names."""
    red, green, blue = (_linear(int(accent[at : at + 2], 16) / 255) for at in (1, 3, 5))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def linear_channels(colour: Oklch) -> tuple[float, float, float]:
    """Red, green and blue as linear light, 0 to 1, as an sRGB screen shows the colour (out of range is cut)."""
    hue = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(hue), colour.chroma * math.sin(hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return red, green, blue


def luminance(colour: Oklch) -> float:
    """Relative luminance, 0 to 1, of the colour as a screen shows it."""
    red, green, blue = linear_channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def to_hex(colour: Oklch) -> str:
    """The colour as # and six hex digits, for what knows no OKLCH: meta elements, manifests, pictures."""

    def digits(channel: float) -> str:
        curved = 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055
        return f"{round(curved * 255):02x}"

    return "#" + "".join(digits(channel) for channel in linear_channels(colour))


def contrast(one: Oklch, other: Oklch) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _turned(name: str, colour: Oklch, accent: Oklch, lift: float) -> Oklch:
    base = to_oklch(DEFAULT_ACCENT)
    if name in FIXED or colour.chroma == 0 or (name == "warm" and colour.hue == LIGHT["warm"].hue):
        return colour
    hue = (colour.hue + accent.hue - base.hue) % 360
    scale = min(1.25, accent.chroma / base.chroma)
    if name not in ACCENTED:
        return Oklch(colour.lightness, colour.chroma * min(1.0, scale), hue)
    own = accent.lightness - base.lightness if name in NEVER_TEXT else lift
    return Oklch(min(1.0, max(0.0, colour.lightness + own)), colour.chroma * scale, hue)


@lru_cache(maxsize=64)
def palettes(accent: str) -> tuple[dict[str, Oklch], dict[str, Oklch]]:
    """The light and the dark tokens of an accent. A much paler accent lifts the text of its colour, which is what
    ``check_accent`` then refuses; a much darker one lowers it in the light scheme only.
    """
    if accent.lower() == DEFAULT_ACCENT:
        return LIGHT, DARK
    colour = to_oklch(accent)
    distance = colour.lightness - to_oklch(DEFAULT_ACCENT).lightness
    lift = math.copysign(max(0.0, abs(distance) - LEEWAY), distance)
    return (
        {name: _turned(name, value, colour, max(LOWEST, lift)) for name, value in LIGHT.items()},
        {name: _turned(name, value, colour, min(HIGHEST, max(0.0, lift))) for name, value in DARK.items()},
    )


def check_accent(accent: str) -> list[str]:
    """Names the pairs that ``accent`` makes unreadable, as "link on paper (light), 3.1 instead of 4.5"."""
    failing = []
    for scheme, tokens in zip(("light", "dark"), palettes(accent), strict=True):
        for least, name, grounds in PAIRS:
            for ground in grounds:
                ratio = contrast(tokens[name], tokens[ground])
                if ratio < least:
                    failing.append(f"{name} on {ground} ({scheme}), {ratio:.1f} instead of {least:g}")
    return failing


def _rules(tokens: dict[str, Oklch], indent: str) -> str:
    def number(value: float, digits: int) -> str:
        return f"{value:.{digits}f}".rstrip("0").rstrip(".")

    return "\n".join(
        f"{indent}--{name}: oklch({number(c.lightness, 3)} {number(c.chroma, 3)} {number(c.hue, 1)});"
        for name, c in tokens.items()
    )


@lru_cache(maxsize=64)
def theme_css(accent: str) -> str:
    """The colour tokens of ``accent`` in both schemes, for the layer ``tokens``: the system's choice decides, unless
    the visitor's own stands in ``data-scheme``.
    """
    light, dark = palettes(accent)
    return (
        f"@layer tokens {{\n  :root {{\n{_rules(light, '    ')}\n  }}\n"
        "  @media (prefers-color-scheme: dark) {\n"
        f'    :root:not([data-scheme="light"]) {{\n{_rules(dark, "      ")}\n    }}\n  }}\n'
        f'  :root[data-scheme="dark"] {{\n{_rules(dark, "    ")}\n  }}\n}}\n'
    )


@lru_cache(maxsize=64)
def theme_hash(accent: str) -> str:
    """Changes with every byte of the accent's CSS; part of its address."""
    return hashlib.sha256(theme_css(accent).encode()).hexdigest()[:16]
