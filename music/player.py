"""What a player shows of a sample. One function builds it, for pages, blocks, lists and search alike."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import F
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.images.models import Filter

from core.freshness import changes_at
from core.language_texts import text_in
from core.missions import current_site, mission_of
from core.words import Wording
from music.chapters import Chapter
from music.durations import duration_iso, duration_text
from music.licences import may_download
from music.loudness import lowering_db
from music.querysets import COVER_LARGE, COVER_SMALL
from music.recipes import RECIPES
from music.texts import named_chapters

if TYPE_CHECKING:
    from music.models import AudioSample, ProgrammePage

ORIGINAL = "original"
COVER_VARIANTS = 3
# What a browser is offered, the best first; it takes the first that it can play, and the original is always last.
OFFERED = ("opus-96", "aac-128", ORIGINAL)
FRUGAL = "opus-32"


@dataclass(frozen=True)
class Source:
    """One file that can be played, as <source> wants it."""

    url: str
    type: str


@dataclass(frozen=True)
class PlayerData:
    """All that a player needs. Texts are plain; `title_language` is a code or ""; absent things are None or "".

    `url` is the address of the bytes, `page_url` of the sample's own page in the active language; `download_url` is ""
    where the rights do not allow the recording to be saved; `duration_s` is in
    seconds; `cover_variant` says which drawn cover stands in where `cover_url` is None. `url` is the original;
    `sources` are all that can be played, the best first, `frugal` the smallest, for whoever saves data, or None;
    `gain` is the share of the volume, up to 1.0, at which an original without renditions is as loud as other samples;
    `peaks` are those of music.waveform; `chapters` all have a title.
    """

    public_id: str
    url: str
    mime_type: str
    label: Wording | None
    title: str
    title_language: str
    translation: Wording | None
    artist: str
    credits: Wording | None
    copyright: str
    duration_s: float | None
    duration_text: str
    duration_iso: str
    cover_url: str | None
    cover_large_url: str | None
    cover_variant: int
    page_url: str
    download_url: str
    file_name: str
    peaks: bytes = b""
    sources: tuple[Source, ...] = ()
    frugal: Source | None = None
    gain: float = 1.0
    chapters: tuple[Chapter, ...] = ()

    @property
    def chapter_rows(self) -> str:
        """The chapters for the script: JSON of [second, title]; "" where there are none."""
        listed = [[chapter.start_ms / 1000, chapter.title] for chapter in self.chapters]
        return json.dumps(listed, ensure_ascii=False) if listed else ""

    @property
    def chapter_shares(self) -> tuple[float, ...]:
        """Where chapters begin behind the first moment, as shares of the whole; none where its length is not known."""
        whole = (self.duration_s or 0) * 1000
        return tuple(chapter.start_ms / whole for chapter in self.chapters if 0 < chapter.start_ms < whole)


def audio_url(sample: AudioSample, rendition: str = ORIGINAL) -> str:
    """The address of a sample's bytes, the same in every language."""
    name = sample.file_name if rendition == ORIGINAL else f"{sample.slug}.{RECIPES[rendition].extension}"
    return f"{get_script_prefix()}music/audio/{sample.public_id}/{rendition}/{name}"


def audio_sources(sample: AudioSample) -> dict[str, Source]:
    """What can be played of a sample by kind, the original among it. Only what is made of its present bytes."""
    made = {rendition.kind for rendition in sample.renditions.all() if rendition.source_hash == sample.sha256}
    found = {kind: Source(audio_url(sample, kind), RECIPES[kind].source_type) for kind in RECIPES if kind in made}
    return found | {ORIGINAL: Source(audio_url(sample), sample.mime_type)}


def audio_gain(sample: AudioSample) -> float:
    """The share of the volume at which the original is as loud as renditions are; 1.0 where it is not known."""
    analysis = getattr(sample, "analysis", None)
    if analysis is None or not analysis.is_current:
        return 1.0
    return round(10 ** (lowering_db(analysis.loudness) / 20), 3)


def cover_urls(sample: AudioSample) -> tuple[str | None, str | None]:
    """Addresses of the small and large cover as they were made at save; None where there is none."""
    if sample.cover is None:
        return None, None
    found = sample.cover.find_existing_renditions(Filter(COVER_SMALL), Filter(COVER_LARGE))
    urls = {made.spec: rendition.url for made, rendition in found.items()}
    return urls.get(COVER_SMALL), urls.get(COVER_LARGE)


def player_data(sample: AudioSample, request: HttpRequest) -> PlayerData:
    """The player's data in the active language. Costs no query for a sample that came with `for_display()`."""
    main = mission_of(request).main_language
    words = {name: sample.word(name, main=main) for name in ("label", "translated_title", "credits")}
    label, translation, credits = (wording if wording.text else None for wording in words.values())
    spoken = sample.title_language
    if translation and (spoken == get_language() or translation.text == sample.title):
        translation = None
    (small, large), url = cover_urls(sample), audio_url(sample)
    sources = audio_sources(sample)
    offered = tuple(sources[kind] for kind in OFFERED if kind in sources)
    return PlayerData(
        public_id=sample.public_id,
        url=url,
        mime_type=sample.mime_type,
        label=label,
        title=sample.title,
        title_language="" if spoken == get_language() else spoken,
        translation=translation,
        artist=sample.artist,
        credits=credits,
        copyright=sample.copyright,
        duration_s=sample.duration,
        duration_text=duration_text(sample.duration),
        duration_iso=duration_iso(sample.duration),
        cover_url=small,
        cover_large_url=large,
        cover_variant=sample.pk % COVER_VARIANTS,
        page_url=sample.get_absolute_url(),
        download_url=f"{url}?download=1" if may_download(sample) else "",
        file_name=sample.file_name,
        peaks=sample.peaks,
        sources=offered,
        frugal=sources.get(FRUGAL),
        gain=audio_gain(sample) if len(offered) == 1 else 1.0,
        chapters=named_chapters(sample),
    )


def _expected(request: HttpRequest, now: datetime) -> Any:
    samples = apps.get_model("music", "AudioSample").objects.expected(current_site(request), now)
    return samples.for_display()


def begun(samples: Iterable[AudioSample], request: HttpRequest, now: datetime) -> list[AudioSample]:
    """Those of the expected samples whose permission has begun. The page changes when one begins or ends."""
    found = []
    for sample in samples:
        if sample.permission_from is not None and sample.permission_from > now:
            changes_at(request, sample.permission_from)
        else:
            changes_at(request, sample.permission_until)
            found.append(sample)
    return found


def audible_sample(request: HttpRequest, slug: str, now: datetime) -> AudioSample | None:
    """The sample that strangers may hear now; None for one that is private, lapsed, another mission's or unknown."""
    expected = _expected(request, now).filter(slug=slug)
    return next(iter(begun(expected.with_credits().order_by("pk"), request, now)), None)


def audible_players(pks: Iterable[int], request: HttpRequest, now: datetime) -> dict[int, PlayerData]:
    """Players of those of the samples that strangers may hear on this host, by primary key; three queries at most."""
    expected = _expected(request, now).filter(pk__in=list(pks))
    return {sample.pk: player_data(sample, request) for sample in begun(expected, request, now)}


def lapsed_samples(pks: Iterable[int], request: HttpRequest, now: datetime) -> set[int]:
    """Those of the samples that could be heard until their permission ended; one query, none for no sample."""
    wanted = list(pks)
    if not wanted:
        return set()
    samples = apps.get_model("music", "AudioSample").objects.lapsed(current_site(request), now)
    return set(samples.filter(pk__in=wanted).values_list("pk", flat=True))


@dataclass(frozen=True)
class ProgrammeRow:
    """One place of a programme: the player, and what the programme says of the piece."""

    player: PlayerData
    note: Wording | None


def programme_rows(page: ProgrammePage, request: HttpRequest, now: datetime) -> list[ProgrammeRow]:
    """The programme's audible samples in its order; three queries at most."""
    main = mission_of(request).main_language
    if getattr(request, "is_preview", False):
        # The rows of a preview are not saved.
        items = list(page.items.all())
        players = audible_players([item.sample_id for item in items], request, now)
        return [
            ProgrammeRow(players[item.sample_id], text_in(item.notes, main))
            for item in items
            if item.sample_id in players
        ]
    placed = _expected(request, now).filter(programme_items__page=page).order_by("programme_items__sort_order")
    noted = placed.annotate(notes=F("programme_items__notes"))
    return [
        ProgrammeRow(player_data(sample, request), text_in(sample.notes or {}, main))
        for sample in begun(noted, request, now)
    ]


def programme_players(page: ProgrammePage, request: HttpRequest, now: datetime) -> list[PlayerData]:
    """The players of the same."""
    return [row.player for row in programme_rows(page, request, now)]


def programme_summary(players: list[PlayerData]) -> str:
    """How many samples and how long in all, in words of the active language."""
    seconds = round(sum(player.duration_s or 0 for player in players))
    count = ngettext("%(count)d sample", "%(count)d samples", len(players)) % {"count": len(players)}
    length = _("%(minutes)d min %(seconds)d s") % {"minutes": seconds // 60, "seconds": seconds % 60}
    return f"{count}, {length}"


def sample_facts(sample: AudioSample) -> list[tuple[str, str]]:
    """Label and value of what is known of a recording beside its player, its credits and rights; nothing empty."""
    rows = (
        (_("Album"), sample.album),
        (_("Genre"), sample.genre),
        (_("Year"), str(sample.year or "")),
        (_("Length"), sample.duration_text),
        (_("File"), f"{sample.kind.upper()}, {sample.size_text}"),
    )
    return [(label, value) for label, value in rows if value]
