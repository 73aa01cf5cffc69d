"""What templates say of bulletins and cannot say themselves: dates in words, the feeds of a site."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from core.indexes import find_index
from news.dates import long_date
from news.lists import feed_url
from news.models import BulletinPage, NewsIndexPage

register = template.Library()

register.filter("long_date", long_date)


@register.inclusion_tag("components/bulletin_feed_links.html", takes_context=True)
def bulletin_feed_links(context: dict[str, Any]) -> dict[str, Any]:
    """``link`` elements by which readers find the feeds; nothing where the language has no bulletins."""
    request = context.get("request")
    if request is None or not _has_bulletins(request):
        return {}
    narrowing = context.get("narrowing")
    own = narrowing if narrowing and narrowing.has_feeds else None
    return {
        "title": context["mission"].mission_name,
        "lists": [(None, feed_url("rss"), feed_url("atom"))]
        + ([(own.title, feed_url("rss", own), feed_url("atom", own))] if own else []),
    }


def _has_bulletins(request: HttpRequest) -> bool:
    # On the pages of this app the answer needs no query.
    shown = getattr(request, "shown_page", None)
    return isinstance(shown, NewsIndexPage | BulletinPage) or find_index(request, NewsIndexPage) is not None
