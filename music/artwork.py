"""Covers as pictures of the library: made of what a file carries, cut to size at save, taken away with the sample."""

import hashlib
from io import BytesIO

from django.core.files.images import ImageFile
from wagtail.models import ReferenceIndex

from core.models import MissionImage, User
from music.covers import Cover
from music.models.samples import AudioSample
from music.querysets import COVER_LARGE, COVER_SMALL


def add_cover(sample: AudioSample, cover: Cover, user: User | None) -> MissionImage:
    """A picture of the sample's collection with the cover's bytes; the one that is there already, if it is.

    The file is named by its bytes, so that nobody guesses the address of a private sample's cover.
    """
    name = hashlib.sha256(cover.data).hexdigest()[:24]
    image = MissionImage(
        title=sample.title[:255],
        collection=sample.collection,
        uploaded_by_user=user,
        file=ImageFile(BytesIO(cover.data), name=f"cover-{name}.jpg"),
        width=cover.width,
        height=cover.height,
    )
    image.is_for_pages = False
    image._set_image_file_metadata()
    twin: MissionImage | None = MissionImage.objects.filter(
        collection=sample.collection, file_hash=image.file_hash
    ).first()
    if twin is None:
        image.save()
    return twin or image


def make_cover_renditions(image: MissionImage) -> None:
    """Makes the sizes that players show, so that no visitor waits for them."""
    image.get_renditions(COVER_SMALL, COVER_LARGE)


def remove_unused_cover(image: MissionImage) -> None:
    """Deletes a cover that came out of a file, unless something else shows it."""
    shown = ReferenceIndex.get_references_to(image).exists() or AudioSample.objects.filter(cover=image).exists()
    if not shown:
        image.delete()
