"""The calendar of a mission and the events in it. Times are kept as typed; UTC columns are computed for queries."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from core.blocks import BODY_BLOCKS
from core.missions import current_site, local_now, mission_of_site, site_of
from core.models import BasePage, Contact, MissionSettings, Pictured
from core.social_card import Face
from core.words import Wording
from core.zones import validate_zone
from events.context import event_context, index_context
from events.forms import EventPageForm
from events.identity import settle
from events.models.aspects import Admitting, Placed, Recurring, Stated
from events.models.occurrences import EventDate
from events.models.replying import REPLY_FACTS, TakesReplies
from events.models.taxonomy import EventCategory, EventSeries
from events.occurrences import bounds
from events.querysets import DateQuerySet, EventManager
from events.single_dates import DAY_LIMITS
from events.social import event_face
from events.states import State
from events.times import TypedTimes
from music.blocks import AudioSampleBlock, ProgrammeBlock

TIME_FACTS = ("start_date", "start_time", "end_date", "end_time", "all_day", "time_zone", "rule", "single_dates")
STATE_FACTS = ("state", "state_date")
PLACE_FACTS = ("latitude", "longitude", "online_url", "is_free", "tickets_url")


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

    def dates(self) -> DateQuerySet:
        """The dates of the published events of this calendar."""
        return EventDate.objects.of(EventPage.objects.child_of(self).published())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **index_context(request, self, timezone.now())}


class EventPage(Recurring, Stated, Placed, Admitting, TakesReplies, Pictured, BasePage):
    """One event in one language, on one date or many.

    ``starts_at`` and ``ends_at`` reach from the first date to the last. They and the rows of ``dates`` follow from the
    times as typed; whoever writes those by other ways than ``save`` has to compute them too.
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

    category = models.ForeignKey(
        EventCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("category"),
        help_text=_("The kind of the event; it has a list and a calendar of its own."),
    )
    series = models.ForeignKey(
        EventSeries,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("series or festival"),
        help_text=_("What the event is part of; it has a page with all its events."),
    )

    objects = EventManager()

    facts = (*TIME_FACTS, *STATE_FACTS, *PLACE_FACTS, *REPLY_FACTS, "contact", "category", "series")
    # A rule or a zone is no text to translate, though it is made of letters.
    override_translatable_fields: ClassVar = [SynchronizedField(name, overridable=False) for name in facts]
    search_kind = _("Event")
    shared_query = ("date",)
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
        Recurring.recurrence_panel,
        Placed.place_panel,
        Stated.state_panel,
        FieldPanel("summary"),
        Pictured.picture_panel,
        FieldPanel("description"),
        Admitting.admission_panel,
        TakesReplies.replies_panel,
        MultiFieldPanel([FieldRowPanel([FieldPanel("category"), FieldPanel("series")])], heading=_("Sorted by")),
        FieldPanel("contact"),
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

    def sorted_by(self, main: str) -> list[Wording]:
        """The names of category and series, those that there are."""
        return [thing.word("name", main=main) for thing in (self.category, self.series) if thing]

    def first_date(self) -> EventDate:
        """The first date, not saved, as it follows from the page in memory."""
        return EventDate.of(self, self.all_dates()[0])

    def published_translations(self, request: HttpRequest) -> Any:
        """This event in every language in which strangers may read it on the host that was asked."""
        pages = EventPage.objects.for_site(current_site(request)).published()
        return pages.filter(translation_key=self.translation_key).for_cards()

    def compute(self) -> None:
        """Fills what was left open and the UTC columns."""
        self.end_date = self.end_date or self.start_date
        self.time_zone = self.time_zone or self._mission().time_zone
        if self.state == State.SCHEDULED:
            self.state_date = None
        elif self.state_date is None:
            self.state_date = local_now(self._mission(), timezone.now()).date()
        computed = bounds(self.all_dates())
        self.starts_at, self.ends_at = computed.start, computed.end

    def _mission(self) -> MissionSettings:
        parent: Page | None = self.get_parent() if self.path else None
        site = site_of(parent) if parent else None
        return mission_of_site(site) if site else MissionSettings()

    def save(self, *args: Any, **kwargs: Any) -> Any:
        # A draft is saved by its other fields alone, while the page in memory already has the draft's times.
        fields = kwargs.get("update_fields")
        whole = fields is None or not {*TIME_FACTS, *STATE_FACTS}.isdisjoint(fields)
        if not whole:
            return super().save(*args, **kwargs)
        self.compute()
        if fields is not None:
            kwargs["update_fields"] = [*fields, *TIME_FACTS, *STATE_FACTS, "starts_at", "ends_at"]
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            EventDate.objects.settle(self, self.all_dates())
            if self.live:
                settle(self, timezone.now())
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
