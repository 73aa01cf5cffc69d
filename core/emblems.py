"""The emblem as visitors see it: one derived picture, made when the settings are saved and never in a visit."""

from __future__ import annotations

from wagtail.images.models import Filter

from core.models import MissionSettings

# Twice the largest size on a page.
EMBLEM = "max-120x120"


def make_emblem(mission: MissionSettings) -> None:
    if mission.emblem is not None:
        mission.emblem.get_rendition(EMBLEM)


def emblem_url(mission: MissionSettings) -> str:
    """Address of the derived picture; "" where the mission has no emblem or its picture is not made yet."""
    if mission.emblem is None:
        return ""
    made = mission.emblem.find_existing_renditions(Filter(EMBLEM))
    return next((rendition.url for rendition in made.values()), "")
