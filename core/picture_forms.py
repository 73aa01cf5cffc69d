"""The form of every picture that editors bring: an SVG drawing is rewritten before anything of it is kept."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.svg import RefusedSvg, check_size, rewrite


class PictureField(WagtailImageField):
    """A picture in one of the allowed formats."""

    def to_python(self, data: Any) -> Any:
        if isinstance(data, UploadedFile) and PurePath(data.name or "").suffix.lower() == ".svg":
            try:
                rewrite_upload(data)
            except RefusedSvg as reason:
                raise ValidationError(str(reason), code="invalid_image") from None
        return super().to_python(data)


def rewrite_upload(upload: UploadedFile) -> None:
    """Puts the rewritten drawing into the upload itself: Wagtail keeps the upload as it came when another field of the
    form is wrong, and makes the picture of it later. Raises RefusedSvg.
    """
    check_size(upload.size or 0, settings.MAX_SVG_SIZE)
    upload.seek(0)
    drawing = rewrite(upload.read(), settings.MAX_SVG_SIZE).encode()
    file: Any = upload.file
    file.seek(0)
    file.truncate()
    file.write(drawing)
    file.seek(0)
    upload.size = len(drawing)


class MissionImageForm(BaseImageForm):
    """Stands under Wagtail's forms for one picture, for many at once and in the chooser."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:
            self.fields["file"] = PictureField(label=field.label, required=field.required, widget=field.widget)
