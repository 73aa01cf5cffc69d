"""What a list, the home page or a mail shows of one bulletin."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse

from core.missions import mission_of, zone_of
from core.pictures import LEAD, Picture, picture_of
from core.texts import shortened
from core.words import Wording
from news.dates import corrected_day

if TYPE_CHECKING:
    from news.models import BulletinPage

DECK_LENGTH = 170  # characters under the title of a lead bulletin


@dataclass(frozen=True)
class BulletinCard:
    """Facts of a bulletin in the active language; absent texts are empty Wordings, absent addresses are "".

    ``issue`` is series and number in words, ``series`` the series alone, ``number`` the number or None.
    ``deck`` is the summary cut at a word, ``summary`` the whole. ``picture`` is there only where it was asked for,
    ``corrected`` is the day of the last correction.
    """

    title: str
    url: str
    issue: Wording
    series: Wording
    series_url: str
    number: int | None
    date: date
    category: Wording
    category_url: str
    author: Wording
    author_url: str
    place: Wording
    summary: str
    deck: str
    picture: Picture | None = None
    corrected: datetime.date | None = None


def bulletin_card(bulletin: BulletinPage, request: HttpRequest, *, with_picture: bool = False) -> BulletinCard:
    """The card of ``bulletin``. Costs no query for a bulletin that came with ``for_cards()`` or ``with_names()``.

    ``with_picture`` is for the bulletin that leads a page: two more queries at most, if it carries a picture.
    """
    main = mission_of(request).main_language
    none = Wording("", "")
    series, category, author = bulletin.series, bulletin.category, bulletin.author
    return BulletinCard(
        title=bulletin.title,
        url=bulletin.get_url(request) or "",
        issue=series.issue(bulletin.number, main) if series else none,
        series=series.word("name", main=main) if series else none,
        series_url=reverse("news:series", args=[series.slug]) if series else "",
        number=bulletin.number,
        date=bulletin.date,
        category=category.word("name", main=main) if category else none,
        category_url=reverse("news:category", args=[category.slug]) if category else "",
        author=author.word("name", main=main) if author else none,
        author_url=reverse("news:author", args=[author.slug]) if author else "",
        place=Wording(bulletin.place, "") if bulletin.place else mission_of(request).place_line,
        summary=bulletin.summary,
        deck=shortened(bulletin.summary, DECK_LENGTH),
        picture=picture_of(bulletin.picture, bulletin.picture_alt, LEAD, eager=True) if with_picture else None,
        corrected=corrected_day(bulletin.corrected_at, zone_of(mission_of(request))),
    )
