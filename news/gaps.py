"""Which numbers of a series nobody has. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple


class Gap(NamedTuple):
    """Numbers that are missing, from the first to the last."""

    first: int
    last: int

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def gaps(numbers: Iterable[int]) -> list[Gap]:
    """The gaps between the lowest and the highest of ``numbers``, in order. A series may begin at any number."""
    ordered = sorted(set(numbers))
    return [Gap(one + 1, other - 1) for one, other in pairwise(ordered) if other > one + 1]
