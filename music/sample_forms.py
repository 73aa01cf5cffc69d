"""The form of one sample in the library and in the chooser. What the editor typed wins over the file's tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from core.forms import WordsFormMixin
from core.missions import site_of_collection
from core.references import owned_elsewhere
from music.forms import collection_field, narrow_collections, refusal_sentence, upload_field
from music.models.samples import AudioSample
from music.permission_times import put_on_clock
from music.refusals import Refused
from music.slugs import free_slug, is_free, lead_on
from music.text_forms import TextsFormMixin
from music.uploads import LANGUAGE_CODE, Examined, examine, finish, prepare, title_of, whole_or_nothing


class UploadingForm(forms.ModelForm):
    """Mixin of a sample's forms: narrows the collections, examines an upload, stores it with the row or not at all."""

    user: Any
    examined: Examined | None = None

    def clean_upload(self) -> Any:
        upload = self.cleaned_data.get("upload")
        if upload is None:
            return None
        try:
            self.examined = examine(upload, self.user)
        except Refused as refused:
            raise ValidationError(refusal_sentence(refused, self.user)) from refused
        return upload

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        slug, collection = data.get("slug"), data.get("collection")
        if slug and collection and not is_free(slug, self.instance, collection):
            self.add_error("slug", _("Another sample has this address. Choose another word, or leave it empty."))
        site = site_of_collection(collection) if collection else None
        if data.get("cover") and site and owned_elsewhere(data["cover"], site.pk):
            self.add_error("cover", _("This belongs to another mission. Choose one of your own."))
        for name in ("language", "title_language"):
            if data.get(name) and not LANGUAGE_CODE.match(data[name]):
                self.add_error(name, _("Write the code of a language, such as kk, ru or en."))
        year = data.get("recorded_year")
        if year and year > timezone.localdate().year:
            self.add_error("recorded_year", _("This year has not come yet."))
        begin, end = data.get("permission_from"), data.get("permission_until")
        if begin and end and end <= begin:
            self.add_error("permission_until", _("The permission ends before it begins."))
        return data

    def save(self, commit: bool = True) -> AudioSample:
        sample: AudioSample = self.instance
        if self.examined is None:
            # A title that was emptied comes back as it was at upload.
            sample.title = sample.title or title_of(sample)
            sample.slug = sample.slug or free_slug(sample)
            saved: AudioSample = super().save(commit)
            finish(sample, None, self.user)
            lead_on(sample, self.initial.get("slug", ""))
            return saved
        with whole_or_nothing(sample):
            prepare(sample, self.examined, self.user)
            saved = super().save(commit)
            finish(sample, self.examined.metadata.cover, self.user)
        return saved


class SampleForm(TextsFormMixin, UploadingForm, WordsFormMixin, WagtailAdminModelForm):
    """The library's form. A new sample begins with a file; afterwards the file never changes."""

    collection = collection_field()
    upload = upload_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = self.for_user
        if self.instance.pk:
            del self.fields["upload"]
        narrow_collections(self, self.user)
        own = self.fields["collection"].queryset.first()
        put_on_clock(self, self.instance.collection if self.instance.pk else own)
        self.show_chapters_of_file()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.check_words()
        self.check_texts()
        return data


class ChooserSampleForm(UploadingForm):
    """The chooser's tab for a new recording: a file and, if one likes, its title and artist."""

    collection = collection_field()
    upload = upload_field()

    class Meta:
        model = AudioSample
        fields = ("collection", "title", "artist", "public")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        narrow_collections(self, user)
