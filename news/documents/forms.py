"""The form that documents are sent with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy, ngettext

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TAKEN = f".docx,.odt,{WORD},application/vnd.oasis.opendocument.text"


class DocumentsInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """Several files; each is judged on its own later, so that a bad one does not stop the others."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) and data else [None]
        most = settings.BULLETIN_FILES
        if len(files) > most:
            sentence = ngettext("Choose at most %(most)d file at once.", "Choose at most %(most)d files at once.", most)
            raise ValidationError(sentence % {"most": most})
        return [super(DocumentsField, self).clean(file, initial) for file in files]


class DocumentsForm(forms.Form):
    documents = DocumentsField(
        label=gettext_lazy("Documents"),
        allow_empty_file=True,
        max_length=255,
        widget=DocumentsInput(attrs={"accept": TAKEN}),
        help_text=gettext_lazy("Word documents (.docx) or OpenDocument texts (.odt). Each becomes a draft of its own."),
    )
