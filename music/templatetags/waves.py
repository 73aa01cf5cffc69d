"""The waveform of a recording in a page."""

from __future__ import annotations

from django import template

from music.wave_path import HEIGHT, path, width
from music.waveform import points

register = template.Library()


@register.inclusion_tag("components/waveform.html")
def waveform(peaks: bytes, number: int) -> dict[str, object]:
    """A drawing of so many points; nothing where a recording has not been listened to yet."""
    found = points(peaks, number)
    return {"path": path(found), "width": width(len(found)), "height": HEIGHT}
