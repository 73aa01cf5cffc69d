"""The picture of a feed's entry: which file, and how large it is in pixels and bytes."""

from __future__ import annotations

import mimetypes
from functools import lru_cache

from django.core.files.storage import storages
from django.http import HttpRequest

from core.feeds import Enclosure
from core.missions import absolute
from core.models import MissionImage
from core.picture_uses import Use
from core.pictures import plain_rendition

# Of so many files the size is remembered; a feed has 20.
REMEMBERED = 4096


def enclosure_of(image: MissionImage | None, alt: str, use: Use, request: HttpRequest) -> Enclosure | None:
    """What a feed says of ``image``; None where there is none, or nothing is made of it yet."""
    shown = plain_rendition(image, use) if image else None
    if shown is None:
        return None
    kind = mimetypes.guess_type(shown.file.name)[0] or "application/octet-stream"
    return Enclosure(absolute(request, shown.url), kind, shown.width, shown.height, stored_size(shown.file.name), alt)


@lru_cache(maxsize=REMEMBERED)
def stored_size(name: str) -> int:
    """The bytes of a made picture, asked of the storage once, as a name belongs to the same bytes for ever; 0 where
    the file is gone.
    """
    storage = storages["renditions"]
    return storage.size(name) if storage.exists(name) else 0
