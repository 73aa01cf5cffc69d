"""One tile of ornament, and what the look makes of it: the strip, the band and the figures of covers. Pure.

The figures are laid by mirroring, so that the edges of any tile meet. Where a mission has no tile, the files in
``static/ornament/`` stand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, fromstring

from django.utils.translation import gettext as _

from core.svg import NAMESPACE, RefusedSvg, rewrite, serialise

PARTS = ("hoist", "band", "cover-0", "cover-1", "cover-2")
# A tile may be this many times as wide as high, or as high as wide.
MOST_ASPECT = 4.0
# From here on a tile lies along the edge that it decorates.
TURNED_FROM = 1.4
HOIST_WIDTH = 20
# Of 72, the side of a cover's figure; the frame stands outside it.
FIGURE, HALF = 60.0, 36
# Mirrored tiles overlap by a hair, so that no seam shows between them.
CLOSER = 0.996
DRAWN_IN = "#000"
LUMINOUS = frozenset({"mask", "linearGradient", "radialGradient"})


class Tile(NamedTuple):
    """A drawing on its own coordinates, and their size."""

    drawing: Element
    width: float
    height: float

    @property
    def aspect(self) -> float:
        return self.width / self.height


def make_tile(data: bytes, max_bytes: int) -> str:
    """An editor's drawing as a tile of one colour; the same again when repeated. Raises RefusedSvg."""
    root = _tree(rewrite(data, max_bytes))
    aspect = _tile(root).aspect
    if not 1 / MOST_ASPECT <= aspect <= MOST_ASPECT:
        raise RefusedSvg(
            _("The tile is too long: one side may be at most %(times)d times the other.") % {"times": MOST_ASPECT}
        )
    _flatten(root)
    return rewrite(serialise(root).encode(), max_bytes)


def _tree(svg: str) -> Element:
    """A drawing of ours, read again; names stand without their namespace."""
    root = fromstring(svg)  # noqa: S314  # made by core.svg
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    return root


def _tile(root: Element) -> Tile:
    _x, _y, width, height = (float(number) for number in root.get("viewBox", "").split())
    return Tile(root, width, height)


def _flatten(element: Element) -> None:
    """Makes every colour the one; what is left open stays open, and masks keep the light that they work by."""
    for name in ("fill", "stroke", "color"):
        value = element.get(name)
        if value not in (None, "none"):
            element.set(name, DRAWN_IN)
    for child in element:
        if child.tag not in LUMINOUS:
            _flatten(child)


@lru_cache(maxsize=128)
def compose(svg: str, part: str) -> str:
    """The drawing of a part (see PARTS, and "preview") out of a tile that make_tile made."""
    tile = _tile(_tree(svg))
    along = tile.aspect if part == "hoist" else 1 / tile.aspect
    if part in ("hoist", "band"):
        return _edge(tile, turned=along >= TURNED_FROM)
    if part == "preview":
        return _preview(tile)
    return _cover(tile, int(part[-1]))


def _canvas(box: str, tile: Tile) -> tuple[Element, str]:
    """An empty drawing that knows the tile, and the reference to it."""
    name = "tile"
    while any(element.get("id") == name for element in tile.drawing.iter()):
        name += "-"
    canvas = Element("svg", {"xmlns": NAMESPACE, "viewBox": box})
    tile.drawing.attrib |= {"id": name, "width": _number(tile.width), "height": _number(tile.height)}
    SubElement(canvas, "defs").append(tile.drawing)
    return canvas, f"#{name}"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _edge(tile: Tile, *, turned: bool) -> str:
    width, height = (tile.height, tile.width) if turned else (tile.width, tile.height)
    canvas, link = _canvas(f"0 0 {_number(width)} {_number(height)}", tile)
    move = {"transform": f"translate({_number(width)} 0)rotate(90)"} if turned else {}
    SubElement(canvas, "use", {"href": link, **move})
    return serialise(canvas)


def _grid(tile: Tile, times: int) -> tuple[int, int]:
    """Columns and rows of about a square, ``times`` of the shorter count."""
    columns, rows = max(1, round(1 / tile.aspect)), max(1, round(tile.aspect))
    return columns * times, rows * times


def _cover(tile: Tile, composition: int) -> str:
    """One tile, or as many as make about a square; two by two on a corner; four by four."""
    canvas, link = _canvas(f"{-HALF} {-HALF} {2 * HALF} {2 * HALF}", tile)
    # On its corner a square of this side touches the frame.
    side, turn = (FIGURE * 0.8, "rotate(45)") if composition == 1 else (FIGURE, "")
    columns, rows = _grid(tile, (1, 2, 4)[composition])
    scale = side / max(columns * tile.width, rows * tile.height)
    group = SubElement(canvas, "g", {"transform": f"{turn}scale({_number(scale)})"})
    for row in range(rows):
        for column in range(columns):
            across, down = column % 2, row % 2
            x = (column - columns / 2 + across) * tile.width * CLOSER
            y = (row - rows / 2 + down) * tile.height * CLOSER
            mirror = f"scale({-1 if across else 1} {-1 if down else 1})"
            SubElement(group, "use", {"href": link, "transform": f"translate({_number(x)} {_number(y)}){mirror}"})
    return serialise(canvas)


def _preview(tile: Tile) -> str:
    """A row of tiles on white, for the settings form."""
    count = max(2, round(5 / tile.aspect))
    canvas, link = _canvas(f"0 0 {_number(count * tile.width)} {_number(tile.height)}", tile)
    SubElement(canvas, "path", {"fill": "#fff", "d": f"M0 0H{_number(count * tile.width)}V{_number(tile.height)}H0Z"})
    for place in range(count):
        SubElement(canvas, "use", {"href": link, "x": _number(place * tile.width)})
    return serialise(canvas)


def hoist_height(svg: str) -> float:
    """Pixels that one tile takes along the strip, which is HOIST_WIDTH wide."""
    aspect = _tile(_tree(svg)).aspect
    return HOIST_WIDTH * (aspect if aspect >= TURNED_FROM else 1 / aspect)


@lru_cache(maxsize=64)
def ornament_hash(svg: str) -> str:
    """Changes with every byte of every part; stands in their addresses."""
    return hashlib.sha256("".join(compose(svg, part) for part in PARTS).encode()).hexdigest()[:16]


def tile_rules(svg: str, address: Callable[[str], str]) -> dict[str, str]:
    """The custom properties that put a mission's ornament in the place of the house's; ``address`` is of a part."""
    return {f"tile-{part}": f'url("{address(part)}")' for part in PARTS} | {
        "tile-hoist-size": f"{HOIST_WIDTH}px {_number(hoist_height(svg))}px"
    }
