"""The chooser of samples for pages: it shows only what its user may choose, and takes a new recording on the spot."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from music.input import plain_keys, plain_words
from music.permissions import policy


class FilterForm(SearchFilterMixin, BaseFilterForm):
    """Search alone: a list of collections would name those of other missions."""

    def clean_q(self) -> str:
        return plain_words(self.cleaned_data["q"])


class OwnSamples:
    """Narrows every view to the samples that the user may choose, and its form to the user's collections."""

    request: HttpRequest
    filter_form_class = FilterForm

    def get_object_list(self) -> Any:
        return policy().instances_user_has_any_permission_for(self.request.user, ["choose"])

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]  # of the view it is mixed into
        return kwargs | {"user": self.request.user}

    @cached_property
    def columns(self) -> list[Column]:
        title: Column = self.title_column  # type: ignore[attr-defined]  # as above
        return [
            title,
            Column("artist", label=_("Artist")),
            Column("duration_text", label=_("Length")),
            Column("permission", label=_("Permitted until"), accessor=lambda sample: sample.permission_until or ""),
            Column("public", label=_("Public"), accessor=lambda sample: _("Yes") if sample.public else _("No")),
        ]


class ChooseView(OwnSamples, chooser.ChooseView):
    """The chooser's window."""


class ChooseResultsView(OwnSamples, chooser.ChooseResultsView):
    """A further page or a search in it."""


class ChosenView(OwnSamples, chooser.ChosenView):
    """One sample was chosen; one of another mission does not exist."""

    def get_object(self, pk: str) -> Any:
        found = self.get_object_list().filter(pk__in=plain_keys([pk])).first()
        if found is None:
            raise Http404
        return found


class ChosenMultipleView(OwnSamples, chooser.ChosenMultipleView):
    """Several were chosen at once."""

    def get_objects(self, pks: list[str]) -> Any:
        return self.get_object_list().filter(pk__in=plain_keys(pks))


class CreateView(OwnSamples, chooser.CreateView):
    """A new recording from within the chooser."""


class AudioSampleChooserViewSet(ChooserViewSet):
    model = "music.AudioSample"
    icon = "media"
    per_page = 20
    choose_one_text = _("Choose a recording")
    choose_another_text = _("Choose another recording")
    edit_item_text = _("Edit this recording")
    create_action_label = _("Upload")
    create_action_clicked_label = _("Uploading…")
    creation_form_class = "music.sample_forms.ChooserSampleForm"
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView


sample_chooser = AudioSampleChooserViewSet("music_sample_chooser")

# Named with its module, so that migrations can find the generated class.
SampleChooserBlock: Any = sample_chooser.get_block_class("SampleChooserBlock", module_path="music.choosers")
