"""The form of many recordings at once: what all of them are given, and on the page the files themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.widgets import AdminDateTimeInput, AdminTagWidget

from music.forms import collection_field, offer_collections
from music.models import AudioSample
from music.permission_times import put_on_clock
from music.uploads import LANGUAGE_CODE

KEY_LENGTH = 36
WHERE_SILENT = gettext_lazy("Given to every recording whose file says nothing of it.")


class BatchForm(forms.ModelForm):
    """Collection and defaults of a batch. The page and the command take them through the same form."""

    collection = collection_field()

    class Meta:
        model = AudioSample
        fields = (
            "public", "artist", "album", "copyright", "language", "tags", "permission_from", "permission_until",
        )  # fmt: skip
        widgets = {  # as Django reads it
            "tags": AdminTagWidget(),
            "permission_from": AdminDateTimeInput(),
            "permission_until": AdminDateTimeInput(),
        }
        help_texts = {  # as Django reads it
            "public": gettext_lazy(
                "Visitors hear all of these recordings at once. Left off, nobody does until you say so."
            ),
            "artist": WHERE_SILENT,
            "album": WHERE_SILENT,
            "copyright": WHERE_SILENT,
            "language": gettext_lazy(
                "A code such as kk, ru or en. Given to every recording whose file says nothing of it."
            ),
            "tags": gettext_lazy("Given to every recording of the batch."),
        }

    def __init__(self, *args: Any, collections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_collections(self, collections)
        put_on_clock(self, collections.first())

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if language and not LANGUAGE_CODE.match(language):
            raise ValidationError(_("Write the code of a language, such as kk, ru or en."))
        return language

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begin, end = data.get("permission_from"), data.get("permission_until")
        if begin and end and end <= begin:
            self.add_error("permission_until", _("The permission ends before it begins."))
        return data


class MultipleFileInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """Several files at once; each is judged on its own later, so that a bad one does not stop the others."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) and data else [None]
        most = settings.AUDIO_BATCH_FILES
        if len(files) > most:
            sentence = ngettext("Choose at most %(most)d file at once.", "Choose at most %(most)d files at once.", most)
            raise ValidationError(sentence % {"most": most})
        return [super(MultipleFileField, self).clean(file, initial) for file in files]


class ManyUploadForm(BatchForm):
    """Many files into one collection."""

    recordings = MultipleFileField(
        label=gettext_lazy("Files"),
        allow_empty_file=True,
        max_length=500,
        widget=MultipleFileInput(attrs={"accept": "audio/*,.opus,.flac,.m4a,.ogg,.oga,.aif,.aiff"}),
        help_text=gettext_lazy("Choose several files at once, or drop them or a whole folder here."),
    )
    # What the script calls its file, so that a second try after a lost answer is known as the first.
    key = forms.RegexField(r"^[0-9a-f-]*\Z", required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput())

    field_order = ("collection", "recordings")
