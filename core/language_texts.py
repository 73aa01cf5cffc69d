"""A short text in each language of the install, kept in one field, for rows that are too small for rows of words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import get_language, get_language_info

from core.words import Wording

MAX_LENGTH = 500


def text_in(texts: dict[str, str], main: str) -> Wording | None:
    """The text in the active language, else in ``main``, else in any; None where there is none."""
    wanted = get_language() or settings.LANGUAGE_CODE
    for code in (wanted, main, *texts):
        if texts.get(code):
            return Wording(texts[code], "" if code == wanted else code)
    return None


class LanguageTextsWidget(forms.MultiWidget):
    """One line for each language, named by it."""

    template_name = "core/widgets/language_texts.html"

    def __init__(self, attrs: dict[str, Any] | None = None, line: type[forms.Widget] = forms.TextInput) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        size = {"rows": 3} if line is forms.Textarea else {}
        options = {"maxlength": MAX_LENGTH, **size}
        super().__init__({code: line({**options, "lang": code}) for code in self.codes}, attrs)

    def decompress(self, value: Any) -> list[str]:
        texts = value or {}
        return [texts.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, shown in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            shown["label"] = get_language_info(code)["name_translated"]
        return context


class LanguageTextsFormField(forms.MultiValueField):
    """Gives a dict of the languages that have a text."""

    def __init__(self, **options: Any) -> None:
        self.codes = [code for code, _name in settings.LANGUAGES]
        fields = [forms.CharField(max_length=MAX_LENGTH, required=False) for _code in self.codes]
        super().__init__(fields, **{"widget": LanguageTextsWidget, "require_all_fields": False, **options})

    def compress(self, data_list: list[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.codes, data_list, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(self.widget.decompress(initial), data))


class LanguageTextsField(models.JSONField):
    """Language code to text, for what has no rows of words of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"default": dict, "blank": True, **options})

    def formfield(self, **options: Any) -> Any:
        wanted = {"form_class": LanguageTextsFormField, **options}
        # What JSONField would pass on is meant for JSON.
        return models.Field.formfield(self, **wanted)


class LanguageParagraphsField(LanguageTextsField):
    """The same with some lines of room for each language."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"widget": LanguageTextsWidget(line=forms.Textarea), **options})
