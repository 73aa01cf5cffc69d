"""The pages of the music: all that can be heard, and programmes that an editor puts together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from core.freshness import changes_at
from core.language_texts import LanguageTextsField
from core.missions import current_site
from core.models import BasePage
from core.pagination import paginate
from music.models.podcasts import PodcastFields
from music.models.samples import AudioSample
from music.page_forms import PodcastPageForm, ProgrammePageForm
from music.panels import ItemsPanel
from music.player import player_data, programme_rows, programme_summary
from music.structured import playlist

PER_PAGE = 24


class MusicPage(BasePage, PodcastFields):
    """The index of the music: its programmes, then every sample that strangers may hear."""

    fixed_slug = "music"
    base_form_class = PodcastPageForm
    max_count_per_parent = 1
    shared_query = ("page",)
    search_kind = _("Music")

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro")]
    promote_panels: ClassVar = [*BasePage.promote_panels, *PodcastFields.podcast_panels]
    subpage_types: ClassVar = ["music.ProgrammePage"]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("music page")

    def meta_description(self) -> str:
        return super().meta_description() or get_text_for_indexing(self.intro)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        site, now = current_site(request), timezone.now()
        listed = paginate(request, AudioSample.objects.audible(site, now).for_display(), PER_PAGE)
        changes_at(request, AudioSample.objects.for_site(site).next_change(now))
        context["samples"] = listed
        context["players"] = [player_data(sample, request) for sample in listed]
        context["programmes"] = list(ProgrammePage.objects.child_of(self).published().order_by("path"))
        return context


class ProgrammePage(BasePage, PodcastFields):
    """Samples in an order of an editor's choice. The order is a fact: translations take it from the source page."""

    parent_page_types: ClassVar = ["music.MusicPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ProgrammePageForm
    search_kind = _("Programme")

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels: ClassVar = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        ItemsPanel("items", heading=_("Samples"), label=_("sample")),
    ]
    promote_panels: ClassVar = [*BasePage.promote_panels, *PodcastFields.podcast_panels]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("intro"),
        index.SearchField("notes_in_language"),
    ]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def meta_description(self) -> str:
        return super().meta_description() or get_text_for_indexing(self.intro)

    def notes_in_language(self) -> str:
        """What the rows say in the page's language, for search."""
        code = self.locale.language_code
        return "\n".join(item.notes.get(code, "") for item in self.items.all())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        rows = programme_rows(self, request, timezone.now())
        players = [row.player for row in rows]
        context.update(rows=rows, summary=programme_summary(players))
        context["structured"] = [playlist(self, players, request)] if players else []
        return context


class ProgrammeItem(Orderable):
    """One place in a programme."""

    page = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="items")
    # The library refuses to delete a sample in use; this holds for every other way of deleting.
    sample = models.ForeignKey(
        AudioSample, on_delete=models.PROTECT, related_name="programme_items", verbose_name=_("sample")
    )

    notes = LanguageTextsField(
        _("note"),
        help_text=_("One or two sentences about this piece in this programme, in each language. They may stay empty."),
    )

    panels: ClassVar = [FieldPanel("sample"), FieldPanel("notes")]

    class Meta(Orderable.Meta):
        verbose_name = _("place in a programme")
        verbose_name_plural = _("places in a programme")

    def __str__(self) -> str:
        return str(self.sample)
