"""The form by which guests reply: name, address, persons, and what the editor asks."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.form_guard import GuardedForm
from core.languages import own_name
from core.mailboxes import normalise
from events.models.replying import MOST_PERSONS
from events.questions import Question, answer_kept, field_for

LONGEST_NAME, LONGEST_NOTE = 120, 1000
# Zero width: Persian and Indian names need the two that join or part letters; the others nobody types.
JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
LEFT_BY_PROGRAMS = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
GUARD = ("website", "stamp")


def printable_name(name: str) -> str:
    """The name with plain spaces, and without marks that programs leave in what they copy.

    Raises ValidationError for a name with signs that no name has, such as those that turn the direction of a line.
    """
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in name)
    known = spaced.translate(LEFT_BY_PROGRAMS).strip()
    seen = known.translate(JOINERS)
    if not seen.strip() or not seen.isprintable():
        raise ValidationError(_("Write the name on one line, in letters."))
    return known


def persons_field(most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=gettext_lazy("Number of persons"),
        help_text=ngettext("You among them; %(most)d at most.", "You among them; %(most)d at most.", most)
        % {"most": most},
        min_value=1,
        max_value=most,
        initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Say how many persons come, you among them."),
            "invalid": gettext_lazy("Write the number of persons in digits, as in 2."),
            "min_value": gettext_lazy("At least one person has to come."),
            "max_value": gettext_lazy("One reply is for %(limit_value)d persons at most."),
        },
    )


def answers_of(form: Any) -> dict[str, dict[str, str]]:
    """What was answered, by question: its text and the answer, as they are kept."""
    kept = {one.key: answer_kept(one, form.cleaned_data.get(one.field_name)) for one in form.questions}
    return {key: answer for key, answer in kept.items() if answer}


class ReplyForm(GuardedForm):
    """``most`` is how many persons one reply may bring; with one there is nothing to ask."""

    purpose = "events.reply"

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Write your name, as it will stand on the guest list.")},
    )
    email = forms.CharField(
        label=gettext_lazy("Email address"),
        help_text=gettext_lazy("The confirmation goes there, with a link to cancel."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write your email address, as in name@example.org.")},
    )

    def __init__(self, *args: Any, most: int, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        if most > 1:
            self.fields["party"] = persons_field(most)
        for question in questions:
            self.fields[question.field_name] = field_for(question)

    def clean_name(self) -> str:
        return printable_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        return normalise(self.cleaned_data["email"])

    @property
    def asked(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that a guest sees, each with the language of its words, "" for that of the page."""
        languages = {question.field_name: question.wording.lang for question in self.questions}
        return [(self[name], languages.get(name, "")) for name in self.fields if name not in GUARD]

    @property
    def party(self) -> int:
        return int(self.cleaned_data.get("party") or 1)

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        return answers_of(self)


class HandReplyForm(forms.Form):
    """A reply that came by telephone or on paper: only the name is needed, and nothing has to be answered.

    It may be for more persons than guests may bring by themselves. ``languages`` are those of the site, its own first.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=LONGEST_NAME)
    email = forms.CharField(
        label=gettext_lazy("Email address"),
        required=False,
        help_text=gettext_lazy(
            "With an address the guest gets the confirmation and the reminder; without one, no mail."
        ),
    )

    def __init__(self, *args: Any, languages: list[str], questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.fields["party"] = persons_field(MOST_PERSONS)
        self.fields["party"].help_text = ""
        choices = [(code, own_name(code)) for code in languages]
        self.fields["language"] = forms.ChoiceField(label=_("Language of the letters"), choices=choices)
        if len(choices) < 2:
            del self.fields["language"]
        for question in questions:
            field = self.fields[question.field_name] = field_for(question)
            field.required = False

    def clean_name(self) -> str:
        return printable_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"]
        return normalise(typed) if typed else ""


class NoticeForm(forms.Form):
    """What all guests are to be told."""

    KINDS = (
        ("changed", gettext_lazy("Something has changed")),
        ("called-off", gettext_lazy("It does not take place")),
    )

    kind = forms.ChoiceField(label=gettext_lazy("What has happened"), choices=KINDS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("A word of your own"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Stands in every letter as you write it, in whatever language its reader has. Title, day, hours and place "
            "are in the letter by themselves."
        ),
    )
