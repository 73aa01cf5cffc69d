"""Small value blocks of the mission settings: telephone numbers and links."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, StructValue, URLBlock

from core.phone import tel_uri, validate_extension, validate_number


class TelephoneValue(StructValue):
    """One number; templates ask ``value.uri`` and ``value.is_fax``."""

    @cached_property
    def uri(self) -> str:
        return tel_uri(self["number"], self["extension"])

    @property
    def is_fax(self) -> bool:
        return self["kind"] == "fax"


class TelephoneBlock(StructBlock):
    kind = ChoiceBlock(choices=[("telephone", _("Telephone")), ("fax", _("Fax"))], default="telephone", label=_("kind"))
    label = CharBlock(
        required=False,
        max_length=60,
        label=_("label"),
        help_text=_("What the number is for, for example: Consular section."),
    )
    number = CharBlock(max_length=40, validators=[validate_number], label=_("number"))
    extension = CharBlock(required=False, max_length=10, validators=[validate_extension], label=_("extension"))

    class Meta:
        icon = "mobile-alt"
        label = _("number")
        value_class = TelephoneValue


class SocialLinkBlock(StructBlock):
    name = CharBlock(max_length=40, label=_("network"))
    url = URLBlock(label=_("address"))

    class Meta:
        icon = "link-external"
        label = _("link")
