"""The waveform of a recording in a page."""

from __future__ import annotations

from collections.abc import Sequence

from django import template

from music.wave_path import HEIGHT, marks, path, width
from music.waveform import points

register = template.Library()


@register.inclusion_tag("components/waveform.html")
def waveform(peaks: bytes, number: int, chapters: Sequence[float] = ()) -> dict[str, object]:
    """A drawing of so many points, with a mark at each share where a chapter begins; nothing where a recording has not
    been listened to yet.
    """
    found = points(peaks, number)
    return {
        "path": path(found),
        "marks": marks(chapters, len(found)),
        "width": width(len(found)),
        "height": HEIGHT,
    }
