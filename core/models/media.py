"""Images and documents of a mission. Originals lie in private storage; only renditions are public."""

import os
from typing import ClassVar

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class MissionImage(AbstractImage):
    """A picture with its credit. ``description`` is the default text alternative."""

    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture. Shown after the caption wherever the picture appears."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions: ClassVar = [("choose_image", "Can choose image")]


class MissionRendition(AbstractRendition):
    """A derived picture, the only picture file that visitors can ask for."""

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

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions: ClassVar = [("choose_document", "Can choose document")]
