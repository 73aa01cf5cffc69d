"""The form that files of the old site are sent with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.languages import own_name
from core.missions import mission_of_site, site_of
from news.models import NewsIndexPage


class ListField(forms.ModelChoiceField):
    """The lists of bulletins that the editor may publish in, by language; by mission too where there are several."""

    is_named_by_mission = False

    def label_from_instance(self, page: Any) -> str:
        language = own_name(page.locale.language_code)
        site = site_of(page) if self.is_named_by_mission else None
        return f"{mission_of_site(site)}, {language}" if site else language


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files; a list in any case."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        one = super().clean
        return [one(file, initial) for file in files or [None]]


class ImportForm(forms.Form):
    """``indexes`` are the choices, the first is taken unless another is chosen."""

    index = ListField(
        queryset=NewsIndexPage.objects.none(),
        empty_label=None,
        label=gettext_lazy("List of bulletins"),
        help_text=gettext_lazy("The language in which the old pages are written, as their words are not translated."),
    )
    uploads = FilesField(
        label=gettext_lazy("Files"),
        max_length=200,
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".zip,.html,.htm,.txt,.xml,.rss,.atom,.mp3"}),
        help_text=gettext_lazy(
            "Saved pages (.html), text copies (.txt), an export of the news (.xml, .rss), recordings (.mp3), or all of "
            "them in one zip file. Choose several files, or one zip file. Pictures come along in a zip file only."
        ),
    )
    category = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("Category where none is named"),
        help_text=gettext_lazy("Left empty, pages that name no category become drafts."),
    )
    drafts = forms.BooleanField(
        required=False,
        label=gettext_lazy("Import as drafts"),
        help_text=gettext_lazy("Left off, new bulletins are published with the date of the old page."),
    )
    overwrite = forms.BooleanField(
        required=False,
        label=gettext_lazy("Overwrite what is here"),
        help_text=gettext_lazy(
            "Left off, bulletins that are here already stay as they are. With it, they get the text of the old page, "
            "also where an editor has changed it; what was there stays among the versions."
        ),
    )

    def __init__(self, *args: Any, indexes: list[NewsIndexPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["index"]
        field.queryset = NewsIndexPage.objects.filter(pk__in=[page.pk for page in indexes]).select_related("locale")
        field.is_named_by_mission = len({page.get_parent().translation_key for page in indexes}) > 1
        field.initial = indexes[0].pk
        if len(indexes) == 1:
            field.disabled = True
            field.widget = forms.HiddenInput()

    def clean_uploads(self) -> list[UploadedFile]:
        files: list[UploadedFile] = self.cleaned_data["uploads"]
        if sum(file.size or 0 for file in files) > settings.LEGACY_IMPORT_SIZE:
            message = _("The files are larger than %(size)d MB. Import them in parts, or by the command on the server.")
            raise forms.ValidationError(message % {"size": settings.LEGACY_IMPORT_SIZE // (1024 * 1024)})
        zips = [file for file in files if (file.name or "").lower().endswith(".zip")]
        if zips and len(files) > 1:
            raise forms.ValidationError(_("Send either one zip file or single files, and not both."))
        names = [file.name for file in files]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("Two of the files have the same name. Rename one, or send them one by one."))
        return files
