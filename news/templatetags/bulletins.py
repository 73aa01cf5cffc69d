"""What templates say of bulletins and cannot say themselves: dates in words, the feeds of a site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import template
from django.http import HttpRequest

from core.feeds import TYPES
from core.indexes import find_index
from core.words import Wording
from news.cards import BulletinCard
from news.dates import long_date
from news.lists import FORMS, feed_url
from news.models import BulletinPage, NewsIndexPage

register = template.Library()
FORM_NAMES = {"rss": "RSS", "atom": "Atom", "json": "JSON"}

register.filter("long_date", long_date)


@dataclass(frozen=True)
class FeedLinks:
    """The feeds of one list, by media type; ``name`` is what the list is narrowed to."""

    name: Wording | None
    feeds: list[tuple[str, str, str]]


@register.inclusion_tag("components/bulletin_feed_links.html", takes_context=True)
def bulletin_feed_links(context: dict[str, Any]) -> dict[str, Any]:
    """``link`` elements by which readers find the feeds of the site and of what is shown; nothing where the language
    has no bulletins.
    """
    request = context.get("request")
    if request is None or not _has_bulletins(request):
        return {}
    links = [FeedLinks(None, _feeds(feed_url))]
    narrowing, card = context.get("narrowing"), context.get("card")
    if narrowing and narrowing.has_feeds:
        links.append(FeedLinks(narrowing.title, _feeds(partial(feed_url, narrowing=narrowing))))
    if isinstance(card, BulletinCard):
        links += [
            FeedLinks(name, _feeds(partial("{}feed.{}".format, url)))
            for name, url in ((card.series, card.series_url), (card.category, card.category_url))
            if url
        ]
    return {"title": context["mission"].mission_name, "lists": links}


def _feeds(address: Callable[[str], str]) -> list[tuple[str, str, str]]:
    return [(FORM_NAMES[form], TYPES[form], address(form)) for form in FORMS]


def _has_bulletins(request: HttpRequest) -> bool:
    # On the pages of this app the answer needs no query.
    shown = getattr(request, "shown_page", None)
    return isinstance(shown, NewsIndexPage | BulletinPage) or find_index(request, NewsIndexPage) is not None
