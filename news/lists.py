"""Lists of bulletins: all of them, or those of one category, series, author, year or month."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.missions import current_site, mission_of
from core.models import Named
from core.pagination import paginate
from core.words import Wording
from news.cards import bulletin_card
from news.models.taxonomy import Author, Category, Series
from news.names import bring_names

if TYPE_CHECKING:
    from news.models.indexes import NewsIndexPage

PER_PAGE = 10
KINDS: dict[str, type[Named]] = {"category": Category, "series": Series, "author": Author}


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to.

    ``kind`` is category, series, author, year or month; ``slug`` stands in addresses; ``lookup`` filters bulletins.
    """

    kind: str
    slug: str
    title: Wording
    lookup: dict[str, Any]

    @property
    def has_feeds(self) -> bool:
        return self.kind in KINDS


@dataclass(frozen=True)
class Choice:
    """One link of a filter."""

    title: Wording
    url: str
    count: int
    current: bool


def named(request: HttpRequest, kind: str, slug: str) -> Narrowing:
    """The narrowing to a category, series or author of the request's mission; Http404 when it has no such one."""
    things = KINDS[kind].objects.for_site(current_site(request)).with_words()
    # PostgreSQL takes no NUL, not even in a question.
    thing = None if "\0" in slug else things.filter(slug=slug).first()
    if thing is None:
        raise Http404(_("There is no such list of bulletins."))
    main = mission_of(request).main_language
    return Narrowing(kind, slug, thing.word("name", main=main), {kind: thing})


def narrowed_by_query(request: HttpRequest) -> Narrowing | None:
    """What ``?category=`` narrows to; None when it is absent or empty, Http404 when there is no such category."""
    slug = request.GET.get("category", "")
    return named(request, "category", slug) if slug else None


def dated(year: int, month: int | None = None) -> Narrowing:
    """The narrowing to a year or month; Http404 for one that the calendar does not have."""
    try:
        date(year, 1 if month is None else month, 1)
    except ValueError as error:
        raise Http404(_("There is no such month.")) from error
    if month is None:
        return Narrowing("year", str(year), Wording(str(year), ""), {"date__year": year})
    title = pgettext("month and year", "%(month)s %(year)s") % {"month": MONTHS[month], "year": year}
    return Narrowing("month", f"{year}/{month:02d}", Wording(title, ""), {"date__year": year, "date__month": month})


def list_context(request: HttpRequest, index: NewsIndexPage, narrowing: Narrowing | None) -> dict[str, Any]:
    """``bulletins pages narrowing categories years address canonical_path rss_url atom_url`` for a list's template.

    ``pages`` is the page of the paginator, ``address`` the query before ``page=`` that paging has to keep,
    ``canonical_path`` the path of a list that has two.
    """
    everything = index.bulletins()
    chosen = everything.filter(**narrowing.lookup) if narrowing else everything
    pages = paginate(request, chosen.select_related("locale").defer("body"), PER_PAGE)
    counts = Counts(everything)
    category = request.GET.get("category", "")
    # Also fills in what the cards need.
    categories = bring_names(pages.object_list, counts.categories)
    return {
        "bulletins": [bulletin_card(bulletin, request) for bulletin in pages],
        "pages": pages,
        "narrowing": narrowing,
        "categories": category_choices(request, index, categories, counts.categories, narrowing),
        "years": year_choices(counts.years, narrowing),
        "canonical_path": reverse("news:category", args=[category]) if category else None,
        "address": f"?category={category}&" if category else "?",
        "rss_url": feed_url("rss", narrowing),
        "atom_url": feed_url("atom", narrowing),
    }


class Counts:
    """How many bulletins each category (by primary key) and each year has; one query."""

    def __init__(self, bulletins: Any) -> None:
        self.categories: Counter[int] = Counter()
        self.years: Counter[int] = Counter()
        rows = bulletins.order_by().values_list("category", "date__year").annotate(count=Count("pk"))
        for category, year, count in rows:
            self.years[year] += count
            if category is not None:
                self.categories[category] += count


def category_choices(
    request: HttpRequest,
    index: NewsIndexPage,
    categories: list[Category],
    counts: Counter[int],
    narrowing: Narrowing | None,
) -> list[Choice]:
    """The categories that have published bulletins here, by name, with the number of bulletins."""
    main = mission_of(request).main_language
    url = index.get_url(request)
    current = narrowing.slug if narrowing and narrowing.kind == "category" else ""
    choices = [
        Choice(one.word("name", main=main), f"{url}?category={one.slug}", counts[one.pk], one.slug == current)
        for one in categories
    ]
    return sorted(choices, key=lambda choice: choice.title.text.casefold())


def year_choices(counts: Counter[int], narrowing: Narrowing | None) -> list[Choice]:
    """The years that have published bulletins here, newest first."""
    current = narrowing.slug[:4] if narrowing and narrowing.kind in {"year", "month"} else ""
    return [
        Choice(Wording(str(year), ""), reverse("news:year", args=[f"{year:04d}"]), counts[year], str(year) == current)
        for year in sorted(counts, reverse=True)
    ]


def feed_url(form: str, narrowing: Narrowing | None = None) -> str:
    """The address of a list's feed; ``form`` is rss or atom. Lists by date have the feed of all."""
    if narrowing and narrowing.has_feeds:
        return reverse(f"news:{narrowing.kind}_{form}", args=[narrowing.slug])
    return reverse(f"news:{form}")
