"""How many streams run at once, in all and per address. Lives in the event loop's thread and nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from core.clients import household_of


class Full(Exception):
    """No further stream may begin now."""


class Listeners:
    """Places for streams. A place is taken for as long as the bytes of one answer are on their way."""

    def __init__(self, in_all: int, per_address: int) -> None:
        self.in_all = in_all
        self.per_address = per_address
        self.taken: Counter[str] = Counter()

    def take(self, address: str) -> str:
        """Takes a place for a client; gives the household, for `free`. Raises Full where there is none."""
        household = household_of(address)
        if self.taken.total() >= self.in_all or self.taken[household] >= self.per_address:
            raise Full
        self.taken[household] += 1
        return household

    def free(self, household: str) -> None:
        self.taken[household] -= 1
        if not self.taken[household]:
            del self.taken[household]

    @contextmanager
    def place(self, address: str) -> Iterator[None]:
        """Holds one place for a client; raises Full where there is none."""
        household = self.take(address)
        try:
            yield
        finally:
            self.free(household)
