"""The form by which somebody joins the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.form_guard import GuardedForm
from core.languages import own_name
from core.mailboxes import normalise


class SubscribeForm(GuardedForm):
    """Address and language; the guard's fields besides."""

    purpose = "newsletter.form"

    email = forms.CharField(
        label=_("Email address"),
        help_text=_("We send one letter to confirm it, and nothing before you do."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": _("Write your email address, as in name@example.org.")},
    )
    language = forms.ChoiceField(label=_("Language of the letters"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["language"]
        choices.choices = [(code, own_name(code)) for code in languages]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_email(self) -> str:
        return normalise(self.cleaned_data["email"])
