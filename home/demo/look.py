"""Emblem and ornament of a demonstration's mission: drawings of ours, taken in as an editor's are."""

from __future__ import annotations

from django.conf import settings
from django.core.files.base import ContentFile
from wagtail.models import Collection

from core.models import MissionImage
from core.ornament import make_tile
from core.svg import rewrite
from home.demo.reading import DATA


def make_ornament(name: str) -> str:
    """The tile in a file of the demonstration."""
    return make_tile((DATA / name).read_bytes(), settings.MAX_SVG_SIZE)


def make_emblem_picture(name: str, title: str, collection: Collection | None) -> MissionImage:
    """The picture in a file of the demonstration, in the mission's collection."""
    drawing = rewrite((DATA / name).read_bytes(), settings.MAX_SVG_SIZE)
    image = MissionImage(title=title, collection=collection, file=ContentFile(drawing.encode(), name=name))
    image._set_image_file_metadata()
    image.save()
    return image
