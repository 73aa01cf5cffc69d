"""One letter of an issue to one subscriber, and what became of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.words import language_choices
from newsletter.delivery_querysets import DeliveryQuerySet
from newsletter.models.issues import Issue
from newsletter.models.subscribers import Subscriber


class Delivery(models.Model):
    """It waits, is on the wire of one worker, and is settled once.

    A worker holds rows by ``holder`` until ``held_until``. A row that waits was never on the wire since it was last
    settled, so that it may be given to another worker; one whose worker died on the wire is unknown and is not sent
    again but by a person.
    """

    hidden_because: ClassVar[str] = "Mail to single people; nothing is shown of it."

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        ON_WIRE = "on_wire", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        UNKNOWN = "unknown", _("perhaps delivered")
        DROPPED = "dropped", _("not sent, has left")

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    email = models.EmailField(_("to"), blank=True)
    public_id = models.CharField(max_length=16, blank=True)
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    variant = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    not_before = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    error = models.CharField(_("reason"), max_length=200, blank=True)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "subscriber"], name="newsletter_delivery_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["issue", "state"], name="newsletter_delivery_state"),
            # Small however many were sent: what is still to do.
            models.Index(
                fields=["not_before", "id"],
                condition=Q(state__in=["waiting", "on_wire"]),
                name="newsletter_delivery_open",
            ),
        ]

    def __str__(self) -> str:
        return self.message_id
