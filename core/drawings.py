"""Pictures out of drawings: an SVG as pixels, and the neutral sign of a mission. Pure: reads no file."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import resvg_py
from PIL import Image, ImageDraw, ImageOps

from core.colours import to_hex
from core.theme import LIGHT, palettes

# A drawing that would fetch something: a file of this machine, or an address.
FETCHES = re.compile(rb"<!ENTITY|<(?:\w+:)?(?:image|feImage)\b|@import|url\(\s*['\"]?(?!['\"]?#)", re.IGNORECASE)
Point = tuple[float, float]

SMALLEST_LATTICE = 48
FINER = 4  # lines are drawn this many times larger, then made smaller


def svg_picture(data: bytes, size: int) -> Image.Image:
    """A drawing in a box of ``size`` pixels; raises ValueError for one that is none or asks for other files."""
    if FETCHES.search(data):
        raise ValueError("the drawing asks for other files")
    made = resvg_py.svg_to_bytes(svg_string=data.decode(), width=size * 2, height=size * 2, skip_system_fonts=True)
    with Image.open(io.BytesIO(made)) as opened:
        return ImageOps.contain(opened.convert("RGBA"), (size, size))


def png_bytes(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=16)
def neutral_sign(accent: str, size: int) -> Image.Image:
    """The round lattice that stands for a mission without an emblem, in its colours on nothing.

    Where a lattice would be too fine to see, its disc and its sun remain.
    """
    tokens = palettes(accent)[0]
    line, sun = to_hex(tokens["sky-deep"]), to_hex(LIGHT["sun"])
    unit = size * FINER / 60
    sign = Image.new("RGBA", (size * FINER, size * FINER), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sign)
    if size < SMALLEST_LATTICE:
        _circle(draw, unit, 29.5, fill=line)
        _circle(draw, unit, 14, fill=sun)
    else:
        _lattice(draw, unit, line)
        _circle(draw, unit, 8, width=round(unit), outline=line, fill=sun)
    return sign.resize((size, size), Image.Resampling.LANCZOS)


def _lattice(draw: ImageDraw.ImageDraw, unit: float, line: str) -> None:
    thick = round(1.3 * unit)
    for radius in (29, 24.5):
        _circle(draw, unit, radius, width=thick, outline=line)
    straight: list[list[Point]] = [[(30, 5.5), (30, 54.5)], [(5.5, 30), (54.5, 30)]]
    for points in [*straight, *(_curve(*curve) for curve in CURVES)]:
        draw.line([(x * unit, y * unit) for x, y in points], line, thick, joint="curve")


# The bent lines of templates/components/emblem.html, as quadratic curves.
CURVES: tuple[tuple[Point, Point, Point], ...] = (
    ((22, 7), (25.5, 30), (22, 53)),
    ((38, 7), (34.5, 30), (38, 53)),
    ((7, 22), (30, 25.5), (53, 22)),
    ((7, 38), (30, 34.5), (53, 38)),
)


def _curve(start: Point, middle: Point, end: Point, steps: int = 24) -> list[Point]:
    def at(part: float) -> Point:
        first, second, third = (1 - part) ** 2, 2 * part * (1 - part), part**2
        x, y = (first * a + second * b + third * c for a, b, c in zip(start, middle, end, strict=True))
        return x, y

    return [at(step / steps) for step in range(steps + 1)]


def _circle(draw: ImageDraw.ImageDraw, unit: float, radius: float, **style: object) -> None:
    box = [(30 - radius) * unit, (30 - radius) * unit, (30 + radius) * unit, (30 + radius) * unit]
    draw.ellipse(box, **style)  # type: ignore[arg-type]  # the styles of an ellipse, handed on
