"""Forms of the music's admin. Each offers and takes only collections in which its user may put recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.forms.collections import CollectionChoiceField
from wagtail.models import Collection

from music.permissions import collections_to_add
from music.refusals import Refused

if TYPE_CHECKING:
    from music.models import AudioSample


def refusal_sentence(refused: Refused, user: Any) -> str | SafeString:
    """The sentence for an editor; a duplicate's title is a link to the sample that is there."""
    twin = getattr(refused, "sample", None)
    return twin_sentence(twin, user) if twin is not None else refused.message


def twin_sentence(twin: AudioSample, user: Any) -> str | SafeString:
    """That a recording is there already, with a link to it where the user may edit it."""
    url = AdminURLFinder(user).get_edit_url(twin)
    if url is None:
        return Refused("duplicate", {"title": twin.title}).message
    start, _mark, end = _("This recording is already in the library as “%(title)s”.").partition("%(title)s")
    return format_html('{}<a href="{}">{}</a>{}', start, url, twin.title, end)


def narrow_collections(form: Any, user: Any) -> None:
    """Leaves in the form's `collection` field what the user may use, and the sample's own;
    a single one is shown and taken.
    """
    allowed = collections_to_add(user)
    instance = getattr(form, "instance", None)
    if instance is not None and instance.pk:
        allowed = allowed | Collection.objects.filter(pk=instance.collection_id)
    offer_collections(form, allowed)


def offer_collections(form: Any, allowed: Any) -> None:
    """Leaves these collections in the form's `collection` field; a single one is shown and taken."""
    field = form.fields["collection"]
    field.queryset = allowed
    choices = list(allowed[:2])
    if len(choices) == 1:
        form.initial["collection"] = choices[0].pk
        field.disabled = True


def collection_field() -> CollectionChoiceField:
    return CollectionChoiceField(
        queryset=Collection.objects.none(),
        label=gettext_lazy("Collection"),
        empty_label=None,
        help_text=gettext_lazy("Where the recording is kept. Who may edit it depends on the collection."),
    )


def upload_field() -> forms.FileField:
    return forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*,.opus,.flac,.m4a,.ogg,.oga,.aif,.aiff"}),
        help_text=gettext_lazy(
            "MP3, M4A, AAC, Ogg Vorbis, Opus, FLAC, WAV or AIFF. Fields left empty are filled from it."
        ),
    )
