"""The tab "Look" of a mission's settings: the accent and the tile of ornament, checked before they are kept."""

from __future__ import annotations

import base64
import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from core.accents import ACCENT, NOT_AN_ACCENT, reasons
from core.ornament import compose, make_tile
from core.svg import RefusedSvg, check_size

# Of an emblem, in pixels and as the longer side against the shorter.
EMBLEM_SIDE, EMBLEM_RATIO = 60, 3


class AccentInput(forms.TextInput):
    """A text field; a script puts the browser's own choice of colours beside it."""

    class Media:
        js = (forms.Script("js/accent-field.js", type="module"),)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-accent"] = _("Choose a colour")
        return context


class OrnamentInput(forms.FileInput):
    """A file field under a picture of the ornament that is in use."""

    template_name = "core/widgets/ornament_input.html"
    tile = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["preview"], context["width"] = static("ornament/band.svg"), 80
        if self.tile:
            # The admin is reached on the hosts of other missions too, whose addresses would give their own ornament.
            drawing = base64.b64encode(compose(self.tile, "preview").encode()).decode()
            context["preview"], context["width"] = f"data:image/svg+xml;base64,{drawing}", 240
        return context


class LookForm(WagtailAdminModelForm):
    """Fields that stand for no column: an upload becomes the tile, a tick takes it away."""

    ornament_file = forms.FileField(
        label=gettext_lazy("Ornament"),
        required=False,
        widget=OrnamentInput(attrs={"accept": ".svg,image/svg+xml"}),
        help_text=gettext_lazy(
            "One tile of ornament as an SVG drawing of one colour on an open ground. It is repeated along the edge of "
            "the page and makes the covers of music without a picture. Only its shape counts: colours are left out."
        ),
    )
    house_ornament = forms.BooleanField(
        label=gettext_lazy("Use the house ornament again"),
        required=False,
        help_text=gettext_lazy("Tick this and save to take your own ornament away."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The forms of parts of the model know neither.
        if "accent" in self.fields:
            self.fields["accent"].widget = AccentInput(attrs=self.fields["accent"].widget.attrs)
        if "ornament_file" in self.fields:
            self.fields["ornament_file"].widget.tile = self.instance.ornament

    def clean_emblem(self) -> Any:
        image = self.cleaned_data.get("emblem")
        if image is None or "emblem" not in self.changed_data:
            return image
        shorter, longer = sorted((image.width, image.height))
        if longer > shorter * EMBLEM_RATIO:
            raise ValidationError(_("The emblem is too long for its width. Choose a picture that is about square."))
        if shorter < EMBLEM_SIDE and not image.is_svg():
            raise ValidationError(
                _("The emblem is too small to be seen well. It needs at least %(side)d pixels in width and height.")
                % {"side": EMBLEM_SIDE}
            )
        return image

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].strip().lower()
        if re.fullmatch(r"[0-9a-f]{6}", accent, re.ASCII):
            accent = f"#{accent}"
        if not re.fullmatch(ACCENT, accent, re.ASCII):
            # As the model says; it looks only after this, at what can be reckoned with.
            raise ValidationError(NOT_AN_ACCENT)
        if sentences := reasons(accent):
            raise ValidationError(sentences)
        return accent

    def clean_ornament_file(self) -> str:
        """The tile as text; "" without a file."""
        upload: UploadedFile | None = self.cleaned_data["ornament_file"]
        if upload is None:
            return ""
        try:
            check_size(upload.size or 0, settings.MAX_SVG_SIZE)
            return make_tile(upload.read(), settings.MAX_SVG_SIZE)
        except RefusedSvg as reason:
            raise ValidationError(str(reason)) from None

    def clean_house_ornament(self) -> bool:
        wished: bool = self.cleaned_data["house_ornament"]
        if wished and self.cleaned_data.get("ornament_file"):
            raise ValidationError(_("Either choose a drawing or take the house ornament, not both."))
        return wished

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.errors:
            return
        if self.cleaned_data.get("house_ornament"):
            self.instance.ornament = ""
        elif tile := self.cleaned_data.get("ornament_file"):
            self.instance.ornament = tile
