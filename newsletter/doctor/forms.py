"""The two forms of the mail check: a letter to look at, and a reason to send all the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsletter.doctor.gate import LONGEST_REASON


class LetterForm(forms.Form):
    """The source of a letter, pasted or as a file."""

    letter = forms.CharField(
        label=gettext_lazy("Source of the letter"),
        help_text=gettext_lazy("Everything that “Show original” or “View source” shows, from its first line."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
        strip=False,
    )
    file = forms.FileField(
        label=gettext_lazy("Or the letter as a file (.eml)"),
        help_text=gettext_lazy("The better way: copying can change a letter."),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> dict[str, Any]:
        """Puts what was given into ``source``, as bytes."""
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > settings.LIST_SAMPLE_SIZE:
            raise ValidationError(_too_large())
        source = file.read() if file is not None else data.get("letter", "").encode()
        if not source.strip():
            raise ValidationError(_("Paste a letter, or choose its file."))
        if len(source) > settings.LIST_SAMPLE_SIZE:
            raise ValidationError(_too_large())
        return {**data, "source": source}


class ReasonForm(forms.Form):
    """Why letters are sent although something is red."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("It is kept with your name and shown here."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Write why the letters should be sent all the same.")},
    )


def _too_large() -> str:
    most = settings.LIST_SAMPLE_SIZE // 1024
    return _("A letter of more than %(most)s KB is not looked at. Take a shorter one.") % {"most": most}
