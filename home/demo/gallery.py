"""The pictures of the demonstration: drawn, stored with their words, and handed to pages by name."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile

from core.models import MissionImage
from core.provision import Mission
from home.demo.landscapes import HEIGHT, WIDTH
from home.demo.reading import in_languages
from home.demo.scenes import draw_landscape


class Gallery:
    """The pictures by name, with what they show by language."""

    def __init__(self, images: dict[str, MissionImage], words: dict[str, dict[str, str]]) -> None:
        self.images = images
        self.words = words

    def fields(self, entry: dict[str, Any], code: str) -> dict[str, Any]:
        """The fields of a page that may carry a picture, none where the entry names none."""
        name = entry.get("picture")
        return {"picture": self.images[name], "picture_alt": self.words[name][code]} if name else {}

    def block(self, value: dict[str, str]) -> dict[str, Any]:
        """The raw value of a picture in a text, from its name, text alternative and caption."""
        return {"image": self.images[value["name"]].pk, "alt": value["alt"], "caption": value["caption"], "credit": ""}


def make_gallery(mission: Mission, data: dict[str, Any] | None) -> Gallery:
    """The pictures of a plan, if it has any; each is drawn only when it is missing."""
    if data is None:
        return Gallery({}, {})
    known = {image.title: image for image in MissionImage.objects.filter(collection=mission.collection)}
    images = {
        entry["name"]: known.get(entry["title"]) or _store(mission, entry, data["credit"]) for entry in data["picture"]
    }
    return Gallery(images, {entry["name"]: in_languages(entry) for entry in data["picture"]})


def _store(mission: Mission, entry: dict[str, Any], credit: str) -> MissionImage:
    x, y, width, height = entry["focal"]
    image = MissionImage(
        collection=mission.collection,
        title=entry["title"],
        description=entry["en"],
        credit=credit,
        file=ImageFile(BytesIO(draw_landscape(entry["name"])), name=f"{entry['name']}.jpg"),
        focal_point_x=round(x * WIDTH),
        focal_point_y=round(y * HEIGHT),
        focal_point_width=round(width * WIDTH),
        focal_point_height=round(height * HEIGHT),
    )
    image._set_image_file_metadata()
    image.save()
    return image
