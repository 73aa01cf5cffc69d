"""The emblem as visitors see it: one derived picture, made when the settings are saved and never in a visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.images.models import Filter

if TYPE_CHECKING:
    from core.models.media import MissionImage

# Twice the largest size on a page.
EMBLEM = "max-120x120"


def make_emblem(image: MissionImage | None) -> None:
    if image is not None:
        image.get_rendition(EMBLEM)


def emblem_address(image: MissionImage | None) -> str:
    """Address of the derived picture; "" where there is no emblem or its picture is not made yet."""
    if image is None:
        return ""
    made = image.find_existing_renditions(Filter(EMBLEM))
    return next((rendition.url for rendition in made.values()), "")
