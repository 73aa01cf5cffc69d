"""Small value blocks of the mission settings: telephone numbers and links."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, StructValue, URLBlock

from core.phone import tel_uri, validate_extension, validate_number
from core.words import Wording, language_choices


class TelephoneValue(StructValue):
    """One number; templates ask ``value.uri`` and ``value.is_fax``."""

    @cached_property
    def uri(self) -> str:
        return tel_uri(self["number"], self["extension"])

    @property
    def is_fax(self) -> bool:
        return self["kind"] == "fax"

    def label_in(self, language: str, main: str) -> Wording:
        """What the number is for, in ``language``, else in ``main``, the mission's main language; may be empty."""
        texts = {entry["language"]: entry["label"] for entry in self["other_labels"]}
        if language in texts and language != main:
            return Wording(texts[language], "")
        return Wording(self["label"], "" if language == main or not self["label"] else main)


class LabelBlock(StructBlock):
    language = ChoiceBlock(choices=language_choices, label=_("language"))
    label = CharBlock(max_length=60, label=_("label"))

    class Meta:
        label = _("label")


class TelephoneBlock(StructBlock):
    kind = ChoiceBlock(choices=[("telephone", _("Telephone")), ("fax", _("Fax"))], default="telephone", label=_("kind"))
    label = CharBlock(
        required=False,
        max_length=60,
        label=_("label"),
        help_text=_("What the number is for, in the main language, for example: Consular section."),
    )
    number = CharBlock(max_length=40, validators=[validate_number], label=_("number"))
    extension = CharBlock(required=False, max_length=10, validators=[validate_extension], label=_("extension"))
    other_labels = ListBlock(
        LabelBlock(),
        label=_("label in other languages"),
        default=[],
        help_text=_("Pages in a language that is missing here show the label above."),
    )

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
