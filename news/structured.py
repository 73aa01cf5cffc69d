"""A bulletin in the words of schema.org: what its page shows, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from core.missions import absolute, mission_of, zone_of
from core.structured import Thing, filled, publisher
from news.cards import BulletinCard
from news.corrections import Correction, comments
from news.issued import issued

if TYPE_CHECKING:
    from news.models import BulletinPage


def article(
    page: BulletinPage, card: BulletinCard, image: str, request: HttpRequest, corrections: list[Correction]
) -> Thing:
    """The NewsArticle of ``card``, modified when it was last corrected.

    ``image`` is the address of its picture for sharing, or "".
    """
    zone = zone_of(mission_of(request))
    url = absolute(request, card.url)
    published = issued(page, zone)
    return filled(
        {
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "headline": card.title,
            "description": card.summary,
            "datePublished": published.isoformat(timespec="seconds"),
            # A bulletin that was corrected before its date was not changed before it came out.
            "dateModified": max([published, *(one.moment for one in corrections)]).isoformat(timespec="seconds"),
            "correction": comments(corrections),
            "inLanguage": page.locale.language_code,
            "author": _author(card, request),
            "publisher": publisher(request),
            "articleSection": card.category.text,
            "image": [absolute(request, image)] if image else [],
            "isPartOf": _issue(card, request),
            "mainEntityOfPage": url,
        }
    )


def _author(card: BulletinCard, request: HttpRequest) -> Thing:
    """Who posted it; the mission where nobody is named."""
    if not card.author.text:
        return publisher(request)
    return {"@type": "Person", "name": card.author.text, "url": absolute(request, card.author_url)}


def _issue(card: BulletinCard, request: HttpRequest) -> Any:
    """The issue of a series that the bulletin is; the series alone for one without a number."""
    if not card.series.text:
        return None
    series = {"@type": "Periodical", "name": card.series.text, "url": absolute(request, card.series_url)}
    if card.number is None:
        return series
    return {"@type": "PublicationIssue", "name": card.issue.text, "issueNumber": card.number, "isPartOf": series}
