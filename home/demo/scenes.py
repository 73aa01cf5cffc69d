"""Pictures of the demonstration: four landscapes in layers. Pure: it gives bytes, the same everywhere."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from home.demo.landscapes import HEIGHT, WIDTH, Colour, Point, as_jpeg, disc, fill_below, oklch, ridge, sky


def yurt(draw: ImageDraw.ImageDraw, left: float, ground: float, width: float, colours: dict[str, Colour]) -> None:
    """A round tent of felt: wall with bands, roof, smoke ring and door."""
    wall, roof = width * 0.34, width * 0.27
    top = ground - wall
    draw.polygon(
        [(left, ground), (left + width * 0.02, top), (left + width * 0.98, top), (left + width, ground)],
        fill=colours["felt"],
    )
    curve = [(left + width * (0.5 + 0.56 * math.sin(t)), top - roof * math.cos(t) ** 1.25) for t in _arc()]
    draw.polygon(curve, fill=colours["roof"])
    ring = width * 0.09
    middle = left + width / 2
    draw.ellipse([middle - ring, top - roof * 1.09, middle + ring, top - roof * 0.92], fill=colours["band"])
    for share in (0.0, 0.62):
        y = top + wall * share
        draw.rectangle([left + width * 0.015, y, left + width * 0.985, y + width * 0.02], fill=colours["band"])
    draw.rectangle([left + width * 0.42, ground - wall * 0.86, left + width * 0.58, ground], fill=colours["door"])


def _arc(steps: int = 60) -> list[float]:
    return [-math.pi / 2 + math.pi * step / steps for step in range(steps + 1)]


def steppe() -> Image.Image:
    """The steppe in spring: wide green, a chain of snow far away, two yurts, high clouds."""
    chance = random.Random(3)  # noqa: S311  # a landscape, not a secret
    picture = sky([(0.0, (0.66, 0.12, 236)), (0.38, (0.86, 0.06, 224)), (0.56, (0.955, 0.035, 90))])
    disc(picture, (WIDTH * 0.76, HEIGHT * 0.3), 46, oklch(0.985, 0.05, 95), 0.8)
    haze = oklch(0.93, 0.03, 215)
    fill_below(picture, ridge(chance, 0.5, 0.035, 0.56, sharp=True), oklch(0.8, 0.045, 240), haze)
    fill_below(picture, ridge(chance, 0.55, 0.028, 0.5, sharp=True), oklch(0.7, 0.06, 232), haze)
    for base, colour in ((0.6, (0.78, 0.09, 148)), (0.68, (0.7, 0.12, 140)), (0.78, (0.6, 0.125, 138))):
        fill_below(picture, ridge(chance, base, 0.014, 0.45), oklch(*colour), oklch(colour[0] - 0.1, 0.11, 136))
    felt = {
        "felt": oklch(0.97, 0.015, 90), "roof": oklch(0.92, 0.02, 85),
        "band": oklch(0.55, 0.16, 32), "door": oklch(0.45, 0.1, 40),
    }  # fmt: skip
    draw = ImageDraw.Draw(picture)
    yurt(draw, WIDTH * 0.28, HEIGHT * 0.735, 250, felt)
    yurt(draw, WIDTH * 0.49, HEIGHT * 0.7, 150, felt)
    _grass(draw, chance, 0.9)
    return picture


def _grass(draw: ImageDraw.ImageDraw, chance: random.Random, top: float) -> None:
    """Blades and tulips of the foreground."""
    for _blade in range(1500):
        x, y = chance.uniform(0, WIDTH), HEIGHT * chance.uniform(top, 1.03)
        tall = 26 + 60 * (y / HEIGHT - top) / 0.13
        lean = chance.uniform(-0.25, 0.35) * tall
        colour = oklch(chance.uniform(0.4, 0.56), 0.11, chance.uniform(128, 142))
        draw.line([(x, y), (x + lean * 0.4, y - tall * 0.6), (x + lean, y - tall)], fill=colour, width=3)
        if chance.random() < 0.05:
            red = oklch(chance.uniform(0.58, 0.68), 0.19, chance.uniform(25, 45))
            draw.ellipse([x + lean - 9, y - tall - 16, x + lean + 9, y - tall + 6], fill=red)


def mountains() -> Image.Image:
    """Snow mountains at first light over a dark wood of spruces."""
    chance = random.Random(12)  # noqa: S311  # a landscape, not a secret
    picture = sky([(0.0, (0.5, 0.1, 262)), (0.3, (0.74, 0.08, 300)), (0.52, (0.9, 0.08, 60)), (0.62, (0.95, 0.06, 80))])
    disc(picture, (WIDTH * 0.3, HEIGHT * 0.44), 40, oklch(0.98, 0.06, 85), 1.0)
    layers = ((0.47, 0.075, (0.72, 0.07, 290)), (0.58, 0.065, (0.56, 0.075, 275)), (0.7, 0.05, (0.4, 0.07, 262)))
    for base, rise, colour in layers:
        edge = ridge(chance, base, rise, 0.55, sharp=True)
        fill_below(picture, edge, oklch(*colour), oklch(colour[0] + 0.16, 0.06, 300))
        if base < 0.6:
            _snow(picture, edge, oklch(0.95, 0.03, 50), chance)
    draw = ImageDraw.Draw(picture)
    for lightness, base, tall in ((0.32, 0.83, 90), (0.25, 0.92, 150), (0.17, 1.02, 230)):
        _spruces(draw, chance, oklch(lightness, 0.045, 225), base, tall)
    return picture


def _snow(picture: Image.Image, edge: list[Point], colour: Colour, chance: random.Random) -> None:
    """Snow on what stands high, its lower edge ragged."""
    peak, low = min(y for _x, y in edge), max(y for _x, y in edge)
    line = peak + (low - peak) * 0.5
    lower = [(x, y + max(0.0, line - y) * chance.uniform(0.3, 1.0)) for x, y in edge]
    mask = Image.new("L", picture.size)
    ImageDraw.Draw(mask).polygon([*edge, *reversed(lower)], fill=225)
    picture.paste(Image.new("RGB", picture.size, colour), (0, 0), mask.filter(ImageFilter.GaussianBlur(1.2)))


def _spruces(draw: ImageDraw.ImageDraw, chance: random.Random, colour: Colour, base: float, tall: float) -> None:
    draw.rectangle([0, min(base, 1.0) * HEIGHT, WIDTH, HEIGHT], fill=colour)
    x = -40.0
    while x < WIDTH + 40:
        height, ground = tall * chance.uniform(0.6, 1.25), base * HEIGHT + chance.uniform(-8, 22)
        for tier in range(5):
            up, half = ground - height * (0.2 + 0.16 * tier), height * (0.2 - 0.034 * tier)
            draw.polygon(
                [(x - half, up + height * 0.2), (x, up - height * 0.14), (x + half, up + height * 0.2)], fill=colour
            )
        x += tall * chance.uniform(0.22, 0.42)


def city() -> Image.Image:
    """A city on a river at dusk, seen from the other bank; no building of it is real."""
    chance = random.Random(8)  # noqa: S311  # a landscape, not a secret
    picture = sky(
        [(0.0, (0.34, 0.09, 268)), (0.34, (0.55, 0.11, 300)), (0.55, (0.78, 0.13, 48)), (0.66, (0.9, 0.11, 78))]
    )
    disc(picture, (WIDTH * 0.64, HEIGHT * 0.6), 54, oklch(0.95, 0.12, 82), 1.0)
    horizon = HEIGHT * 0.68
    draw = ImageDraw.Draw(picture)
    for colour, tall, wide in (
        ((0.52, 0.08, 300), 0.2, 70),
        ((0.36, 0.07, 282), 0.3, 96),
        ((0.24, 0.05, 272), 0.19, 120),
    ):
        _houses(draw, chance, oklch(*colour), horizon, (tall * HEIGHT, wide))
    _tower(draw, WIDTH * 0.335, horizon, oklch(0.24, 0.05, 272), oklch(0.83, 0.148, 86))
    _water(picture, horizon, oklch(0.3, 0.07, 265), 0.42)
    _ripples(draw, chance, horizon, [(0.36, 0.07, 60), (0.6, 0.08, 60), (0.4, 0.07, 275), (0.55, 0.07, 275)])
    return picture


def _water(picture: Image.Image, shore: float, colour: Colour, depth: float) -> None:
    """Below the shore everything once more, upside down and tinted."""
    above = picture.crop((0, int(shore * 2 - HEIGHT), WIDTH, int(shore))).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    tint = Image.new("RGB", above.size, colour)
    picture.paste(Image.blend(above.filter(ImageFilter.GaussianBlur(5)), tint, depth), (0, int(shore)))


def _ripples(
    draw: ImageDraw.ImageDraw, chance: random.Random, shore: float, colours: list[tuple[float, float, float]]
) -> None:
    """Short lines of light on the water, the longer the nearer."""
    for _ripple in range(400):
        x, y = chance.uniform(0, WIDTH), chance.uniform(shore + 4, HEIGHT)
        reach = 20 + 130 * (y - shore) / (HEIGHT - shore)
        draw.line([(x, y), (x + reach, y)], fill=oklch(*chance.choice(colours)), width=2)


def _houses(
    draw: ImageDraw.ImageDraw, chance: random.Random, colour: Colour, ground: float, size: tuple[float, float]
) -> None:
    tall, wide = size
    light = oklch(0.86, 0.12, 82)
    x = -30.0
    while x < WIDTH:
        width, height = wide * chance.uniform(0.5, 1.2), tall * chance.uniform(0.3, 1.0)
        draw.rectangle([x, ground - height, x + width, ground], fill=colour)
        for column in range(int(width // 22)):
            for row in range(int(height // 26)):
                if chance.random() < 0.16:
                    left, top = x + 9 + column * 22, ground - height + 12 + row * 26
                    draw.rectangle([left, top, left + 6, top + 9], fill=light)
        x += width + chance.uniform(-4, 26)


def _tower(draw: ImageDraw.ImageDraw, x: float, ground: float, colour: Colour, gold: Colour) -> None:
    """A slender tower that opens like a cup and carries a ball of light."""
    top = ground - HEIGHT * 0.4
    for share in range(9):
        lean = (share - 4) / 4
        draw.line(
            [(x + lean * 34, ground), (x + lean * 15, ground - HEIGHT * 0.2), (x + lean * 62, top)],
            fill=colour,
            width=7,
        )
    draw.ellipse([x - 58, top - 66, x + 58, top + 50], fill=gold)


def lake() -> Image.Image:
    """A mountain lake in the clear light of noon."""
    chance = random.Random(31)  # noqa: S311  # a landscape, not a secret
    picture = sky([(0.0, (0.62, 0.13, 245)), (0.5, (0.88, 0.06, 225)), (0.6, (0.94, 0.03, 210))])
    shore = HEIGHT * 0.62
    for base, rise, colour in (
        (0.4, 0.08, (0.66, 0.07, 250)),
        (0.5, 0.06, (0.52, 0.07, 240)),
        (0.57, 0.03, (0.42, 0.07, 160)),
    ):
        edge = ridge(chance, base, rise, 0.54, sharp=base < 0.55)
        fill_below(picture, edge, oklch(*colour), oklch(colour[0] + 0.12, 0.06, 215))
        if base < 0.5:
            _snow(picture, edge, oklch(0.98, 0.012, 230), chance)
    _water(picture, shore, oklch(0.62, 0.11, 205), 0.45)
    draw = ImageDraw.Draw(picture)
    _ripples(draw, chance, shore, [(0.64, 0.08, 210), (0.72, 0.08, 208), (0.82, 0.06, 210)])
    _spruces(draw, chance, oklch(0.3, 0.06, 165), 1.0, 190)
    return picture


SCENES: dict[str, Callable[[], Image.Image]] = {"steppe": steppe, "mountains": mountains, "city": city, "lake": lake}


def draw_landscape(name: str) -> bytes:
    """A JPEG of 1800 by 1200 pixels."""
    return as_jpeg(SCENES[name]())
