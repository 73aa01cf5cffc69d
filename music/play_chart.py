"""Geometry of the bars in a report. Pure: numbers in, places in a drawing out; the template draws them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 180.0
GAP = 0.25


@dataclass(frozen=True)
class Bar:
    """One bar of the drawing, from its upper left corner; `label` and `number` are what it says."""

    x: float
    y: float
    width: float
    height: float
    label: str
    number: int


@dataclass(frozen=True)
class Chart:
    """Bars on a ground of WIDTH by HEIGHT; `top` is the number at its upper edge."""

    bars: tuple[Bar, ...]
    top: int
    width: float = WIDTH
    height: float = HEIGHT


def round_up(number: int) -> int:
    """The next number that reads well at the edge of a drawing: 1, 2 or 5 with noughts; at least 1."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if number <= step * scale:
                return step * scale
        scale *= 10


def chart(values: Sequence[tuple[str, int]]) -> Chart:
    """Bars for labels and numbers (0 or more), side by side."""
    top = round_up(max((number for _label, number in values), default=0))
    place = WIDTH / max(1, len(values))
    bars = []
    for index, (label, number) in enumerate(values):
        height = round(HEIGHT * number / top, 2)
        x, y = round(place * (index + GAP / 2), 2), round(HEIGHT - height, 2)
        bars.append(Bar(x, y, round(place * (1 - GAP), 2), height, label, number))
    return Chart(tuple(bars), top)
