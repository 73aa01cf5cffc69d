"""Samples on other sites: which sample an address leads to, and the answer to oEmbed 1.0 (oembed.com)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.missions import absolute, name_of
from music.models import AudioSample
from music.player import PlayerData, audible_sample, player_data

# The frame's size in pixels where nobody asks for another.
WIDTH, HEIGHT = 560, 292
# For how long, in seconds, whoever asked may keep the answer.
KEEP_SECONDS = 3600
COVER_SIDE = 600


class Refusal(Exception):
    """Why there is no answer: a status by oEmbed's section 2.3.5, or 400, and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Room:
    """The frame's width and height in pixels."""

    width: int
    height: int


USUAL = Room(WIDTH, HEIGHT)


def audible_player(request: HttpRequest, slug: str, now: datetime) -> PlayerData | None:
    """The player of a sample that strangers may hear on the request's host, in the active language."""
    found = audible_sample(request, slug, now)
    return player_data(found, request) if found else None


def address_of(url: str, request: HttpRequest) -> tuple[str, str] | None:
    """Language and slug of the sample whose page, or frame, has this full address on the request's host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != request.get_host().lower():
        return None
    language = translation.get_language_from_path(parts.path) or settings.LANGUAGE_CODE
    with translation.override(language):
        try:
            match = resolve(parts.path)
        except Resolver404:
            return None
    is_sample = match.view_name in {"music:sample", "music:embed"}
    return (language, match.kwargs["slug"]) if is_sample else None


def oembed_url(request: HttpRequest, sample: AudioSample) -> str:
    """Where the answer for a sample's page is, as a full address."""
    page = absolute(request, sample.get_absolute_url())
    return absolute(request, f"{reverse('oembed')}?{urlencode({'url': page})}")


def room_of(asked: Mapping[str, str]) -> Room:
    """The size that the parameters leave. Raises Refusal for what is no number of pixels."""
    return Room(
        _at_most(WIDTH, asked.get("maxwidth"), "maxwidth"), _at_most(HEIGHT, asked.get("maxheight"), "maxheight")
    )


def _at_most(usual: int, asked: str | None, name: str) -> int:
    if not asked:
        return usual
    if not asked.isascii() or not asked.isdigit() or int(asked[:9]) == 0:
        raise Refusal(400, _("%(name)s must be a whole number of pixels.") % {"name": name})
    return min(usual, int(asked[:9]))


def oembed(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """The answer to an oEmbed request as a dict. Raises Refusal."""
    asked = request.GET
    if asked.get("format", "") not in {"", "json"}:
        raise Refusal(501, _("Only the format json is there."))
    if not asked.get("url"):
        raise Refusal(400, _("Say with url which page you mean."))
    room, found = room_of(asked.dict()), address_of(asked["url"], request)
    if found is None:
        raise Refusal(404, _("There is no such recording."))
    language, slug = found
    with translation.override(language):
        player = audible_player(request, slug, now)
        if player is None:
            raise Refusal(404, _("There is no such recording."))
        return _answer(request, player, slug, room)


def frame_html(request: HttpRequest, player: PlayerData, slug: str, room: Room = USUAL) -> str:
    """The iframe that shows the sample, as HTML for other sites."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>',
        absolute(request, reverse("music:embed", args=[slug])),
        room.width,
        room.height,
        _("Recording: %(title)s") % {"title": player.title},
    )


def _answer(request: HttpRequest, player: PlayerData, slug: str, room: Room) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "html": frame_html(request, player, slug, room),
        "width": room.width,
        "height": room.height,
        "title": player.title,
        "provider_name": name_of(request),
        "provider_url": absolute(request, "/"),
        "cache_age": KEEP_SECONDS,
    }
    if player.artist:
        answer["author_name"] = player.artist
    if player.cover_large_url:
        cover = absolute(request, player.cover_large_url)
        answer |= {"thumbnail_url": cover, "thumbnail_width": COVER_SIDE, "thumbnail_height": COVER_SIDE}
    return answer
