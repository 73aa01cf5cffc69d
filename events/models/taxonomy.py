"""What events are sorted by: a category for their kind, a series for what belongs together, as a festival does."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from core.models import Named
from core.words import Words


class Sorted(Named):
    """Has a list of events and a calendar file under its slug."""

    class Meta(Named.Meta):
        abstract = True

    @classmethod
    def kind(cls) -> str:
        """The word in the addresses."""
        raise NotImplementedError

    @classmethod
    def addresses(cls, slug: str) -> list[str]:
        return [f"events/{cls.kind()}/{slug}/{below}" for below in ("", "calendar.ics")]

    @property
    def url(self) -> str:
        """The list in the active language."""
        return reverse(f"events:{self.kind()}", args=[self.slug])


class EventCategory(Sorted):
    """The kind of an event: concert, reception, consular day."""

    class Meta(Sorted.Meta):
        verbose_name = _("category of events")
        verbose_name_plural = _("categories of events")

    @classmethod
    def kind(cls) -> str:
        return "category"


class EventCategoryWords(Words):
    parent = ParentalKey(EventCategory, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: Concerts."))

    class Meta(Words.Meta):
        verbose_name = _("name")


class EventSeries(Sorted):
    """Events that belong together: a festival, a cycle of lectures."""

    class Meta(Sorted.Meta):
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")

    @classmethod
    def kind(cls) -> str:
        return "series"


class EventSeriesWords(Words):
    parent = ParentalKey(EventSeries, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: Days of culture."))
    introduction = models.TextField(
        _("introduction"),
        max_length=1000,
        blank=True,
        help_text=_("What the events have in common. It stands over their list."),
    )

    class Meta(Words.Meta):
        verbose_name = _("name")
