"""An earlier text of a bulletin as readers get it: shown as the bulletin was, and beside what replaced it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.blocks import StreamValue

from core.blocks import headings_of
from core.missions import absolute, mission_of, zone_of
from core.models import MissionImage
from core.pictures import BULLETIN, Figure, bring_page_pictures, page_figure
from news.comparison import compare
from news.corrections import Correction, correction_of
from news.dates import corrected_day
from news.feeds import Embedded
from news.keeping import facts_of
from news.models import BulletinPage, BulletinVersion
from news.pieces import fact_lines, pieces_of


@dataclass
class Text:
    """One text of a bulletin, earlier or current. ``until`` is the day it was replaced, None for the current one."""

    title: str
    summary: str
    facts: list[list[str]]
    body: StreamValue
    picture: MissionImage | None
    picture_alt: str
    until: date | None

    def lines(self) -> list[tuple[str, str]]:
        return fact_lines(self.facts)

    def figure(self) -> Figure | None:
        shown: Any = self
        return page_figure(shown, BULLETIN, eager=True)


def earlier_text(row: BulletinVersion, request: HttpRequest) -> Text:
    """What was kept, with what can still be shown of it: a picture that was deleted is absent."""
    body: Any = BulletinPage._meta.get_field("body")
    image = MissionImage.objects.filter(pk=row.picture.get("image")).first() if row.picture else None
    until = corrected_day(row.corrected_at, zone_of(mission_of(request)))
    stream = body.stream_block.to_python(row.body)
    return Text(row.title, row.summary, row.facts, stream, image, row.picture.get("alt", ""), until)


def current_text(page: BulletinPage) -> Text:
    return Text(page.title, page.summary, facts_of(page), page.body, page.picture, page.picture_alt, None)


def version_context(page: BulletinPage, row: BulletinVersion, request: HttpRequest) -> dict[str, Any]:
    """``page self text figure correction current_url canonical`` for the page of an earlier text."""
    text = earlier_text(row, request)
    headings_of(text.body)
    bring_page_pictures(text.picture, text.body)
    return {**_frame(page, row, request), "text": text, "figure": text.figure()}


def comparison_context(page: BulletinPage, row: BulletinVersion, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """``page self earlier later comparison correction current_url canonical`` for the page of two texts side by side.

    The other text is the one that the correction brought, as it was last public; where that is withdrawn, the next.
    """
    following = BulletinVersion.objects.of(page).filter(number__gt=row.number, is_withdrawn=False)
    replaced = following.order_by("number").first()
    earlier = earlier_text(row, request)
    later = earlier_text(replaced, request) if replaced else current_text(page)
    shown: Any = [earlier, later]
    embedded = Embedded(shown, request, now)
    comparison = compare(pieces_of(earlier, embedded), pieces_of(later, embedded), settings.COMPARISON_STEPS)
    return {**_frame(page, row, request), "earlier": earlier, "later": later, "comparison": comparison}


def _frame(page: BulletinPage, row: BulletinVersion, request: HttpRequest) -> dict[str, Any]:
    correction: Correction = correction_of(row, page, request)
    url = page.get_url(request) or ""
    return {
        "page": page,
        "self": page,
        "correction": correction,
        "current_url": url,
        "canonical": absolute(request, url),
    }
