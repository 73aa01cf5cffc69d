"""A bulletin: what the mission publishes, with or without a number in a series."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest
from django.urls import Resolver404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BODY_BLOCKS
from core.models import BasePage, Contact, MissionSettings, Pictured
from core.social_card import Face
from core.texts import END_OF_TEXT
from events.blocks import EventCardBlock
from music.blocks import AudioSampleBlock, ProgrammeBlock
from news.bulletin_form import BulletinPageForm
from news.change_form import CHANGE_PANEL
from news.correcting import inherit_versions, note_correction
from news.corrections import earlier_paths
from news.models.links import BulletinTag
from news.models.numbers import HIGHEST_NUMBER
from news.models.taxonomy import Author, Category, Series
from news.numbering import settle
from news.panels import RelatedPanel
from news.querysets import BulletinManager
from news.reading import bulletin_context, plain_text
from news.social import bulletin_face

# What saves the row's facts; a save of other fields alone leaves the number table in peace.
ALIAS = frozenset({"alias_of", "alias_of_id"})
FACT_SAVES = ALIAS | frozenset({"series", "series_id", "number"})


class BulletinPage(Pictured, BasePage):
    """One bulletin in one language.

    The keys are emptied, not protected, when their row goes: old revisions must stay readable. That a row in use
    does not go is decided in ``signal_handlers``.
    """

    series = models.ForeignKey(
        Series,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("series"),
        help_text=_("A bulletin of a series needs a number."),
    )
    number = models.PositiveIntegerField(
        _("number"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_NUMBER)]
    )
    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The date printed on the bulletin."))
    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("category"),
        help_text=_("A bulletin has one category before it is published. Use tags for all other subjects."),
    )
    author = models.ForeignKey(
        Author,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("posted by"),
        help_text=_("The author as visitors see it."),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bulletins",
        verbose_name=_("contact"),
        help_text=_("Whom readers turn to. A contact is edited once for all bulletins that show it."),
    )
    place = models.CharField(
        _("place"), max_length=80, blank=True, help_text=_("Left empty, the place of the mission is shown.")
    )
    summary = models.TextField(
        _("summary"), max_length=500, blank=True, help_text=_("One or two sentences for lists, search and feeds.")
    )
    tags = ClusterTaggableManager(through=BulletinTag, blank=True, verbose_name=_("tags"))
    body = StreamField(
        [
            *BODY_BLOCKS,
            ("audio_sample", AudioSampleBlock()),
            ("programme", ProgrammeBlock()),
            ("event", EventCardBlock()),
        ],
        blank=True,
        verbose_name=_("text"),
    )

    # When the text was last corrected in public; only news.correcting writes it.
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    # news.changes.Change: what the editor of a draft says of it, until it is published.
    pending_change = models.JSONField(default=dict, blank=True, editable=False)

    objects = BulletinManager()

    exclude_fields_in_copy: ClassVar = [*BasePage.exclude_fields_in_copy, "corrected_at", "pending_change"]
    facts = ("series", "number", "date", "category", "author", "contact")
    search_kind = _("Bulletin")
    base_form_class = BulletinPageForm
    parent_page_types: ClassVar = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *BasePage.content_panels,
        CHANGE_PANEL,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
                FieldRowPanel([FieldPanel("date"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("category"), FieldPanel("author")]),
            ],
            heading=_("Issue"),
        ),
        FieldPanel("summary"),
        Pictured.picture_panel,
        FieldPanel("body"),
        FieldPanel("contact"),
        FieldPanel("tags"),
        RelatedPanel("chosen_related", heading=_("Related bulletins"), label=_("bulletin")),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("place"),
        index.SearchField("body"),
        index.SearchField("end_of_text"),
        index.FilterField("date"),
        index.FilterField("category"),
        index.FilterField("series"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("series", [index.RelatedFields("words", [index.SearchField("name")])]),
    ]

    class Meta:
        verbose_name = _("bulletin")
        verbose_name_plural = _("bulletins")
        # Lists are newest first, all or narrowed.
        indexes: ClassVar = [
            models.Index(fields=["series", "number"]),
            models.Index(fields=["-date"]),
            models.Index(fields=["category", "-date"]),
            models.Index(fields=["series", "-date"]),
            models.Index(fields=["author", "-date"]),
        ]

    def adopt_facts(self, source: BulletinPage) -> None:
        """Takes over what is edited on the source page."""
        for name in self.facts:
            field: Any = self._meta.get_field(name)
            attname = field.attname
            setattr(self, attname, getattr(source, attname))
        # Read where they are edited; rows that came with a copy of the source would outlive those.
        self.chosen_related = []  # type: ignore[misc]  # modelcluster takes a list for the rows of a relation

    def save(self, *args: Any, **kwargs: Any) -> Any:
        fields = kwargs.get("update_fields")
        if fields is None or FACT_SAVES & set(fields):
            settle(self, follow=self.latest_revision_id is None)
            if fields is not None:
                kwargs["update_fields"] = [*fields, *self.facts]
        with transaction.atomic():
            if fields is None:
                note_correction(self)
            elif ALIAS & set(fields):
                self._part_from_original()
            return super().save(*args, **kwargs)

    def _part_from_original(self) -> None:
        """An alias that becomes a page of its own keeps the corrections that it showed."""
        followed = type(self).objects.filter(pk=self.pk).values_list("alias_of", flat=True).first()
        if followed and not self.alias_of_id:
            inherit_versions(self, followed)

    def with_content_json(self, content: dict[str, Any]) -> BulletinPage:
        """As Wagtail's; that it was corrected belongs to the page, not to a revision."""
        page: Any = super().with_content_json(content)
        page.corrected_at = self.corrected_at
        return page

    def get_route_paths(self) -> list[str]:
        """As Wagtail's, for the redirects of a moved page; the earlier texts move with it."""
        return [*super().get_route_paths(), *earlier_paths(self)]

    def resolve_subpage(self, path: str) -> None:
        """Asked by such a redirect whether the address is still there; Resolver404 when not."""
        if path not in earlier_paths(self):
            raise Resolver404({"path": path})

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        settle(self, follow=True)
        return super().save_revision(*args, **kwargs)

    @property
    def search_date(self) -> datetime.date:
        return self.date

    def search_excerpt(self) -> str:
        return self.summary or self.search_description

    @property
    def end_of_text(self) -> str:
        """Stands in the index between what readers read and the names that it is also found by."""
        return END_OF_TEXT

    def meta_description(self) -> str:
        return super().meta_description() or plain_text(self.body)

    def social_face(self, mission: MissionSettings) -> Face:
        return bulletin_face(self, mission)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **bulletin_context(self, request)}
