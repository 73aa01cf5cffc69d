"""Panels of a sample's form that tell something and have no fields."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from wagtail.admin.panels import Panel

from music.findings import told_of
from music.play_reports import recent
from music.text_remarks import remarks_on


class TextRemarksPanel(Panel):
    """What is to be said of the texts as they are stored; nothing where all is well."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "music/admin/text_remarks.html"

        @cached_property
        def remarks(self) -> list[str]:
            return remarks_on(self.instance) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.remarks)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "remarks": self.remarks}


class SoundPanel(Panel):
    """What the analysis of a stored recording found, how often it was heard, and what can be done again."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "music/admin/sound.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            plays = recent(self.instance, self.request.user)
            return {**context, "pk": self.instance.pk, "finding": told_of(self.instance), "plays": plays}
