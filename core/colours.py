"""Colours as numbers: sRGB to OKLCH, and how well two can be told apart. Pure.

OKLCH after Björn Ottosson, "A perceptual color space for image processing"; contrast after WCAG 2.2.
"""

from __future__ import annotations

import math
from typing import NamedTuple


class Oklch(NamedTuple):
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


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


def _channels(colour: Oklch) -> tuple[float, float, float]:
    """Linear red, green and blue; outside 0 to 1 where an sRGB screen cannot show the colour."""
    hue = math.radians(colour.hue)
    a, b = colour.chroma * math.cos(hue), colour.chroma * math.sin(hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return red, green, blue


def fitted(colour: Oklch) -> Oklch:
    """The colour with as much of its chroma as an sRGB screen can show, in the digits of a style sheet: lightness and
    chroma in thousandths, hue in tenths of a degree.
    """
    exact = Oklch(round(colour.lightness, 3), math.floor(colour.chroma * 1000) / 1000, round(colour.hue, 1))
    if _is_shown(exact):
        return exact
    least, most = 0, round(exact.chroma * 1000)
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if _is_shown(exact._replace(chroma=middle / 1000)) else (least, middle)
    return exact._replace(chroma=least / 1000)


def _is_shown(colour: Oklch) -> bool:
    return all(-0.0001 <= channel <= 1.0001 for channel in _channels(colour))


def linear_channels(colour: Oklch) -> tuple[float, float, float]:
    """Red, green and blue as linear light, 0 to 1, as an sRGB screen shows the colour (out of range is cut)."""
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in _channels(colour))
    return red, green, blue


def to_rgb(colour: Oklch) -> tuple[float, float, float]:
    """Red, green and blue as sRGB codes them, 0 to 1."""

    def coded(channel: float) -> float:
        return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055

    red, green, blue = (coded(channel) for channel in linear_channels(colour))
    return red, green, blue


def to_hex(colour: Oklch) -> str:
    """The colour as # and six hex digits, for what knows no OKLCH: meta elements, manifests, pictures."""
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in to_rgb(colour))


def luminance(colour: Oklch) -> float:
    """Relative luminance, 0 to 1, of the colour as an sRGB screen shows it."""
    red, green, blue = linear_channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Oklch, other: Oklch) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
