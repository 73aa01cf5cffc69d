"""Pictures of a document in the mission's library: checked as an upload is, each stored once, taken back on failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from core.image_forms import PictureFileField
from core.missions import collections_under
from core.models import MissionImage, MissionSettings
from news.documents.structure import Picture

SIGNATURES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"))
LONGEST_TITLE = 255


def format_of(data: bytes) -> str:
    """The ending of the file's name by its first bytes; nothing for a format that browsers do not show."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for signature, ending in SIGNATURES if data.startswith(signature)), "")


class PictureShelf:
    """Puts pictures of one document where its mission keeps them. Called with a picture, gives its key or a reason."""

    def __init__(self, mission: MissionSettings, user: Any, title: str) -> None:
        self.user = user
        self.title = title
        self.collection = _collection_for(mission, user)
        self.own = collections_under(mission.collection.path) if mission.collection else Collection.objects.none()
        self.made: list[MissionImage] = []
        self.count = 0

    def __call__(self, picture: Picture) -> int | str:
        self.count += 1
        if self.collection is None:
            return "pictures_not_allowed"
        if self.count > settings.BULLETIN_FILE_PICTURES:
            return "too_many_pictures"
        ending = format_of(picture.data)
        if not ending:
            return "picture_formats"
        name = f"{PurePath(picture.name).stem or 'picture'}.{ending}"
        try:
            PictureFileField().clean(SimpleUploadedFile(name, picture.data))
        except ValidationError:
            return "refused_pictures"
        return self._kept(picture, name)

    def _kept(self, picture: Picture, name: str) -> int:
        image = MissionImage(
            title=(picture.alt or picture.caption or self.title)[:LONGEST_TITLE],
            description=picture.alt[:LONGEST_TITLE],
            collection=self.collection,
            uploaded_by_user=self.user,
            file=ImageFile(BytesIO(picture.data), name=name),
        )
        image._set_image_file_metadata()
        twin = MissionImage.objects.filter(collection__in=self.own, file_hash=image.file_hash).first()
        if twin is not None:
            return int(twin.pk)
        self.made.append(image)
        image.save()
        log(instance=image, action="wagtail.create", user=self.user, content_changed=True)
        return int(image.pk)

    def clear(self) -> None:
        """Takes the files away whose rows the database has not kept."""
        for image in self.made:
            if image.file._committed and image.file.name:
                image.file.storage.delete(image.file.name)


@contextmanager
def whole_or_nothing(shelf: PictureShelf) -> Iterator[None]:
    """A transaction that takes the stored pictures with it when it fails."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        shelf.clear()
        raise


def _collection_for(mission: MissionSettings, user: Any) -> Collection | None:
    """The mission's collection, or the first one in it that the user may add pictures to."""
    if mission.collection is None:
        return None
    allowed = policy_registry.get_by_type(MissionImage).collections_user_has_permission_for(user, "add")
    below = collections_under(mission.collection.path)
    return below.filter(pk__in=allowed.values("pk")).order_by("depth", "path").first()
