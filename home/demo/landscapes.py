"""What the demonstration's landscapes are drawn with: skies, ridges, light and grain, out of numbers. Pure.

Colours are given in OKLCH (lightness, chroma, hue), so that haze and dusk are mixed as the eye mixes them.
"""

from __future__ import annotations

import io
import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

# Pixels of a picture: three by two.
WIDTH, HEIGHT = 1800, 1200
Colour = tuple[int, int, int]
Point = tuple[float, float]


def oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """The sRGB colour of one in OKLCH, the hue in degrees."""
    return oklab(lightness, *_axes(chroma, hue))


def _axes(chroma: float, hue: float) -> Point:
    return chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))


def oklab(lightness: float, a: float, b: float) -> Colour:
    """The sRGB colour of one in OKLab, clipped to the gamut (Björn Ottosson's matrices)."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return _byte(linear[0]), _byte(linear[1]), _byte(linear[2])


def _byte(linear: float) -> int:
    value = min(1.0, max(0.0, linear))
    return round(255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055))


def sky(stops: list[tuple[float, tuple[float, float, float]]]) -> Image.Image:
    """A sky out of colours in OKLCH at heights from 0 (above) to 1 (below), risen by height."""
    column = Image.new("RGB", (1, HEIGHT))
    # Mixed as OKLab: between two hues lies no rainbow.
    known = [(height, (colour[0], *_axes(colour[1], colour[2]))) for height, colour in stops]
    for y in range(HEIGHT):
        at = y / HEIGHT
        low = max(stop for stop in known if stop[0] <= at)
        high = min((stop for stop in known if stop[0] > at), default=low)
        share = (at - low[0]) / (high[0] - low[0]) if high[0] > low[0] else 0.0
        mixed = [one + (other - one) * share for one, other in zip(low[1], high[1], strict=True)]
        column.putpixel((0, y), oklab(*mixed))
    return column.resize((WIDTH, HEIGHT))


def ridge(chance: random.Random, base: float, rise: float, rough: float, *, sharp: bool = False) -> list[Point]:
    """The upper edge of a layer, left to right in pixels: waves that grow finer, pointed where ``sharp``."""
    waves = [
        (rise * rough**octave, 1.1 * 2.03**octave, chance.uniform(0, math.tau)) for octave in range(7 if sharp else 4)
    ]
    points = []
    for x in range(0, WIDTH + 6, 6):
        at = x / WIDTH * math.tau
        heights = (amount * _wave(at * often + turn, sharp) for amount, often, turn in waves)
        points.append((float(x), (base - sum(heights)) * HEIGHT))
    return points


def _wave(angle: float, sharp: bool) -> float:
    return 1 - 2 * abs(math.sin(angle / 2)) if sharp else math.sin(angle)


def fill_below(picture: Image.Image, edge: list[Point], colour: Colour, foot: Colour | None = None) -> None:
    """Fills everything under an edge; with ``foot`` it fades into that colour, like haze at a mountain's foot."""
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).polygon([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(0.8))
    layer = Image.new("RGB", picture.size, colour)
    if foot is not None:
        top = int(min(y for _x, y in edge))
        fade = Image.linear_gradient("L").resize((WIDTH, max(1, HEIGHT - top)))
        layer.paste(Image.new("RGB", fade.size, foot), (0, top), fade)
    picture.paste(layer, (0, 0), mask)


def disc(picture: Image.Image, middle: Point, radius: float, colour: Colour, glow: float) -> None:
    """Sun or moon with its light around it."""
    for size, strength, blur in ((radius * 5, 0.32 * glow, radius * 2), (radius * 2.2, 0.4 * glow, radius * 0.7)):
        _spot(picture, middle, size, colour, int(255 * strength), blur)
    _spot(picture, middle, radius, colour, 255, 1.2)


def _spot(picture: Image.Image, middle: Point, radius: float, colour: Colour, alpha: int, blur: float) -> None:
    mask = Image.new("L", picture.size)
    x, y = middle
    ImageDraw.Draw(mask).ellipse([x - radius, y - radius, x + radius, y + radius], fill=alpha)
    picture.paste(Image.new("RGB", picture.size, colour), (0, 0), mask.filter(ImageFilter.GaussianBlur(blur)))


def grain(picture: Image.Image, strength: float = 0.12) -> Image.Image:
    """The soft grain of printed paper: noise of a fixed seed, so that the bytes are the same everywhere."""
    chance = random.Random(20)  # noqa: S311  # grain, not a secret
    side = 600
    noise = Image.frombytes("L", (side, side), chance.randbytes(side * side)).filter(ImageFilter.GaussianBlur(0.7))
    tile = Image.new("L", picture.size)
    for x in range(0, WIDTH, side):
        for y in range(0, HEIGHT, side):
            tile.paste(noise, (x, y))
    return Image.blend(picture, ImageChops.overlay(picture, Image.merge("RGB", (tile, tile, tile))), strength)


def as_jpeg(picture: Image.Image) -> bytes:
    """The finished picture, with its grain."""
    out = io.BytesIO()
    grain(picture).save(out, "JPEG", quality=90)
    return out.getvalue()
