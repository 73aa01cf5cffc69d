"""Lists of bulletins: all of them, or those of one category, series, author, year or month."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

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
from news.choices import filters, shown_keys, year_choices
from news.counts import Counts, counts_of
from news.models.taxonomy import Author, Category, Series
from news.names import bring_names

if TYPE_CHECKING:
    from news.models.indexes import NewsIndexPage

PER_PAGE = 10
FORMS = ("rss", "atom", "json")
KINDS: dict[str, type[Named]] = {"category": Category, "series": Series, "author": Author}


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to.

    ``kind`` is category, series, author, year or month; ``slug`` stands in addresses; ``lookup`` filters bulletins;
    ``key`` is the primary key of the category, series or author.
    """

    kind: str
    slug: str
    title: Wording
    lookup: dict[str, Any]

    key: int | None = None

    @property
    def has_feeds(self) -> bool:
        return self.kind in KINDS

    def count(self, counts: Counts) -> int:
        """How many bulletins the list has."""
        return counts.named[self.kind][self.key] if self.key else counts.since(self.slug.replace("/", "-"))


def named(request: HttpRequest, kind: str, slug: str) -> Narrowing:
    """The narrowing to a category, series or author of the request's mission; Http404 when it has no such one."""
    things = KINDS[kind].objects.for_site(current_site(request)).with_words()
    # PostgreSQL takes no NUL, not even in a question.
    thing = None if "\0" in slug else things.filter(slug=slug).first()
    if thing is None:
        raise Http404(_("There is no such list of bulletins."))
    main = mission_of(request).main_language
    return Narrowing(kind, slug, thing.word("name", main=main), {kind: thing}, thing.pk)


def narrowed_by_query(request: HttpRequest) -> Narrowing | None:
    """What ``?category=`` narrows to; None when it is absent or empty, Http404 when there is no such category."""
    slug = request.GET.get("category", "")
    return named(request, "category", slug) if slug else None


def dated(year: int, month: int | None = None) -> Narrowing:
    """The narrowing to a year or month; Http404 for one that the calendar does not have."""
    try:
        first = date(year, 1 if month is None else month, 1)
    except ValueError as error:
        raise Http404(_("There is no such month.")) from error
    last = date(year, first.month if month else 12, monthrange(year, first.month if month else 12)[1])
    lookup = {"date__range": (first, last)}
    if month is None:
        return Narrowing("year", f"{year:04d}", Wording(str(year), ""), lookup)
    title = pgettext("month and year", "%(month)s %(year)s") % {"month": MONTHS[month], "year": year}
    return Narrowing("month", f"{year:04d}/{month:02d}", Wording(title, ""), lookup)


def list_context(request: HttpRequest, index: NewsIndexPage, narrowing: Narrowing | None) -> dict[str, Any]:
    """``bulletins pages narrowing filters address canonical_path`` and the addresses of feeds for a list's template.

    ``pages`` is the page of the paginator, ``address`` the query before ``page=`` that paging has to keep,
    ``canonical_path`` the path of a list that has two.
    """
    everything, counts = index.bulletins(), counts_of(index)
    chosen = everything.filter(**narrowing.lookup) if narrowing else everything
    many = narrowing.count(counts) if narrowing else counts.total
    pages = paginate(request, chosen.select_related("locale").defer("body"), PER_PAGE, many)
    # Also fills in what the cards need.
    things = bring_names(pages.object_list, shown_keys(counts, narrowing))
    main, category = mission_of(request).main_language, request.GET.get("category", "")
    return {
        "bulletins": [bulletin_card(bulletin, request) for bulletin in pages],
        "pages": pages,
        "narrowing": narrowing,
        "filters": filters(things, counts, narrowing, main, index.get_url(request) or ""),
        "canonical_path": reverse("news:category", args=[category]) if category else None,
        "address": f"?category={category}&" if category else "?",
        **{f"{form}_url": feed_url(form, narrowing) for form in FORMS},
    }


def archive_context(request: HttpRequest, index: NewsIndexPage) -> dict[str, Any]:
    """``years`` with their months and ``filters`` of everything else, all with the number of bulletins."""
    counts = counts_of(index)
    things = bring_names((), counts.named)
    found = filters(things, counts, None, mission_of(request).main_language)
    return {
        "years": year_choices(counts, unfolded=True),
        "filters": [one for one in found if one.kind != "year"],
        "total": counts.total,
    }


def feed_url(form: str, narrowing: Narrowing | None = None) -> str:
    """The address of a list's feed; ``form`` is rss, atom or json. Lists by date have the feed of all."""
    if narrowing and narrowing.has_feeds:
        return reverse(f"news:{narrowing.kind}_{form}", args=[narrowing.slug])
    return reverse(f"news:{form}")
