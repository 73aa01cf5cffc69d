"""What templates say of bulletins and cannot say themselves: dates in words, the feeds of a site."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language

from core.indexes import find_index
from news.lists import feed_url
from news.models import BulletinPage, NewsIndexPage

register = template.Library()

# Django's own formats shorten English months and have no Kazakh.
LONG_DATES = {"en": "F j, Y", "kk": "Y ж. j E", "ru": "j E Y г."}
MONTHS_IN_LOWER_CASE = {"kk", "ru"}


@register.filter
def long_date(value: date | None) -> str:
    """``December 22, 2008``, ``22 декабря 2008 г.``, ``2008 ж. 22 желтоқсан``; else ``22 December 2008``."""
    if value is None:
        return ""
    code = (get_language() or "")[:2]
    text = format_date(value, LONG_DATES.get(code, "j F Y"))
    return text.lower() if code in MONTHS_IN_LOWER_CASE else text


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
