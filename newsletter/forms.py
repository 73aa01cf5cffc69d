"""The forms by which readers say what they want: to join the list, and to change what comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.form_guard import GuardedForm
from core.languages import own_name
from core.mailboxes import normalise
from core.templatetags.words import marked
from core.words import Wording
from newsletter.models import Subscriber
from newsletter.preferences import PRESELECTED, Preferences, Wishes, rhythm_choices
from newsletter.topics import Topic


class PreferencesForm(forms.Form):
    """Topics, categories of bulletins, how often, which language.

    ``languages`` are codes, ``categories`` keys with their names; without categories nothing is asked about them.
    """

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What would you like to receive?"),
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        initial=PRESELECTED,
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Only some bulletins?"),
        help_text=gettext_lazy("Choose none here, and bulletins of every kind come."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rhythm = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        widget=forms.RadioSelect,
        initial=Subscriber.Rhythm.EACH,
        error_messages={"required": gettext_lazy("Choose how often letters may come.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letters"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the language of the letters.")},
    )

    def __init__(self, *args: Any, languages: list[str], categories: list[tuple[int, Wording]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # choice fields, of which the stubs do not know
        fields["language"].choices = [(code, own_name(code)) for code in languages]
        fields["rhythm"].choices = rhythm_choices()
        fields["categories"].choices = [(str(key), marked(name)) for key, name in categories]
        if not categories:
            del fields["categories"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors.keys() & {"topics", "categories"} and not _wishes(data):
            self.add_error("topics", _("Choose at least one thing to receive."))
        return data

    @property
    def preferences(self) -> Preferences:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Preferences(data["language"], data["rhythm"], _wishes(data))

    @staticmethod
    def initial_of(preferences: Preferences) -> dict[str, Any]:
        """What the form shows of somebody who has chosen before."""
        return {
            "topics": preferences.topics,
            "categories": [str(key) for key in preferences.categories],
            "rhythm": preferences.rhythm,
            "language": preferences.language,
        }


class SubscribeForm(PreferencesForm, GuardedForm):
    """The address beside all that, and the guard's fields."""

    purpose = "newsletter.form"
    field_order = ("email", "topics", "categories", "rhythm", "language")

    email = forms.CharField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("We send one letter to confirm it, and nothing before you do."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write your email address, as in name@example.org.")},
    )

    def clean_email(self) -> str:
        return normalise(self.cleaned_data["email"])


def _wishes(data: dict[str, Any]) -> Wishes:
    """Who ticks a category wants bulletins, ticked or not."""
    categories = [int(key) for key in data.get("categories", [])]
    others = [(topic, None) for topic in data.get("topics", []) if topic != Topic.BULLETINS]
    if categories:
        return frozenset([*others, *((str(Topic.BULLETINS), key) for key in categories)])
    return frozenset([*others, *((topic, None) for topic in data.get("topics", []) if topic == Topic.BULLETINS)])
