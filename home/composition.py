"""What the home page shows: the five things of the first screen, from live content of the other apps."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from core.freshness import mission_time
from core.indexes import find_index
from core.missions import current_site
from core.visiting import visiting
from events.models import EventsPage
from events.month_pages import month_context
from music.models import ProgrammePage
from music.player import programme_players
from news.cards import bulletin_card
from news.models import BulletinPage

LATEST = 3
COMING = 2


def home_parts(home: Any, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Context of the home page: ``lead`` and ``more`` bulletins, ``month``, ``players`` of one programme, ``visiting``
    (when to come), indexes.
    """
    parts = {**_news(home, request), **_calendar(request, now), **_music(home, request, now)}
    return {**parts, "visiting": visiting(request, now)}


def _news(home: Any, request: HttpRequest) -> dict[str, Any]:
    """The leading bulletin and the newest beside it, in two queries at most, one for each kind of words, and one for
    the picture of the first.
    """
    bulletins = BulletinPage.objects.descendant_of(home).published().select_related("picture").for_cards()
    shown = list(bulletins.filter(translation_key__in=_key_of(BulletinPage, home.lead_id))) if home.lead_id else []
    newest = bulletins.newest_first()[: LATEST + len(shown)]
    shown += [bulletin for bulletin in newest if bulletin not in shown]
    lead, more = shown[:1], shown[1:LATEST]
    return {
        "lead": next((bulletin_card(bulletin, request, with_picture=True) for bulletin in lead), None),
        "more": [bulletin_card(bulletin, request) for bulletin in more],
    }


def _key_of(model: Any, pk: int) -> Any:
    """The translation key of a chosen page, for the same page in another language."""
    return model.objects.filter(pk=pk).values("translation_key")


def _calendar(request: HttpRequest, now: datetime) -> dict[str, Any]:
    page = find_index(request, EventsPage)
    if page is None:
        return {"events_index": None}
    today = mission_time(request, now)
    month = month_context(request, page, today.year, today.month, now, small=True)
    return {"events_index": page, **month, "coming_short": month["upcoming"][:COMING]}


def _music(home: Any, request: HttpRequest, now: datetime) -> dict[str, Any]:
    programmes = ProgrammePage.objects.for_site(current_site(request)).filter(locale_id=home.locale_id).published()
    programme = programmes.order_by("path").first()
    if home.programme_id:
        chosen = programmes.filter(translation_key__in=_key_of(ProgrammePage, home.programme_id))
        programme = chosen.first() or programme
    players = programme_players(programme, request, now) if programme else []
    return {"programme": programme, "players": players}
