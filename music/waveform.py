"""The outline of a recording as it is drawn. Pure: bytes in, numbers out."""

from __future__ import annotations

from collections.abc import Sequence

# As many as are kept of each recording; divides into 120 for lists and 600 for a page of its own.
POINTS = 1800
LOUDEST = 255


def points(peaks: bytes, number: int) -> list[int]:
    """`number` values 0 to 255, each the greatest of its part of `peaks`; an empty list where there are none.

    More values than there are peaks repeat them, so that the outline keeps its width.
    """
    count = len(peaks)
    if not count or number < 1:
        return []
    found = []
    for place in range(number):
        first = place * count // number
        found.append(max(peaks[first : max(first + 1, (place + 1) * count // number)]))
    return found


def peaks_of(levels: Sequence[int], full: int) -> bytes:
    """`POINTS` bytes out of the loudest values of short, equal pieces of sound; `full` is full scale.

    The bytes are linear and absolute, so that a quiet recording looks quiet.
    """
    return bytes(min(LOUDEST, round(level * LOUDEST / full)) for level in _maxima(levels)) if levels else b""


def _maxima(levels: Sequence[int]) -> list[int]:
    count = len(levels)
    starts = [place * count // POINTS for place in range(POINTS)]
    ends = [max(start + 1, (place + 1) * count // POINTS) for place, start in enumerate(starts)]
    return [max(levels[start:end]) for start, end in zip(starts, ends, strict=True)]
