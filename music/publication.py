"""What an editor is told on publishing a page whose recordings visitors cannot hear."""

from __future__ import annotations

from typing import Any

from core.references import references_of
from music.models import AudioSample, ProgrammePage


def hidden_samples(page: Any) -> list[AudioSample]:
    """The recordings that a page shows although they are not public."""
    if isinstance(page, ProgrammePage):
        return [item.sample for item in page.items.select_related("sample") if not item.sample.public]
    return [thing for _name, thing in references_of(page) if isinstance(thing, AudioSample) and not thing.public]
