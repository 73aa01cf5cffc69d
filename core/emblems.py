"""The emblem as visitors see it: derived pictures, made when the settings are saved and never in a visit."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from PIL import Image, ImageOps
from wagtail.images.models import Filter

from core.drawings import svg_picture

if TYPE_CHECKING:
    from core.models.media import MissionImage

logger = logging.getLogger(__name__)

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


def emblem_picture(image: MissionImage | None, size: int) -> Image.Image | None:
    """The emblem in a transparent square of ``size`` pixels; None where there is none that can be read."""
    if image is None:
        return None
    try:
        with image.file.open("rb") as file:
            data: bytes = file.read()
        picture = svg_picture(data, size) if image.is_svg() else _raster_picture(data, size)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        logger.warning("The emblem “%s” cannot be read: %s", image.file.name, error)
        return None
    square = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    square.alpha_composite(picture, ((size - picture.width) // 2, (size - picture.height) // 2))
    return square


def _raster_picture(data: bytes, size: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as opened:
        opened.draft("RGB", (size * 2, size * 2))
        return ImageOps.contain(ImageOps.exif_transpose(opened).convert("RGBA"), (size, size))
