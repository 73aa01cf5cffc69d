"""The form of a recording's texts and chapters in the library. A file fills the field of the words and is not kept."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from music.chapters import read_typed, typed_text
from music.lyrics import TextLimits, read_text, tidy
from music.misreadings import Misread
from music.models.texts import Role
from music.text_encodings import decode

# RFC 5646, 2.1, as far as languages, letters and countries go.
LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}))?\Z", re.IGNORECASE)


def text_limits() -> TextLimits:
    """How much text this install takes."""
    return TextLimits(max_bytes=settings.MAX_WORDS_SIZE, max_lines=settings.MAX_WORDS_LINES)


class SampleTextForm(WagtailAdminModelForm):
    """One text. Only a source that can be read is taken; `guess` names the encoding of a file that does not say it."""

    data: Any
    guess = ""

    upload = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.lrc,.vtt,.srt,text/plain,text/vtt"}),
        help_text=gettext_lazy("A file takes the place of the words above: .txt, .lrc or .vtt."),
    )

    def clean_language(self) -> str:
        found = LANGUAGE.match(self.cleaned_data["language"].strip())
        if found is None:
            raise ValidationError(_("This is no code of a language. Write one such as kk, ru, en or kk-Latn."))
        language, letters, country = (part or "" for part in found.groups())
        return "-".join(part for part in (language.lower(), letters.title(), country.upper()) if part)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("role") == Role.TRANSLITERATION and "-" not in data.get("language", "-"):
            self.add_error("language", _("Say in which letters, too: kk-Latn is Kazakh in Latin letters."))
        source = "upload" if data.get("upload") else "body"
        try:
            data["body"] = self._source(data)
        except Misread as misread:
            self.add_error(source, misread.message)
        else:
            # Whatever else is wrong with the form, the words of the file are not asked for again.
            self.data = self.data.copy()
            self.data[self.add_prefix("body")] = data["body"]
        return data

    def _source(self, data: dict[str, Any]) -> str:
        """The words of the file, or else those typed; Misread where they cannot be shown."""
        upload, limits = data.get("upload"), text_limits()
        if upload:
            limits.check_size(upload.size)
        body, guess = decode(upload.read()) if upload else (data.get("body", ""), "")
        body = tidy(body)
        read_text(body, limits)
        self.guess = guess
        return body


class TextsPanel(InlinePanel):
    """The texts, each with its words and a file for them. One empty row is always there, also without script."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "panels",
            [FieldRowPanel([FieldPanel("role"), FieldPanel("language")]), FieldPanel("body"), FieldPanel("upload")],
        )
        super().__init__(*args, **kwargs)

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": SampleTextForm, "extra": 1}
        return options


class TextsFormMixin:
    """Mixin of a sample's form that has texts and chapters."""

    fields: Any
    cleaned_data: Any
    formsets: Any
    instance: Any

    def show_chapters_of_file(self) -> None:
        """Shows what holds while nothing is typed."""
        self.fields["chapters"].widget.attrs["placeholder"] = typed_text(self.instance.file_chapters)

    def clean_chapters(self) -> str:
        typed = tidy(self.cleaned_data["chapters"]).strip()
        try:
            read_typed(typed)
        except Misread as misread:
            raise ValidationError(misread.message) from misread
        return typed

    @property
    def guessed(self) -> list[SampleTextForm]:
        """The texts whose file did not say in which encoding it is."""
        return [row for row in self.formsets["texts"].forms if row.guess]

    def check_texts(self) -> None:
        """Refuses two texts in one language, and two originals, before the database does."""
        languages: set[str] = set()
        has_original = False
        for row in self.formsets["texts"].forms:
            data = row.cleaned_data if row.is_valid() else {}
            language, is_original = data.get("language"), data.get("role") == Role.ORIGINAL
            if not language or data.get("DELETE"):
                continue
            if language in languages:
                row.add_error("language", _("There is already a text in this language. Keep one."))
            if is_original and has_original:
                row.add_error("role", _("There is already an original. Say what this text is to it."))
            languages.add(language)
            has_original = has_original or is_original
