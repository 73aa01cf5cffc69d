"""The colours of a mission, derived from one accent: pure functions from a hex colour to CSS text and contrast.

The table below is the look for the default accent; another accent turns the hues, the chroma and the lightness of
what belongs to it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from core.colours import Oklch, contrast, fitted, to_oklch

DEFAULT_ACCENT = "#009ebf"


# Tokens that are the accent itself: they also follow its chroma and lightness.
ACCENTED = frozenset({"link", "link-hover", "sky", "sky-deep", "hoist", "cover-sky"})
NEVER_TEXT = frozenset({"sky", "hoist", "cover-sky"})
# An accent this much lighter or darker than the default leaves the lightness of text alone.
LEEWAY, LOWEST, HIGHEST = 0.06, -0.1, 0.06
# So far text may leave the lightness that its accent gives it, to be read; beyond, it would be another colour.
REACH, STEP = 0.08, 0.005
# No brown in the dark: beside red, other tokens turn towards purple; dark grounds of orange and yellow are nearly grey.
# Nor pink by day: pale grounds of red are paler.
REDS, BROWNS, CALM, PALER = (300, 45), (25, 115), 0.35, 0.6
# Least contrast of the strip and its ornament, which are no text.
SEEN = 1.6
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


class Failure(NamedTuple):
    """A pair that cannot be read: the contrast that it has, and the least that it needs."""

    name: str
    ground: str
    ratio: float
    least: float


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


def _turned(name: str, colour: Oklch, accent: Oklch, lift: float) -> Oklch:
    base = to_oklch(DEFAULT_ACCENT)
    if name in FIXED or colour.chroma == 0 or (name == "warm" and colour.hue == LIGHT["warm"].hue):
        return colour
    aside = colour.hue - base.hue
    is_red = accent.hue >= REDS[0] or accent.hue < REDS[1]
    hue = (accent.hue + (-aside if is_red else aside)) % 360
    scale = min(1.25, accent.chroma / base.chroma)
    if name not in ACCENTED:
        chroma = colour.chroma * min(1.0, scale)
        if colour.lightness < 0.5 and BROWNS[0] <= hue < BROWNS[1]:
            chroma *= CALM
        if colour.lightness > 0.85 and is_red:
            chroma *= PALER
        return fitted(Oklch(colour.lightness, chroma, hue))
    own = accent.lightness - base.lightness if name in NEVER_TEXT else lift
    return fitted(Oklch(min(1.0, max(0.0, colour.lightness + own)), colour.chroma * scale, hue))


def _settled(tokens: dict[str, Oklch], step: float) -> dict[str, Oklch]:
    """The tokens with the text of the accent moved by ``step`` until it can be read, REACH at most. What cannot be
    read then either stays where it was.
    """
    settled = dict(tokens)
    for name in sorted(ACCENTED - NEVER_TEXT):
        colour = tokens[name]
        for count in range(round(REACH / abs(step)) + 1):
            settled[name] = fitted(colour._replace(lightness=colour.lightness + count * step))
            if not any(failures(settled, name)):
                break
        else:
            settled[name] = colour
    return settled


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
    light = {name: _turned(name, value, colour, max(LOWEST, lift)) for name, value in LIGHT.items()}
    dark = {name: _turned(name, value, colour, min(HIGHEST, max(0.0, lift))) for name, value in DARK.items()}
    return _with_visible_ornament(_settled(light, -STEP)), _with_visible_ornament(_settled(dark, STEP))


def _with_visible_ornament(tokens: dict[str, Oklch]) -> dict[str, Oklch]:
    """Turns the ornament white where the second hue could hardly be seen on the accent."""
    if contrast(tokens["hoist"], tokens["hoist-ornament"]) >= SEEN:
        return tokens
    return tokens | {"hoist-ornament": tokens["cover-light"]}


def failures(tokens: dict[str, Oklch], only: str = "") -> Iterator[Failure]:
    """The pairs that cannot be read, or those of one token."""
    for least, name, grounds in PAIRS:
        for ground in grounds:
            if only in ("", name, ground) and (ratio := contrast(tokens[name], tokens[ground])) < least:
                yield Failure(name, ground, ratio, least)


def check_accent(accent: str) -> dict[str, list[Failure]]:
    """The pairs that ``accent`` makes unreadable by scheme, "light" and "dark"; empty if the accent may be taken."""
    found = {scheme: list(failures(tokens)) for scheme, tokens in zip(("light", "dark"), palettes(accent), strict=True)}
    return {scheme: pairs for scheme, pairs in found.items() if pairs}


def _number(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _rules(tokens: dict[str, Oklch], indent: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    colours = {
        name: f"oklch({_number(c.lightness, 3)} {_number(c.chroma, 3)} {_number(c.hue, 1)})"
        for name, c in tokens.items()
    }
    return "\n".join(f"{indent}--{name}: {value};" for name, value in (colours | dict(more)).items())


def theme_css(accent: str, tiles: Mapping[str, str] = MappingProxyType({})) -> str:
    """The colour tokens of ``accent`` in both schemes and the properties of the ornament, for the layer ``tokens``.

    The system's scheme holds, unless the visitor's choice stands in ``data-scheme``.
    """
    light, dark = palettes(accent)
    return (
        f"@layer tokens {{\n  :root {{\n{_rules(light, '    ', tiles)}\n  }}\n"
        "  @media (prefers-color-scheme: dark) {\n"
        f'    :root:not([data-scheme="light"]) {{\n{_rules(dark, "      ")}\n    }}\n  }}\n'
        f'  :root[data-scheme="dark"] {{\n{_rules(dark, "    ")}\n  }}\n}}\n'
    )


def css_hash(css: str) -> str:
    """Changes with every byte of a style sheet; part of its address."""
    return hashlib.sha256(css.encode()).hexdigest()[:16]
