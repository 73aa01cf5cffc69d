"""A recording in the text of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from music.choosers import SampleChooserBlock
from music.player import PlayerData, audible_players, lapsed_samples


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
