"""The library of recordings in the admin, on wagtail-modeladmin. Every view of it shows its user's collections only."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend
from wagtail_modeladmin.helpers import ButtonHelper, DjangoORMSearchHandler, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, EditView, HistoryView, IndexView, InspectView

from music.filters import AnalysisFilter, CollectionFilter, KindFilter, PermissionFilter, PublicFilter, UsedFilter
from music.findings import failure_text, remarks, state_text, told_of
from music.input import plain_keys, plain_words
from music.library import SAMPLE_TABS
from music.models import AudioSample
from music.permissions import SEEING, policy
from music.play_reports import recent
from music.player import cover_urls, player_data
from music.repair_views import hint, misread_for
from music.text_remarks import guesses, remarks_on


class SamplePermissions(PermissionHelper):
    """Asks the collections' policy instead of rights on the whole model."""

    def user_has_any_permissions(self, user: Any) -> bool:
        return bool(policy().user_has_any_permission(user, SEEING))

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_any_permissions(user)

    def user_can_create(self, user: Any) -> bool:
        return bool(policy().user_has_permission(user, "add"))

    def user_can_inspect_obj(self, user: Any, obj: AudioSample) -> bool:
        return bool(policy().user_has_any_permission_for_instance(user, SEEING, obj))

    def user_can_edit_obj(self, user: Any, obj: AudioSample) -> bool:
        return bool(policy().user_has_permission_for_instance(user, "change", obj))

    def user_can_delete_obj(self, user: Any, obj: AudioSample) -> bool:
        return bool(policy().user_has_permission_for_instance(user, "delete", obj))


class SampleButtons(ButtonHelper):
    """Adds the way to where a sample is used."""

    def get_buttons_for_obj(self, obj: AudioSample, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        buttons: list[dict[str, Any]] = super().get_buttons_for_obj(obj, *args, **kwargs)
        usage = {
            "url": reverse("music_admin:usage", args=[obj.pk]),
            "label": _("Usage"),
            "classname": self.finalise_classname(["button-secondary", *(kwargs.get("classnames_add") or [])]),
            "title": _("Where this recording is used"),
        }
        return [*buttons, usage]


class OwnSampleMixin:
    """A sample of somebody else's collection does not exist, whatever the address says."""

    def __init__(self, model_admin: Any, instance_pk: str) -> None:
        if not plain_keys([instance_pk]):
            raise Http404
        super().__init__(model_admin, instance_pk)  # type: ignore[call-arg]  # of the view it is mixed into

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        instance: Any = self.instance  # type: ignore[attr-defined]  # as above
        if not AudioSample.objects.for_user(request.user).filter(pk=instance.pk).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # as above


class SampleIndexView(IndexView):
    """The list. Only the filters shown are taken from the address:
    any other lookup could probe what is not the user's.
    """

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        known = {shown.parameter_name for shown in self.list_filter}
        return {name: value for name, value in super().get_filters_params(params).items() if name in known}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["misread_count"] = misread_for(self.request.user).count()
        context["filtered"] = bool(self.get_filters_params())
        return context

    def to_row_dict(self, item: AudioSample) -> dict[str, Any]:
        # A spreadsheet runs text that begins like a formula, and tags come from strangers' files.
        row: dict[str, Any] = super().to_row_dict(item)
        risky = ("=", "+", "-", "@")
        return {
            name: f"'{value}" if isinstance(value, str) and value != "-" and value.startswith(risky) else value
            for name, value in row.items()
        }


class HintingMixin:
    """Says after a save what of the sample wants repair, and of files what was guessed, saved or not."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # of the view it is mixed into
        request: HttpRequest = self.request  # type: ignore[attr-defined]  # as above
        repair = hint(form.instance, request.user)
        for told in [*([repair] if repair else []), *guesses(form), *remarks_on(form.instance)]:
            messages.warning(request, told)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        # The words of the file stand in the form from now on, and the file is not sent again.
        for told in guesses(form):
            messages.warning(self.request, told)  # type: ignore[attr-defined]  # of the view it is mixed into
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # as above
        return response


class SampleCreateView(HintingMixin, CreateView):
    """Uploading one."""


class SampleEditView(HintingMixin, OwnSampleMixin, EditView):
    """Editing; the file itself never changes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # As stored: after a refused post the instance carries what was typed.
        stored = AudioSample.objects.get(pk=self.instance.pk)
        context["player"] = player_data(stored, self.request)
        context["hint"] = hint(stored, self.request.user)
        analysis = getattr(stored, "analysis", None)
        context["failure"] = failure_text(analysis) if analysis is not None else ""
        return context


class SampleInspectView(OwnSampleMixin, InspectView):
    """All facts of a sample, with a player."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["player"] = player_data(self.instance, self.request)
        context["finding"] = told_of(self.instance)
        context["plays"] = recent(self.instance, self.request.user)
        context["tags_read"] = sorted(self.instance.tags_read.items())
        return context


class SampleHistoryView(OwnSampleMixin, HistoryView):
    """Who did what to a sample."""


class SampleDeleteView(OwnSampleMixin, DeleteView):
    """Deletes a sample that nothing shows; otherwise says where it is used."""

    def uses(self) -> list[str]:
        return [
            str(source) for source, _refs in ReferenceIndex.get_references_to(self.instance).group_by_source_object()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["uses"] = self.uses()
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        uses = self.uses()
        if uses:
            sentence = _("“%(title)s” is still used and was not deleted: %(places)s.")
            messages.error(request, sentence % {"title": self.instance, "places": ", ".join(uses[:5])})
            return redirect(self.delete_url)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class SampleSearch(DjangoORMSearchHandler):
    """Whole words anywhere, beginnings of words in titles and artists; Wagtail's index knows Cyrillic capitals,
    SQLite does not.
    """

    def search_queryset(self, queryset: QuerySet[Any], search_term: str, **kwargs: Any) -> QuerySet[Any]:
        words = plain_words(search_term)
        if not words:
            return queryset
        backend = get_search_backend()
        found = {hit.pk for hit in backend.search(words, AudioSample.objects.all())}
        found |= {hit.pk for hit in backend.autocomplete(words, AudioSample.objects.all())}
        return queryset.filter(pk__in=found)


class AudioSampleAdmin(ModelAdmin):
    """List, form, inspection, history, export."""

    model = AudioSample
    base_url_path = "music/samples"
    menu_label = gettext_lazy("Music")
    menu_item_name = "music"
    menu_icon = "media"
    menu_order = 310
    edit_handler = SAMPLE_TABS
    permission_helper_class = SamplePermissions
    button_helper_class = SampleButtons
    index_view_class = SampleIndexView
    create_view_class = SampleCreateView
    edit_view_class = SampleEditView
    inspect_view_class = SampleInspectView
    delete_view_class = SampleDeleteView
    history_view_class = SampleHistoryView
    inspect_view_enabled = True
    search_handler_class = SampleSearch
    search_fields = ("title", "artist")
    list_display = (
        "tick",
        "cover_picture",
        "title",
        "artist",
        "length",
        "stored_file",
        "analysed",
        "is_public",
        "used_in",
    )
    list_display_add_buttons = "title"
    list_filter = (PublicFilter, PermissionFilter, AnalysisFilter, UsedFilter, KindFilter, CollectionFilter)
    list_per_page = 50
    ordering = ("-created_at",)
    list_export = (
        "title", "artist", "album", "composer", "genre", "year", "duration", "size", "kind", "codec",
        "bit_rate", "sample_rate", "channels", "public", "permission_from", "permission_until",
        "licence", "download_allowed", "recorded_year", "shelf_mark",
        "collection", "slug", "sha256", "analysed_plainly", "loudness", "uses",
    )  # fmt: skip
    export_filename = "music"
    inspect_view_fields = (
        "title", "artist", "album", "album_artist", "composer", "genre", "year", "track", "comment",
        "language", "copyright", "licence", "download_allowed", "recorded_year", "shelf_mark",
        "duration_text", "size_text", "kind", "codec", "bit_rate", "sample_rate",
        "channels", "public", "permission_from", "permission_until", "collection", "uploaded_by_user",
        "created_at", "sha256",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[AudioSample]:
        own: QuerySet[AudioSample] = AudioSample.objects.for_user(request.user).with_covers().with_uses()
        # The rights on each row are those on its collection and its uploader's.
        return own.select_related("collection", "uploaded_by_user", "analysis").order_by(*self.ordering)

    @display(description=gettext_lazy("choose"))
    def tick(self, sample: AudioSample) -> SafeString:
        """The box by which several samples are made public at once; it belongs to the form above the list."""
        return format_html(
            '<input type="checkbox" name="sample" value="{}" form="publicity" aria-label="{}">', sample.pk, sample.title
        )

    @display(description=gettext_lazy("cover"))
    def cover_picture(self, sample: AudioSample) -> SafeString | str:
        small, _large = cover_urls(sample)
        return format_html('<img src="{}" width="44" height="44" alt="" loading="lazy">', small) if small else ""

    @display(description=gettext_lazy("length"), ordering="duration")
    def length(self, sample: AudioSample) -> str:
        return sample.duration_text

    @display(description=gettext_lazy("file"), ordering="size")
    def stored_file(self, sample: AudioSample) -> str:
        return f"{sample.kind.upper()}, {filesizeformat(sample.size)}"

    @display(description=gettext_lazy("analysis"), ordering="analysis__state")
    def analysed(self, sample: AudioSample) -> SafeString | str:
        analysis = getattr(sample, "analysis", None)
        told = " ".join(remarks(analysis)) if analysis is not None else ""
        return format_html('<span title="{}">{}</span>', told, state_text(analysis)) if told else state_text(analysis)

    def analysed_plainly(self, sample: AudioSample) -> str:
        return state_text(getattr(sample, "analysis", None))

    def loudness(self, sample: AudioSample) -> float | None:
        analysis = getattr(sample, "analysis", None)
        return analysis.loudness if analysis is not None else None

    @display(description=gettext_lazy("public"), ordering="public")
    def is_public(self, sample: AudioSample) -> SafeString | str:
        """Whether it is, and until when it may be."""
        said, end = _("Public") if sample.public else _("Not public"), sample.permission_until
        if end is None:
            return said
        until = _("until %(end)s") % {"end": f"{timezone.localtime(end):%Y-%m-%d %H:%M %Z}"}
        return format_html('{}<span class="library-until">{}</span>', said, until)

    @display(description=gettext_lazy("used in"), ordering="uses")
    def used_in(self, sample: AudioSample) -> SafeString | str:
        if not sample.uses:
            return _("Nowhere")
        return format_html('<a href="{}">{}</a>', reverse("music_admin:usage", args=[sample.pk]), sample.uses)

    def uses(self, sample: AudioSample) -> int:
        return int(sample.uses)
