"""What a feed says of bulletins: the newest ones in full."""

from __future__ import annotations

import uuid
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from core.feed_html import absolute_html
from core.feed_pictures import enclosure_of
from core.feeds import Enclosure, Entry, Feed
from core.freshness import changes_at
from core.languages import home_path
from core.missions import absolute, mission_of, zone_of
from core.models import MissionImage
from core.pictures import BULLETIN, FIGURE, IMAGE_BLOCK, Figure, bring_pictures, figure_of, page_figure
from core.skeleton import skeleton
from events.blocks import live_cards
from events.cards import EventCard
from events.models import EventPage
from music.blocks import ShownProgramme, shown_programme
from music.models import ProgrammePage
from music.player import audible_players
from news.cards import bulletin_card
from news.corrections import Correction, corrections_by_page, feed_note
from news.issued import issued
from news.lists import Narrowing, feed_url
from news.models import NewsIndexPage

if TYPE_CHECKING:
    from news.models import BulletinPage

LENGTH = 20
# Names of the blocks of a body that readers elsewhere get in another shape.
SAMPLE, EVENT, PROGRAMME = "audio_sample", "event", "programme"


def bulletin_feed(
    request: HttpRequest, index: NewsIndexPage, narrowing: Narrowing | None, form: str, now: datetime
) -> Feed:
    """The feed of ``index``, or of what it is narrowed to, for readers outside: every address is absolute."""
    found = index.bulletins().select_related("locale", "picture").with_names()
    bulletins = list((found.filter(**narrowing.lookup) if narrowing else found)[:LENGTH])
    zone = zone_of(mission_of(request))
    embedded = Embedded(bulletins, request, now)
    corrections = corrections_by_page(bulletins, request)
    entries = [entry_of(one, request, zone, embedded, corrections[one.pk]) for one in bulletins]
    list_url = index.get_full_url(request)
    if narrowing:
        list_url = absolute(request, reverse(f"news:{narrowing.kind}", args=[narrowing.slug]))
    title = f"{mission_of(request).mission_name}: {index.title}"
    if narrowing:
        title = f"{title}, {narrowing.title}"
    if not (entries or index.last_published_at or index.latest_revision_created_at):
        changes_at(request, now)
    since = index.last_published_at or index.latest_revision_created_at or now
    return Feed(
        id=identity(index, f"{narrowing.kind}/{narrowing.slug}" if narrowing else ""),
        title=title,
        subtitle=index.intro or index.search_description,
        url=list_url,
        self_url=request.build_absolute_uri(feed_url(form, narrowing)),
        language=index.locale.language_code,
        updated=max([entry.updated for entry in entries], default=timezone.localtime(since, zone)),
        entries=entries,
        others=tuple(
            (code, absolute(request, address)) for code, address in other_languages(request, feed_url(form, narrowing))
        ),
        changed=max((one.last_published_at for one in bulletins if one.last_published_at), default=None),
    )


def other_languages(request: HttpRequest, address: str) -> list[tuple[str, str]]:
    """The same address in the other languages that have a list of bulletins, by their codes."""
    top, active = skeleton(request), get_language() or ""
    bare = address.removeprefix(home_path(active))
    return [
        (code, home_path(code) + bare)
        for code in top.roots
        if code != active and any(page.specific_class is NewsIndexPage for page in top.below_home(code))
    ]


def identity(page: Any, part: str = "") -> str:
    """A URN that stays with a page in one language through every change of title, address and host."""
    return uuid.uuid5(page.translation_key, f"{page.locale.language_code}/{part}").urn


def entry_of(
    bulletin: BulletinPage, request: HttpRequest, zone: tzinfo, embedded: Embedded, corrections: list[Correction]
) -> Entry:
    """The bulletin in full, after its newest correction. It counts as new when it came and when it was corrected."""
    card = bulletin_card(bulletin, request)
    url = bulletin.get_full_url(request)
    published = issued(bulletin, zone)
    moments = (bulletin.first_published_at, bulletin.corrected_at)
    return Entry(
        id=identity(bulletin),
        title=f"{card.issue}: {card.title}" if card.number else card.title,
        url=url,
        summary=card.summary,
        html=absolute_html(feed_note(corrections) + full_text(bulletin, request, embedded), url),
        published=published,
        updated=max([published, *(timezone.localtime(moment, zone) for moment in moments if moment)]),
        author=str(card.author),
        categories=tuple(str(word) for word in (card.category,) if word.text),
        picture=picture_of_entry(bulletin, embedded, request),
    )


def picture_of_entry(bulletin: BulletinPage, embedded: Embedded, request: HttpRequest) -> Enclosure | None:
    """The bulletin's own picture, else the first one in its text."""
    if bulletin.picture:
        return enclosure_of(bulletin.picture, bulletin.picture_alt, BULLETIN.use, request)
    for words in _values([bulletin], IMAGE_BLOCK):
        found = enclosure_of(embedded.images.get(words["image"]), words["alt"], FIGURE.use, request)
        if found:
            return found
    return None


class Embedded:
    """What the bodies embed and readers elsewhere get as plain links, brought together for all bodies.

    ``players``, ``cards`` and ``images`` are by the primary key that stands in a body; what strangers may not see is
    absent.
    """

    def __init__(self, bulletins: list[BulletinPage], request: HttpRequest, now: datetime) -> None:
        samples, events = _values(bulletins, SAMPLE), _values(bulletins, EVENT)
        self.players = audible_players(samples, request, now) if samples else {}
        self.cards: dict[int, EventCard] = {}
        if events:
            keys = dict(EventPage.objects.filter(pk__in=events).values_list("pk", "translation_key"))
            cards = live_cards(keys.values(), request, now)
            self.cards = {pk: cards[key] for pk, key in keys.items() if key in cards}
        self.programmes: dict[int, ShownProgramme | None] = {}
        if programmes := _values(bulletins, PROGRAMME):
            keys = dict(ProgrammePage.objects.filter(pk__in=programmes).values_list("pk", "translation_key"))
            self.programmes = {pk: shown_programme(key, request, now) for pk, key in keys.items()}
        self.images = MissionImage.objects.in_bulk([words["image"] for words in _values(bulletins, IMAGE_BLOCK)])
        bring_pictures([*self.images.values(), *(bulletin.picture for bulletin in bulletins)])


def _values(bulletins: list[BulletinPage], kind: str) -> list[Any]:
    return [raw["value"] for bulletin in bulletins for raw in bulletin.body.raw_data if raw["type"] == kind]


def full_text(bulletin: BulletinPage, request: HttpRequest, embedded: Embedded) -> str:
    """The picture and the body as HTML without a player or a card: a sample is plain audio with a link, an event is
    a link, a programme is a link and its samples, and pictures come in the format that every reader knows.
    """
    return "\n".join(pieces(bulletin, request, embedded))


def pieces(bulletin: BulletinPage, request: HttpRequest, embedded: Embedded) -> list[str]:
    """The same, block by block."""
    parts = [_figure(page_figure(bulletin, BULLETIN))]
    for position, raw in enumerate(bulletin.body.raw_data):
        if raw["type"] == SAMPLE:
            parts.append(render_to_string("news/feed_sample.html", {"player": embedded.players.get(raw["value"])}))
        elif raw["type"] == EVENT:
            parts.append(render_to_string("news/feed_event.html", {"card": embedded.cards.get(raw["value"])}))
        elif raw["type"] == PROGRAMME:
            parts.append(render_to_string("news/feed_programme.html", {"shown": embedded.programmes.get(raw["value"])}))
        elif raw["type"] == IMAGE_BLOCK:
            words = raw["value"]
            parts.append(_figure(figure_of(embedded.images.get(words["image"]), words)))
        else:
            parts.append(bulletin.body[position].render({"request": request, "page": bulletin}))
    return parts


def _figure(figure: Figure | None) -> str:
    return render_to_string("news/feed_figure.html", {"figure": figure})
