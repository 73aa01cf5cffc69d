"""Which recordings a podcast has, and what it says of each. One podcast of all recordings, one of each programme."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse
from wagtail.images.models import Filter
from wagtail.rich_text import get_text_for_indexing

from core.drawings import neutral_sign
from core.emblems import emblem_picture
from core.missions import absolute, current_site, mission_of, name_of
from core.models import MissionImage
from core.social import card_of
from core.social_card import Card, to_png
from core.square_card import EMBLEM_SIDE, SIDE, draw_square
from music.credits import credits_of
from music.licences import licence_of
from music.models import AudioSample, MusicPage, ProgrammePage
from music.player import audio_url, begun, player_data
from music.podcasts import Enclosure, Episode, Licence, Person, Podcast, Transcript
from music.recipes import RECIPES
from music.texts import chapters_url, text_urls

# The newest of all recordings; a programme is always whole.
LENGTH = 200
PICTURE = f"fill-{SIDE}x{SIDE}|format-jpeg|jpegquality-85"
# What Apple's programs play (mp3 and m4a); everything else is offered beside it.
AAC = "aac-128"
PLAYED = {"mp3": "audio/mpeg", "m4a": "audio/x-m4a"}


def podcast_of(page: MusicPage | ProgrammePage, request: HttpRequest, now: datetime) -> Podcast:
    """The podcast of a page, with what strangers may hear of it at ``now``; six queries at most."""
    is_serial = isinstance(page, ProgrammePage)
    samples = _samples(page, request, now)
    episodes = (episode_of(sample, request, number) for number, sample in enumerate(samples, start=1))
    name = name_of(request)
    url = page.get_full_url(request)
    return Podcast(
        title=page.title if is_serial else f"{name}: {page.title}",
        summary=" ".join(get_text_for_indexing(page.intro).split()),
        url=url,
        self_url=absolute(request, feed_url(page)),
        language=page.locale.language_code,
        author=name,
        picture_url=picture_url(page, request),
        category=page.podcast_category,
        is_explicit=page.podcast_explicit,
        is_serial=is_serial,
        is_locked=page.podcast_locked,
        email=page.podcast_email,
        episodes=tuple(episode for episode in episodes if episode),
    )


def feed_url(page: MusicPage | ProgrammePage) -> str:
    """The feed's address in the active language."""
    return (
        reverse("music:programme_feed", args=[page.slug]) if isinstance(page, ProgrammePage) else reverse("music:feed")
    )


def _samples(page: MusicPage | ProgrammePage, request: HttpRequest, now: datetime) -> list[AudioSample]:
    expected = AudioSample.objects.expected(current_site(request), now).for_display().with_credits().with_text_files()
    if isinstance(page, ProgrammePage):
        return begun(expected.filter(programme_items__page=page).order_by("programme_items__sort_order"), request, now)
    return begun(expected.order_by("-created_at", "-pk")[:LENGTH], request, now)


def episode_of(sample: AudioSample, request: HttpRequest, number: int) -> Episode | None:
    """None for a recording of which there is no file yet that podcast programs play."""
    files = {file.kind: file for file in sample.renditions.all() if file.source_hash == sample.sha256}
    enclosure = _main_file(sample, files[AAC].size if AAC in files else 0, request)
    if enclosure is None:
        return None
    player = player_data(sample, request)
    others = tuple(
        Enclosure(absolute(request, audio_url(sample, kind)), file.size, RECIPES[kind].mime_type, file.bit_rate)
        for kind, file in files.items()
        if kind != AAC and kind in RECIPES
    )
    meaning = f" ({player.translation.text})" if player.translation else ""
    told = (player.label, player.credits, player.copyright)
    return Episode(
        guid=f"urn:sample:{sample.public_id}",
        title=f"{player.title}{meaning}",
        url=absolute(request, player.page_url),
        summary=". ".join(str(text) for text in told if text and str(text)),
        published=sample.created_at,
        enclosure=enclosure,
        others=others,
        seconds=player.duration_s,
        number=number,
        persons=_persons(sample),
        licence=_licence(sample),
        transcripts=_transcripts(sample, request),
        chapters_url=absolute(request, chapters) if (chapters := chapters_url(sample)) else "",
    )


def _main_file(sample: AudioSample, aac_size: int, request: HttpRequest) -> Enclosure | None:
    if aac_size:
        return Enclosure(absolute(request, audio_url(sample, AAC)), aac_size, PLAYED["m4a"])
    if sample.kind in PLAYED:
        return Enclosure(absolute(request, audio_url(sample)), sample.size, PLAYED[sample.kind])
    return None


def _transcripts(sample: AudioSample, request: HttpRequest) -> tuple[Transcript, ...]:
    return tuple(Transcript(absolute(request, file.url), file.type, file.language) for file in text_urls(sample))


def _persons(sample: AudioSample) -> tuple[Person, ...]:
    return tuple(Person(credit.name, credit.label) for credit in credits_of(sample))


def _licence(sample: AudioSample) -> Licence | None:
    """What was chosen; the identifier of the SPDX list where it has one, else the sentence that visitors read."""
    found = licence_of(sample)
    return Licence(found.code.lower() if found.url else str(found.name), found.url) if found.code else None


def picture_url(page: MusicPage | ProgrammePage, request: HttpRequest) -> str:
    """The editor's picture as it was cut when the page was published, else the address of the drawn one."""
    if page.podcast_picture:
        for made in page.podcast_picture.find_existing_renditions(Filter(PICTURE)).values():
            if made.width == SIDE:
                return absolute(request, made.url)
    name = "music:programme_picture" if isinstance(page, ProgrammePage) else "music:picture"
    return absolute(request, reverse(name, args=[page.slug] if isinstance(page, ProgrammePage) else []))


def cut_picture(page: MusicPage | ProgrammePage) -> None:
    """Cuts the editor's picture to the square that directories want; for tasks and publication, never a visit."""
    picture = page.podcast_picture
    if picture is not None and not picture.is_svg():
        picture.get_rendition(PICTURE)


def drawn_picture(page: MusicPage | ProgrammePage, request: HttpRequest) -> bytes | None:
    """The drawn picture as PNG; drawn once for each wording and look."""
    card, emblem = card_of(page), mission_of(request).emblem_id
    return _drawn(card, emblem) if card else None


@lru_cache(maxsize=16)
def _drawn(card: Card, emblem_pk: int | None) -> bytes:
    emblem = MissionImage.objects.filter(pk=emblem_pk).first() if emblem_pk else None
    sign = emblem_picture(emblem, EMBLEM_SIDE) or neutral_sign(card.accent, EMBLEM_SIDE)
    return to_png(draw_square(card, sign))
