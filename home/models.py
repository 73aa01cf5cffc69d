"""The composition: the home page, plain pages, and what may stand below what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from core.blocks import BODY_BLOCKS, headings_of
from core.blocks.hours import HoursBlock
from core.models import BasePage, MissionSettings
from core.pictures import bring_page_pictures
from core.social_card import Face
from core.structured import website
from core.visiting import visiting
from events.blocks import EventCardBlock
from events.models import EventsPage
from home.composition import home_parts
from music.blocks import AudioSampleBlock, ProgrammeBlock
from music.models import MusicPage, ProgrammePage
from news.models import BulletinPage, NewsIndexPage
from news.reading import plain_text

STANDARD_BLOCKS = [
    *BODY_BLOCKS,
    ("audio_sample", AudioSampleBlock()),
    ("programme", ProgrammeBlock()),
    ("event", EventCardBlock()),
    ("hours", HoursBlock()),
]


class HomePage(BasePage):
    """The first page of a mission in one language: everything on it is live content of the other pages."""

    lead = models.ForeignKey(
        BulletinPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leading bulletin"),
        help_text=_("The bulletin shown large at the top. Left empty, the newest one leads."),
    )
    programme = models.ForeignKey(
        ProgrammePage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
        help_text=_("The music shown on this page. Left empty, the first programme is shown."),
    )

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("programme")]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    search_kind = _("Home")

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context.update(home_parts(self, request, timezone.now()))
        context["structured"] = [website(request)]
        return context

    def social_face(self, mission: MissionSettings) -> Face:
        names = [name.text for name in mission.names if name.text != mission.mission_name.text]
        return Face(mission.mission_name.text or self.title, foot=", ".join(names))


class StandardPage(BasePage):
    """A plain page: about, consular services, contact."""

    summary = models.CharField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences below the heading. They are also shown in search results."),
    )
    body = StreamField(STANDARD_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]
    parent_page_types: ClassVar = [HomePage, "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]

    class Meta:
        verbose_name = _("page")

    def search_excerpt(self) -> str:
        return self.summary or super().search_excerpt()

    def meta_description(self) -> str:
        return super().meta_description() or plain_text(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        bring_page_pictures(None, self.body)
        context["contents"] = headings_of(self.body)
        if any(isinstance(block.block, HoursBlock) for block in self.body):
            context["visiting"] = visiting(request, timezone.now())
        return context


HomePage.subpage_types = [NewsIndexPage, EventsPage, MusicPage, StandardPage]
