"""Who comes to an event: a book for each date that guests reply to, and their replies in the order they came."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.words import language_choices
from events.reply_querysets import BookQuerySet, ReplyQuerySet


def new_public_id() -> str:
    """The name under which links in mails know a reply; it says nothing of the guest."""
    return get_random_string(16)


class ReplyBook(MissionOwned):
    """The replies to one event, in all its languages, or to one of its dates. The row outlives the pages.

    ``day`` is the date by the event's own rule, None where one reply is for the whole event. Whoever counts places or
    gives them away holds the row locked. ``standing`` is all that visitors see of it.
    """

    class Standing(models.TextChoices):
        FREE = "free", _("places are left")
        WAITING = "waiting", _("waiting list only")
        FULL = "full", _("no places left")

    translation_key = models.UUIDField()
    day = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=8, choices=Standing.choices, default=Standing.FREE)
    starts_at = models.DateTimeField(db_index=True)
    ends_at = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = BookQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("guest list")
        verbose_name_plural = _("guest lists")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "translation_key"], condition=Q(day=None), name="events_book_once_an_event"
            ),
            models.UniqueConstraint(
                fields=["site", "translation_key", "day"], condition=~Q(day=None), name="events_book_once_a_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key} {self.day or ''}".strip()


class Reply(MissionOwned):
    """One reply: who, how many persons, and what they answered. Some days after the event only the counts are left.

    ``mailbox`` is what addresses of one mailbox have in common; ``told`` stands for the times that the guest was last
    told, ``reminded_for`` is the start of which the guest was reminded.
    """

    hidden_because: ClassVar[str] = "Who comes is shown to no visitor; whether places are left, the book says."

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    book = models.ForeignKey(ReplyBook, on_delete=models.CASCADE, related_name="replies")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    mailbox = models.CharField(max_length=254, blank=True)
    party = models.PositiveSmallIntegerField(_("persons"), default=1)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    by_hand = models.BooleanField(_("entered by hand"), default=False)
    consent = models.TextField(_("agreed to"), blank=True)
    told = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(_("replied"))
    promoted_at = models.DateTimeField(_("moved up"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled on"), null=True, blank=True)
    reminded_for = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ReplyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book", "mailbox"],
                condition=~Q(mailbox="") & ~Q(state="cancelled"),
                name="events_reply_once_a_mailbox",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.public_id

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED
