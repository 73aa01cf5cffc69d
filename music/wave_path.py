"""Draws a waveform as the data of one SVG path: a bar for each point. Knows no sample and no file."""

from __future__ import annotations

from collections.abc import Sequence

STEP = 3
HEIGHT = 44
LOUDEST = 255


def width(number: int) -> int:
    """How wide the drawing of so many points is, in its own units."""
    return STEP * number


def path(points: Sequence[int]) -> str:
    """Path data (SVG 2, 9.3) for points of 0 to 255: upright bars around the middle of the height, silence a dot."""
    bars = []
    for index, point in enumerate(points):
        half = max(1, round(point * HEIGHT / 2 / LOUDEST))
        bars.append(f"M{STEP * index + 1} {HEIGHT // 2 - half}v{2 * half}")
    return "".join(bars)


def marks(shares: Sequence[float], number: int) -> str:
    """Path data of upright lines at shares (0 to 1) of the width of so many points."""
    return "".join(f"M{round(share * width(number), 1):g} 0v{HEIGHT}" for share in shares)
