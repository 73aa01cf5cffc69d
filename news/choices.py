"""What a list of bulletins can be narrowed to, as links with counts: beside the lists, and whole in the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from core.words import Wording
from news.counts import NAMED, Counts

if TYPE_CHECKING:
    from core.models import Named
    from news.lists import Narrowing


@dataclass(frozen=True)
class Choice:
    """One link of a filter; ``below`` are the months of a year."""

    title: Wording
    url: str
    count: int
    current: bool
    below: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Filter:
    """The links of one kind. ``rest_url`` is where all of them stand, "" where they all stand here."""

    kind: str
    title: str
    choices: tuple[Choice, ...]
    rest_url: str = ""


def shown_keys(counts: Counts, narrowing: Narrowing | None) -> dict[str, list[int]]:
    """The primary keys that stand beside a list, by kind: those with the most bulletins, and the current one."""
    found = {}
    for kind in NAMED:
        keys = _leading(counts.named[kind])
        current = narrowing.key if narrowing and narrowing.kind == kind else None
        # What has no bulletin here is no choice, not even where one is just there.
        if current is not None and current in counts.named[kind] and current not in keys:
            keys = [current, *keys[:-1]]
        found[kind] = keys
    return found


def _leading(counts: Counter[int]) -> list[int]:
    """Those with the most; of equals the one that was there first, so that two visits show the same."""
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return ordered[: settings.NEWS_FILTER_SHOWN]


def filters(
    things: Mapping[str, Iterable[Named]], counts: Counts, narrowing: Narrowing | None, main: str, index_url: str = ""
) -> list[Filter]:
    """One filter for each kind that has bulletins, then the years. With ``index_url`` it is cut to what is shown
    beside a list there; without, everything stands in it.
    """
    titles = {"category": _("Category"), "series": _("Series"), "author": _("Posted by")}
    found = []
    for kind in NAMED:
        choices = named_choices(kind, things.get(kind, ()), counts, narrowing, main, index_url)
        rest = len(counts.named[kind]) > len(choices)
        found.append(Filter(kind, titles[kind], choices, f"{reverse('news:archive')}#{kind}" if rest else ""))
    years = year_choices(counts, narrowing)
    shown = years[: settings.NEWS_FILTER_SHOWN] if index_url else years
    current = next((choice for choice in years if choice.current), None)
    if current and current not in shown:
        shown = (*shown[:-1], current)
    found.append(Filter("year", _("Year"), shown, reverse("news:archive") if len(years) > len(shown) else ""))
    return [one for one in found if one.choices]


def named_choices(
    kind: str, things: Iterable[Named], counts: Counts, narrowing: Narrowing | None, main: str, index_url: str = ""
) -> tuple[Choice, ...]:
    """The categories, series or authors by name. Beside a list, a category keeps the list's own address."""
    current = narrowing.slug if narrowing and narrowing.kind == kind else ""
    choices = [
        Choice(
            one.word("name", main=main),
            f"{index_url}?category={one.slug}"
            if index_url and kind == "category"
            else reverse(f"news:{kind}", args=[one.slug]),
            counts.named[kind][one.pk],
            one.slug == current,
        )
        for one in things
    ]
    return tuple(sorted(choices, key=lambda choice: (choice.title.text.casefold(), choice.url)))


def year_choices(counts: Counts, narrowing: Narrowing | None = None, *, unfolded: bool = False) -> tuple[Choice, ...]:
    """The years that have published bulletins, newest first; the current one, or all, with their months."""
    is_dated = narrowing is not None and narrowing.kind in {"year", "month"}
    current = narrowing.slug if narrowing and is_dated else ""
    years = counts.years()
    return tuple(
        Choice(
            Wording(str(year), ""),
            reverse("news:year", args=[f"{year:04d}"]),
            years[year],
            current[:4] == f"{year:04d}",
            month_choices(counts, year, current) if unfolded or current[:4] == f"{year:04d}" else (),
        )
        for year in sorted(years, reverse=True)
    )


def month_choices(counts: Counts, year: int, current: str = "") -> tuple[Choice, ...]:
    """The months of a year that have published bulletins, in order."""
    return tuple(
        Choice(
            Wording(str(MONTHS[month]), ""),
            reverse("news:month", args=[f"{year:04d}", f"{month:02d}"]),
            count,
            current == f"{year:04d}/{month:02d}",
        )
        for month, count in counts.within(year).items()
    )
