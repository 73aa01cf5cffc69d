"""A recording, or a whole programme, in the text of a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock

from core.missions import current_site
from core.preference import best_translations
from music.choosers import SampleChooserBlock
from music.models import ProgrammePage
from music.player import (
    PlayerData,
    ProgrammeRow,
    audible_players,
    lapsed_samples,
    programme_rows,
    programme_summary,
)


class Batch:
    """The samples of one text. Whether strangers may hear them is asked once for all, when the first is shown."""

    def __init__(self, pks: Iterable[int]) -> None:
        self.pks = list(pks)
        self.players: dict[int, PlayerData] | None = None
        self.lapsed: set[int] = set()

    def player(self, pk: int, request: HttpRequest, now: datetime) -> PlayerData | None:
        if self.players is None:
            self.players = audible_players(self.pks, request, now)
            self.lapsed = lapsed_samples(set(self.pks).difference(self.players), request, now)
        return self.players.get(pk)


class AudioSampleBlock(SampleChooserBlock):
    """Shows a player, or that the permission has ended; nothing where strangers may not hear the recording for another
    reason, and a sentence in an editor's preview.
    """

    def bulk_to_python(self, values: list[Any]) -> list[Any]:
        samples = super().bulk_to_python(values)
        batch = Batch(sample.pk for sample in samples if sample)
        for sample in samples:
            if sample:
                sample.batch = batch
        return samples

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        if value is None or request is None:
            return context
        batch = getattr(value, "batch", None) or Batch([value.pk])
        context["player"] = batch.player(value.pk, request, timezone.now())
        context["is_lapsed"] = value.pk in batch.lapsed
        return context

    class Meta:
        icon = "media"
        label = _("Recording")
        template = "components/sample_block.html"


@dataclass(frozen=True)
class ShownProgramme:
    """A programme in a text; `language` is "" when it is the page's."""

    page: ProgrammePage
    rows: list[ProgrammeRow]
    summary: str
    language: str


def shown_programme(key: UUID, request: HttpRequest, now: datetime) -> ShownProgramme | None:
    """The programme with this translation key, where strangers may read it here and hear anything of it."""
    pages = ProgrammePage.objects.for_site(current_site(request)).published().filter(translation_key=key)
    page = best_translations(pages.select_related("locale").order_by("pk"), request).get(key)
    rows = programme_rows(page, request, now) if page else []
    if page is None or not rows:
        return None
    code = page.locale.language_code
    summary = programme_summary([row.player for row in rows])
    return ShownProgramme(page, rows, summary, "" if code == get_language() else code)


class ProgrammeBlock(PageChooserBlock):
    """Shows a programme with its players; nothing where nothing can be heard, and a sentence in an editor's preview."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"page_type": "music.ProgrammePage", **options})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        request = context.get("request")
        if value is not None and request is not None:
            context["shown"] = shown_programme(value.translation_key, request, timezone.now())
        return context

    class Meta:
        icon = "list-ol"
        label = _("Programme")
        template = "components/programme_block.html"
