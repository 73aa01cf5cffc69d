"""How many bulletins each category, series, author, year and month has: one query for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count
from django.db.models.functions import Cast, Substr

from core.memory import remembered

NAMED = ("category", "series", "author")


@dataclass(frozen=True)
class Counts:
    """``named`` counts by kind and primary key, ``months`` by "2008-12"; whoever gets them must not alter them."""

    named: dict[str, Counter[int]] = field(default_factory=lambda: {kind: Counter() for kind in NAMED})
    months: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.months.total()

    def years(self) -> Counter[int]:
        found: Counter[int] = Counter()
        for month, count in self.months.items():
            found[int(month[:4])] += count
        return found

    def within(self, year: int) -> dict[int, int]:
        """The months of a year that have bulletins, in order."""
        start = f"{year:04d}-"
        return {int(month[5:]): self.months[month] for month in sorted(self.months) if month.startswith(start)}

    def since(self, start: str) -> int:
        """The bulletins of a year or month, written as "2008" or "2008-12"."""
        return sum(count for month, count in self.months.items() if month.startswith(start))


def counted(rows: Iterable[tuple[int | None, int | None, int | None, str, int]]) -> Counts:
    """Adds up rows of category, series, author, month and count; what a bulletin does not have is None."""
    counts = Counts()
    for *keys, month, count in rows:
        counts.months[month] += count
        for kind, key in zip(NAMED, keys, strict=True):
            if key is not None:
                counts.named[kind][key] += count
    return counts


def counts_of(index: Any) -> Counts:
    """The counts of the published bulletins of a list; asked once for one content version."""
    return remembered(("bulletin counts", index.pk), lambda: counted(_rows(index.bulletins())))


def _rows(bulletins: Any) -> Any:
    # SQLite would call back into Python for the parts of each date; its text it can cut by itself.
    month = Substr(Cast("date", CharField()), 1, 7)
    return bulletins.order_by().annotate(month=month).values_list(*NAMED, "month").annotate(count=Count("pk"))
