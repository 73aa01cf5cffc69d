"""What an editor decides about the replies to an event, with the panel where it is decided."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from events.questions import QuestionsBlock

MOST_PLACES, MOST_PERSONS, MOST_HOURS = 100_000, 50, 24 * 365
REPLY_FACTS = (
    *("takes_replies", "replies_by_date", "places", "persons_per_reply", "has_waiting_list"),
    *("closes_hours_before", "questions"),
)


class TakesReplies(models.Model):
    """Abstract: guests may reply to the event. Facts, as places belong to the event in all its languages."""

    takes_replies = models.BooleanField(
        _("guests can reply"), default=False, help_text=_("The page of the event then leads to a form for guests.")
    )
    replies_by_date = models.BooleanField(
        _("each date by itself"),
        default=False,
        help_text=_(
            "For an event with several dates: guests reply to one date, and each date has all the places. Otherwise a "
            "reply is for all dates together."
        ),
    )
    places = models.PositiveIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
        help_text=_(
            "How many persons there is room for. Left empty, everybody has a place. Who has one keeps it when the "
            "number is lowered; when it is raised, the waiting list moves up."
        ),
    )
    persons_per_reply = models.PositiveSmallIntegerField(
        _("persons per reply"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PERSONS)],
        help_text=_("How many persons may come with one reply, the one who replies among them."),
    )
    has_waiting_list = models.BooleanField(
        _("waiting list"),
        default=True,
        help_text=_("When all places are taken, guests may wait. Who waits longest gets the next place, and a letter."),
    )
    closes_hours_before = models.PositiveIntegerField(
        _("closes, hours before"),
        default=0,
        validators=[MaxValueValidator(MOST_HOURS)],
        help_text=_("So many hours before the start no reply is taken any more. 0 means until the start."),
    )
    questions = StreamField(
        QuestionsBlock(),
        blank=True,
        verbose_name=_("questions"),
        help_text=_("What guests are asked beside name and address. Ask only what the evening needs."),
    )

    replies_panel: ClassVar[Any] = MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("takes_replies"), FieldPanel("replies_by_date")]),
            FieldRowPanel([FieldPanel("places"), FieldPanel("persons_per_reply")]),
            FieldRowPanel([FieldPanel("closes_hours_before"), FieldPanel("has_waiting_list")]),
            FieldPanel("questions"),
        ],
        heading=_("Replies"),
        classname="collapsed",
    )

    class Meta:
        abstract = True
