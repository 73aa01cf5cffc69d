"""Whether work that grows by four takes about four times as long, and not sixteen: a ratio, on any machine."""

from __future__ import annotations

import time
from collections.abc import Callable

MORE = 4
# Between linear (4) and quadratic (16), nearer to the latter: what is short is measured badly.
MOST = 11


def _effort(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """``work(size)`` must not take much more than its share of ``work(4 * size)``; processor time, best of three."""
    small, large = _effort(lambda: work(size)), _effort(lambda: work(size * MORE))
    assert large / max(small, 0.001) < MOST
