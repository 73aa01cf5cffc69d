"""The calendar of a mission and the events in it. Times are kept as typed; UTC columns are computed for queries."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from core.blocks import BODY_BLOCKS
from core.missions import current_site, mission_of_site, site_of
from core.models import BasePage, Contact, MissionSettings, Pictured
from core.social_card import Face
from core.zones import validate_zone
from events.context import event_context, index_context
from events.forms import EventPageForm
from events.identity import fingerprint
from events.models.entries import CalendarEntry
from events.models.replying import REPLY_FACTS, TakesReplies
from events.querysets import EventManager
from events.social import event_face
from events.times import FIRST_DAY, LAST_DAY, Moments, TypedTimes, moments
from music.blocks import AudioSampleBlock, ProgrammeBlock

OUT_OF_RANGE = _("The calendar reaches from the year 1900 to the year 2200.")
DAY_LIMITS = [MinValueValidator(FIRST_DAY, OUT_OF_RANGE), MaxValueValidator(LAST_DAY, OUT_OF_RANGE)]
TIME_FACTS = ("start_date", "start_time", "end_date", "end_time", "all_day", "time_zone")


class EventsPage(BasePage):
    """The calendar in one language: opens on the current month of the mission."""

    intro = models.CharField(
        _("introduction"), max_length=300, blank=True, help_text=_("One or two sentences above the calendar.")
    )

    fixed_slug = "events"
    max_count_per_parent = 1
    subpage_types: ClassVar = ["events.EventPage"]
    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("intro")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("intro")]

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def meta_description(self) -> str:
        return super().meta_description() or self.intro

    def events(self) -> Any:
        """The published events of this calendar, with all that a list shows of them."""
        return EventPage.objects.child_of(self).published().for_cards()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **index_context(request, self, timezone.now())}


class EventPage(TakesReplies, Pictured, BasePage):
    """One event in one language.

    ``starts_at`` and ``ends_at`` follow from the times as typed; whoever writes those by other ways than ``save``
    has to compute them too.
    """

    start_date = models.DateField(
        _("first day"), validators=DAY_LIMITS, help_text=_("The day as it is at the place of the event.")
    )
    start_time = models.TimeField(
        _("starts at"), null=True, blank=True, help_text=_("The time on the clocks at the place of the event.")
    )
    end_date = models.DateField(
        _("last day"),
        blank=True,
        validators=DAY_LIMITS,
        help_text=_("Left empty, the event ends on its first day. If it ends after midnight, that is the next day."),
    )
    end_time = models.TimeField(
        _("ends at"), null=True, blank=True, help_text=_("Left empty, the event lasts until the end of its last day.")
    )
    all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("The event has days, but no hours. The times above are then not used.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        validators=[validate_zone],
        help_text=_("The zone whose clocks the times above follow. The time at the mission is shown beside them."),
    )
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False, db_index=True)
    venue = models.CharField(
        _("place"), max_length=150, blank=True, help_text=_("The name of the place, for example: Great hall.")
    )
    address = models.CharField(
        _("address"), max_length=250, blank=True, help_text=_("Street and town, as one tells a driver.")
    )
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences for lists, search and calendars.")
    )
    description = StreamField(
        [*BODY_BLOCKS, ("audio_sample", AudioSampleBlock()), ("programme", ProgrammeBlock())],
        blank=True,
        verbose_name=_("description"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("contact"),
        help_text=_("Whom guests turn to. A contact is edited once for all pages that show it."),
    )

    objects = EventManager()

    facts = (*TIME_FACTS, "contact", *REPLY_FACTS)
    search_kind = _("Event")
    base_form_class = EventPageForm
    parent_page_types: ClassVar = ["events.EventsPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
                FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
                FieldPanel("all_day"),
                FieldPanel("time_zone"),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel([FieldPanel("venue"), FieldPanel("address")], heading=_("Where")),
        FieldPanel("summary"),
        Pictured.picture_panel,
        FieldPanel("description"),
        FieldPanel("contact"),
        TakesReplies.replies_panel,
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("venue"),
        index.SearchField("address"),
        index.SearchField("description"),
        index.FilterField("start_date"),
        index.FilterField("starts_at"),
        index.FilterField("ends_at"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes: ClassVar = [models.Index(fields=["start_date", "end_date"])]

    def typed(self) -> TypedTimes:
        """The times as an editor typed them."""
        return TypedTimes(
            start_date=self.start_date,
            start_time=self.start_time,
            end_date=self.end_date or self.start_date,
            end_time=self.end_time,
            all_day=self.all_day,
            zone=self.time_zone,
        )

    def moments(self) -> Moments:
        """Start and end in UTC, as they follow from the times as typed; also in a preview, where nothing was saved."""
        return moments(self.typed())

    def published_translations(self, request: HttpRequest) -> Any:
        """This event in every language in which strangers may read it on the host that was asked."""
        pages = EventPage.objects.for_site(current_site(request)).published()
        return pages.filter(translation_key=self.translation_key).for_cards()

    def compute(self) -> None:
        """Fills what was left open and the UTC columns."""
        self.end_date = self.end_date or self.start_date
        self.time_zone = self.time_zone or self._zone_of_mission()
        computed = self.moments()
        self.starts_at, self.ends_at = computed.start, computed.end

    def _zone_of_mission(self) -> str:
        parent: Page | None = self.get_parent() if self.path else None
        site = site_of(parent) if parent else None
        return mission_of_site(site).time_zone if site else "UTC"

    def save(self, *args: Any, **kwargs: Any) -> Any:
        # A draft is saved by its other fields alone, while the page in memory already has the draft's times.
        fields = kwargs.get("update_fields")
        whole = fields is None or not set(TIME_FACTS).isdisjoint(fields)
        if whole:
            self.compute()
            if fields is not None:
                kwargs["update_fields"] = [*fields, *TIME_FACTS, "starts_at", "ends_at"]
        saved = super().save(*args, **kwargs)
        if whole and self.live:
            CalendarEntry.objects.settle(self.translation_key, fingerprint(self), timezone.now())
        return saved

    @property
    def search_date(self) -> date:
        return self.start_date

    def search_excerpt(self) -> str:
        return self.summary or self.search_description

    def social_face(self, mission: MissionSettings) -> Face:
        return event_face(self, mission)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **event_context(self, request, timezone.now())}
