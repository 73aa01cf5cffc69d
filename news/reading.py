"""What the page of one bulletin shows beside its text: facts, contents, neighbours, related ones, minutes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from core.blocks import headings_of
from core.languages import page_address
from core.missions import mission_of
from core.pictures import BULLETIN, bring_page_pictures, page_figure
from core.skeleton import Skeleton, skeleton
from core.social import share_picture
from news.cards import bulletin_card
from news.contacts import shown_contact
from news.corrections import corrections_of
from news.hand_on import ways_to_share
from news.names import bring_names
from news.related import related, shown
from news.structured import article

if TYPE_CHECKING:
    from news.models import BulletinPage

WORDS_A_MINUTE = 200
HEADINGS_WITHOUT_CONTENTS = 3


@dataclass(frozen=True)
class Neighbour:
    """The issue before or after in the series."""

    number: int
    title: str
    url: str


def minutes(text: str) -> int:
    """Minutes that reading ``text`` takes at 200 words a minute, rounded up; 1 at least."""
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))


def plain_text(body: Any) -> str:
    """The words of a stream value, as search reads them."""
    found = (piece for block in body for piece in block.block.get_searchable_content(block.value))
    return " ".join(str(piece) for piece in found)


def neighbours(page: BulletinPage, request: HttpRequest) -> tuple[Neighbour | None, Neighbour | None]:
    """The nearest published issues with a lower and a higher number, in the language of ``page``."""
    if page.series_id is None or page.number is None:
        return None, None
    top = skeleton(request)
    root = top.roots.get(page.locale.language_code, "")
    issues = type(page).objects.filter(url_path__startswith=root, series=page.series_id).published()
    near = issues.before(page.number), issues.after(page.number)
    previous, following = (rows.values_list("number", "title", "url_path").first() for rows in near)
    return _neighbour(top, previous), _neighbour(top, following)


def _neighbour(top: Skeleton, row: tuple[int, str, str] | None) -> Neighbour | None:
    return Neighbour(row[0], row[1], page_address(top, row[2])) if row else None


def bulletin_context(page: BulletinPage, request: HttpRequest) -> dict[str, Any]:
    """What the template of a bulletin shows: ``card contact corrections figure contents minutes previous next related
    tags atom_url ways``, and for the head ``share structured``.
    """
    others = related(page, request)
    things: Any = bring_names([page], {"series": [one.series for one in others if one.series]})
    bring_page_pictures(page.picture, page.body)
    headings = headings_of(page.body)
    previous, following = neighbours(page, request)
    corrections = corrections_of(page, request)
    card, picture = bulletin_card(page, request), share_picture(page)
    return {
        "card": card,
        "contact": shown_contact(page, mission_of(request)),
        "figure": page_figure(page, BULLETIN, eager=True),
        "share": picture,
        "structured": [article(page, card, picture.url if picture else "", request, corrections)],
        "corrections": corrections,
        "contents": headings if len(headings) > HEADINGS_WITHOUT_CONTENTS else [],
        "minutes": minutes(plain_text(page.body)),
        "previous": previous,
        "next": following,
        "related": shown(others, {one.pk: one for one in things["series"]}, request),
        "tags": [tag.name for tag in page.tags.all()],
        "ways": ways_to_share(page, card, request),
        "atom_url": reverse("news:category_atom", args=[page.category.slug]) if page.category else reverse("news:atom"),
    }
