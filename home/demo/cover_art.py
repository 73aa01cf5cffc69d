"""Covers of the demonstration's recordings: one tapered horn, mirrored, in three compositions. Pure: it gives bytes."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageDraw

SIZE, SCALE = 1000, 2
NIGHT, SUN, SKY, PAPER = "#12385a", "#f3bd3e", "#20a8cf", "#ffffff"
# Name of the composition: ground, ornament, how many horns and where, in units of the whole picture.
COMPOSITIONS = {
    "four": (NIGHT, SUN, [(0.5, 0.5, 0.3, 2)]),
    "eight": (SUN, NIGHT, [(0.5, 0.5, 0.3, 4)]),
    "sixteen": (SKY, PAPER, [(x, y, 0.17, 2) for x in (0.31, 0.69) for y in (0.31, 0.69)]),
}


def _horn(width: float, steps: int = 260) -> list[tuple[float, float, float]]:
    """A ram's horn from its root at the origin, rising and curling outwards: (x, y, half width),
    in units of its height.
    """
    # Narrow horns stand further from the middle, so that eight of them do not meet.
    lift = 0.0 if width == 1.0 else -0.24
    points = []
    for index in range(steps):
        share = index / (steps - 1)
        if share < 0.35:
            rise = share / 0.35
            points.append((width * (0.07 + 0.05 * rise**2), lift - 0.62 * rise, width * (0.115 - 0.01 * rise)))
            continue
        turn = (share - 0.35) / 0.65
        angle = math.pi + turn * 3.0 * math.pi
        radius = 0.30 * (1 - turn) ** 0.75 + 0.03
        points.append(
            (
                width * (0.42 + radius * math.cos(angle)),
                lift - 0.62 + width * radius * math.sin(angle),
                width * (0.105 - 0.055 * turn),
            )
        )
    return points


def _ornament(draw: ImageDraw.ImageDraw, colour: str, middle: tuple[float, float], size: float, axes: int) -> None:
    """Horns around a middle: `axes` pairs of mirrored pairs."""
    full = SIZE * SCALE
    for turn in range(axes):
        angle = 2 * math.pi * turn / axes
        for mirror in (1, -1):
            for x, y, half in _horn(0.62 if axes > 2 else 1.0):
                flat, high = x * mirror * size, y * size
                across = middle[0] + flat * math.cos(angle) - high * math.sin(angle)
                down = middle[1] + flat * math.sin(angle) + high * math.cos(angle)
                reach = half * size
                draw.ellipse(
                    [(across - reach) * full, (down - reach) * full, (across + reach) * full, (down + reach) * full],
                    fill=colour,
                )


def _lozenge(draw: ImageDraw.ImageDraw, colour: str, x: float, y: float, size: float) -> None:
    full = SIZE * SCALE
    corners = [(x, y - size), (x + size * 0.7, y), (x, y + size), (x - size * 0.7, y)]
    draw.polygon([(across * full, down * full) for across, down in corners], fill=colour)


def draw_cover(name: str) -> bytes:
    """A JPEG of 1000 by 1000 pixels."""
    ground, colour, groups = COMPOSITIONS[name]
    full = SIZE * SCALE
    picture = Image.new("RGB", (full, full), ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0.045 * full, 0.045 * full, 0.955 * full, 0.955 * full], outline=colour, width=int(0.011 * full))
    for x, y, size, axes in groups:
        _ornament(draw, colour, (x, y), size, axes)
    places = [(0.5, 0.13), (0.5, 0.87), (0.13, 0.5), (0.87, 0.5)] if name == "four" else [(0.5, 0.5)]
    for x, y in places:
        _lozenge(draw, colour, x, y, 0.05)
    out = io.BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(out, "JPEG", quality=88)
    return out.getvalue()
