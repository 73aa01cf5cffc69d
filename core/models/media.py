"""Images and documents of a mission. Originals lie in private storage; only renditions are public."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from django.core.files import File
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    WagtailImageField,
    WagtailImageFieldFile,
    get_rendition_storage,
    get_rendition_upload_to,
    get_upload_to,
)
from willow.image import SvgImageFile

from core.picture_files import opened, upright_size

# What the pixels cannot be read right without; all else that a file says beside them stays in the original.
KEPT = frozenset({"transparency", "icc_profile"})
NO_LIMIT = 1 << 62


class UprightFile(WagtailImageFieldFile):
    """Knows its width and height as people see it, however the camera was held, and without reading a pixel."""

    def get_image_dimensions(self) -> tuple[int, int]:
        if self.name and self.name.lower().endswith(".svg"):
            drawn: tuple[int, int] = super().get_image_dimensions()
            return drawn
        was_closed = self.closed
        self.open()
        try:
            with opened(self, NO_LIMIT) as picture:
                return upright_size(picture)
        finally:
            self.close() if was_closed else self.seek(0)


class UprightImageField(WagtailImageField):
    """Wagtail's own field in the database; the difference is in what it says of a file."""

    attr_class = UprightFile

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.images.models.WagtailImageField", args, kwargs


class PlainFilter(Filter):
    """Cuts as Wagtail does, but nothing goes with the pixels: a photograph says where it was taken, and by whom."""

    @contextmanager
    def get_willow_image(self, image: AbstractImage, source: File | None = None) -> Iterator[Any]:
        with super().get_willow_image(image, source) as found:
            if isinstance(found, SvgImageFile):
                yield found
                return
            plain = found.auto_orient()
            pixels = plain.get_pillow_image()
            pixels.info = {name: value for name, value in pixels.info.items() if name in KEPT}
            plain.format_name = found.format_name
            yield plain


class MissionImage(AbstractImage):
    """A picture with its credit. ``description`` is the default text alternative.

    ``width`` and ``height`` are those of the upright picture, in which its focal point is given too.
    """

    file = UprightImageField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture. Shown after the caption wherever the picture appears."),
    )

    # Off while something is saved that no page will show, such as a cover: then nothing is made of it for pages.
    is_for_pages = True

    admin_form_fields = (*Image.admin_form_fields, "credit")

    def _set_image_file_metadata(self) -> None:
        super()._set_image_file_metadata()
        # Wagtail leaves open what it has read of a file that lies in the storage already.
        if self.file._committed:
            self.file.close()

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        made: File = super().generate_rendition_file(PlainFilter(filter.spec), source=source)
        return made

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", "Can choose image")]


class MissionRendition(AbstractRendition):
    """A derived picture, the only picture file that visitors can ask for."""

    file = UprightImageField(
        upload_to=get_rendition_upload_to, storage=get_rendition_storage, width_field="width", height_field="height"
    )
    image = models.ForeignKey(MissionImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        # Browsers keep renditions for ever, so a name belongs to one picture's bytes alone. Nor does one name give away
        # another: opening a picture in the admin makes a rendition in full size.
        folder, name = os.path.split(super().get_upload_to(filename))
        secret = salted_hmac("core.MissionRendition", self.image.get_file_hash() + name, algorithm="sha256")
        return os.path.join(folder, secret.hexdigest()[:24], name)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="core_rendition_unique")
        ]


class MissionDocument(AbstractDocument):
    """A file for visitors to download, delivered by permission and never from a mapped folder."""

    admin_form_fields = Document.admin_form_fields

    def _set_document_file_metadata(self) -> None:
        super()._set_document_file_metadata()
        if self.file._committed:
            self.file.close()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", "Can choose document")]
