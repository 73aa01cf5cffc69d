"""The editors' form of a picture: what it shows is said in words, and nothing is taken that could not be shown."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from core.picture_files import BrokenPicture, TooManyPixels, damage_named, opened
from core.svg import RefusedSvg, check_size, rewrite

DRAWING = ".svg"


class PictureFileField(WagtailImageField):
    """A picture that is whole and within the limit of pixels. The limit is looked at before any pixel is read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit = {"megapixels": settings.MAX_IMAGE_PIXELS // 1_000_000}
        self.error_messages["file_too_many_pixels"] = (
            _("This picture has more than %(megapixels)d megapixels. Make it smaller and upload it again.") % limit
        )
        self.error_messages["broken"] = _("This file is damaged or no picture. Save it anew and upload it again.")
        more = _("A picture may have up to %(megapixels)d megapixels.") % limit
        self.help_text: Any = format_lazy("{} {}", self.help_text, more)

    def to_python(self, data: Any) -> Any:
        if data and data.size:
            if data.name.lower().endswith(DRAWING):
                self._take_drawing(data)
            else:
                self._check_pixels(data)
        try:
            with damage_named():
                return super().to_python(data)
        except BrokenPicture as reason:
            raise ValidationError(self.error_messages["broken"], code="broken") from reason

    def _take_drawing(self, data: Any) -> None:
        try:
            rewrite_upload(data)
        except RefusedSvg as reason:
            raise ValidationError(str(reason), code="invalid_image") from None

    def _check_pixels(self, data: Any) -> None:
        try:
            with opened(data, settings.MAX_IMAGE_PIXELS):
                pass
        except TooManyPixels as reason:
            raise ValidationError(self.error_messages["file_too_many_pixels"], code="file_too_many_pixels") from reason
        except BrokenPicture as reason:
            raise ValidationError(self.error_messages["broken"], code="broken") from reason
        finally:
            data.seek(0)


def rewrite_upload(upload: Any) -> None:
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
    """Asks for the description, which is offered wherever the picture is put on a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            self.fields["description"].required = True
            self.fields["description"].help_text = _(
                "Say in one sentence what the picture shows, for people who do not see it."
            )
        if "file" in self.fields:
            self._take_whole_files()

    def _take_whole_files(self) -> None:
        field = self.fields["file"]
        self.fields["file"] = PictureFileField(
            label=field.label, required=field.required, widget=field.widget, initial=field.initial
        )
