"""Recordings in the words of schema.org: what a sample's page and a programme show, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import get_language

from core.missions import absolute, mission_of
from core.social import SharePicture
from core.structured import Thing, filled
from music.credits import PLAYING, Credit, Role, credits_of
from music.licences import licence_of
from music.player import PlayerData

if TYPE_CHECKING:
    from music.models import AudioSample, ProgrammePage

# The side of the large cover, in pixels.
COVER_SIDE = 600


def recording(sample: AudioSample, player: PlayerData, request: HttpRequest) -> Thing:
    """The MusicRecording of a sample's page, with its bytes as an AudioObject, its credits and its rights."""
    cover, known = player.cover_large_url, credits_of(sample)
    place = sample.word("place", main=mission_of(request).main_language).text
    return filled(
        {
            **_heard(player, request),
            "byArtist": _one_or_all([_player(credit) for credit in known if credit.role in PLAYING]),
            "alternateName": player.translation.text if player.translation else "",
            "inLanguage": sample.language or sample.title_language,
            "image": absolute(request, cover) if cover else "",
            "inAlbum": {"@type": "MusicAlbum", "name": sample.album} if sample.album else None,
            "recordingOf": _composition(sample, known),
            "genre": sample.genre,
            "creditText": player.credits.text if player.credits else "",
            "copyrightNotice": player.copyright,
            "license": licence_of(sample).url,
            "locationCreated": {"@type": "Place", "name": place} if place else None,
            "dateCreated": str(sample.recorded_year or ""),
        }
    )


def sample_meta(sample: AudioSample, player: PlayerData, request: HttpRequest) -> dict[str, Any]:
    """``structured`` and, where the sample has a cover, what stands for it when its page is shared."""
    known: dict[str, Any] = {"structured": [recording(sample, player, request)]}
    if player.cover_large_url:
        known["share"] = SharePicture(player.cover_large_url, COVER_SIDE, COVER_SIDE, player.title)
    return known


def _composition(sample: AudioSample, known: list[Credit]) -> Thing | None:
    """The work that is played, where it is known who made it."""
    authors = {
        "composer": _one_or_all([_person(credit) for credit in known if credit.role == Role.COMPOSER]),
        "lyricist": _one_or_all([_person(credit) for credit in known if credit.role == Role.WORDS]),
    }
    found = filled(authors)
    return {"@type": "MusicComposition", "name": sample.title, **found} if found else None


def _player(credit: Credit) -> Thing:
    return {"@type": "MusicGroup", "name": credit.name}


def _person(credit: Credit) -> Thing:
    return {"@type": "Person", "name": credit.name}


def _one_or_all(things: list[Thing]) -> Any:
    return things[0] if len(things) == 1 else things


def _heard(player: PlayerData, request: HttpRequest) -> Thing:
    """What every list says of a recording."""
    url = absolute(request, player.page_url)
    length = player.duration_iso
    audio = {
        "@type": "AudioObject",
        "name": player.title,
        "contentUrl": absolute(request, player.url),
        "encodingFormat": player.mime_type,
        "duration": length,
    }
    return filled(
        {
            "@type": "MusicRecording",
            "@id": f"{url}#recording",
            "name": player.title,
            "url": url,
            "duration": length,
            "byArtist": {"@type": "MusicGroup", "name": player.artist} if player.artist else None,
            "audio": filled(audio),
        }
    )


def playlist(page: ProgrammePage, players: list[PlayerData], request: HttpRequest) -> Thing:
    """The MusicPlaylist of a programme, its recordings in their order."""
    url = absolute(request, page.get_url(request) or "")
    items: list[Any] = [
        {"@type": "ListItem", "position": place, "item": _heard(player, request)}
        for place, player in enumerate(players, start=1)
    ]
    return {
        "@type": "MusicPlaylist",
        "@id": f"{url}#playlist",
        "name": page.title,
        "url": url,
        "inLanguage": get_language(),
        "numTracks": len(players),
        "track": {"@type": "ItemList", "numberOfItems": len(players), "itemListElement": items},
    }
