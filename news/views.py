"""Addresses below the list of bulletins that are not pages: narrowed lists and feeds."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.feeds import feed_response
from core.indexes import index_for
from core.safe_methods import require_safe
from core.sharing import shared
from news.feeds import bulletin_feed
from news.lists import Narrowing, archive_context, dated, list_context, named
from news.models import NewsIndexPage


def _list(request: HttpRequest, narrowing: Narrowing, index: NewsIndexPage) -> HttpResponse:
    context = {"page": index, "self": index, **list_context(request, index, narrowing)}
    return render(request, "news/news_index_page.html", context)


@require_safe
@shared("category", "page")
def narrowed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The bulletins of one category, series or author."""
    index = index_for(request, NewsIndexPage)
    return _list(request, named(request, kind, slug), index)


@require_safe
@shared("category", "page")
def dated_list(request: HttpRequest, year: str, month: str | None = None) -> HttpResponse:
    """The bulletins of one year or month."""
    index = index_for(request, NewsIndexPage)
    return _list(request, dated(int(year), None if month is None else int(month)), index)


@require_safe
@shared()
def short_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """A month of one digit leads to the one address of the month."""
    return redirect("news:month", year, f"0{month}", permanent=True)


@require_safe
@shared()
def archive(request: HttpRequest) -> HttpResponse:
    """All years and months, categories, series and authors, with the number of their bulletins."""
    index = index_for(request, NewsIndexPage)
    context = {"page": index, "self": index, **archive_context(request, index)}
    return render(request, "news/archive.html", context)


@require_safe
@shared()
def feed(request: HttpRequest, form: str, kind: str = "", slug: str = "") -> HttpResponse:
    """The newest bulletins, all or narrowed, in full text; ``form`` is rss, atom or json."""
    index = index_for(request, NewsIndexPage)
    narrowing = named(request, kind, slug) if kind else None
    return feed_response(request, bulletin_feed(request, index, narrowing, form, timezone.now()), form)
