"""Parts of an event's page, each with its fields and its panel: recurrence, state, place, guests' ways in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.occurrences import Occurrence, Plan, occurrences
from events.recurrence import RuleError, parse_rule
from events.single_dates import SingleDatesBlock, changes_of
from events.states import State
from events.times import TypedTimes


class Recurring(models.Model):
    """Takes place more than once. ``rule`` is the text of a rule of ``events.recurrence``; "" means once."""

    rule = models.CharField(
        _("recurrence"),
        max_length=500,
        blank=True,
        help_text=_("Whether the event takes place once or again and again. Every date has the hours above."),
    )
    single_dates = StreamField(
        SingleDatesBlock(),
        blank=True,
        verbose_name=_("single dates"),
        help_text=_("What is different on single days: a date that is cancelled, moved or added, or a note on one."),
    )

    recurrence_panel: ClassVar = MultiFieldPanel(
        [FieldPanel("rule"), FieldPanel("single_dates")], heading=_("Again and again")
    )

    class Meta:
        abstract = True

    def typed(self) -> TypedTimes:
        raise NotImplementedError

    def plan(self) -> Plan:
        """The times with rule and changes. A rule that cannot be followed, as a draft may have, counts as none."""
        try:
            rule = parse_rule(self.rule) if self.rule else None
        except RuleError:
            rule = None
        return Plan(self.typed(), rule, changes_of(self.single_dates))

    def all_dates(self) -> list[Occurrence]:
        """Every date, in order, cancelled ones among them; the first day alone where the rule cannot be followed."""
        plan = self.plan()
        try:
            return occurrences(plan, settings.EVENT_MAX_DATES)
        except RuleError:
            return occurrences(Plan(plan.times, None, plan.changes), settings.EVENT_MAX_DATES)

    @cached_property
    def is_single(self) -> bool:
        """Whether there is one date only, with nothing to say of it."""
        return not self.rule and not self.single_dates


class Stated(models.Model):
    """May be postponed, cancelled, moved online or sold out."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State.choices,
        default=State.SCHEDULED,
        help_text=_("Shown on the page, in lists and in the calendars of those who subscribed. The address stays."),
    )
    state_date = models.DateField(
        _("since"), null=True, blank=True, help_text=_("The day of the change. Left empty, it is today.")
    )
    state_reason = models.CharField(
        _("reason"),
        max_length=250,
        blank=True,
        help_text=_("One sentence for visitors: why, and what they may do now. Write it in each language."),
    )

    state_panel: ClassVar = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("state"), FieldPanel("state_date")]), FieldPanel("state_reason")],
        heading=_("Cancelled, postponed, sold out"),
    )

    class Meta:
        abstract = True


class Placed(models.Model):
    """Takes place somewhere, in a house, online or both."""

    venue = models.CharField(
        _("place"), max_length=150, blank=True, help_text=_("The name of the place, for example: Great hall.")
    )
    address = models.CharField(
        _("address"), max_length=250, blank=True, help_text=_("Street and town, as one tells a driver.")
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north, as maps show them, for example 38.907200. May stay empty."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east; west of Greenwich with a minus, for example -77.036500. May stay empty."),
    )
    online_url = models.URLField(
        _("address online"),
        max_length=500,
        blank=True,
        help_text=_("Where the event can be watched or joined on the web. Everybody can read it on the page."),
    )

    place_panel: ClassVar = MultiFieldPanel(
        [
            FieldPanel("venue"),
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("online_url"),
        ],
        heading=_("Where"),
    )

    class Meta:
        abstract = True

    @property
    def coordinates(self) -> tuple[float, float] | None:
        """Degrees north and east; None where one of the two is missing."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.latitude), float(self.longitude)

    @property
    def location(self) -> str:
        """Place and address in one line; where there is none, the address online."""
        return ", ".join(part for part in (self.venue, self.address) if part) or self.online_url


class Admitting(models.Model):
    """Who comes in, and for how much."""

    is_free = models.BooleanField(
        _("free of charge"), default=False, help_text=_("Visitors and search engines are told that entry is free.")
    )
    tickets_url = models.URLField(
        _("tickets"), max_length=500, blank=True, help_text=_("Where tickets are sold, if another site does that.")
    )

    admission_panel: ClassVar = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("is_free"), FieldPanel("tickets_url")])], heading=_("Admission")
    )

    class Meta:
        abstract = True
