"""The mail outbox: one row per message, written together with what it tells of and settled once. Editors see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models.ownership import MissionOwned, MissionOwnedQuerySet
from core.words import language_choices


class OutboxQuerySet(MissionOwnedQuerySet):
    """Messages by what is to be done with them."""

    def due(self, now: datetime) -> Self:
        """Whose time has come, the oldest first."""
        return self.filter(state="waiting", not_before__lte=now).order_by("not_before", "pk")

    def troubled(self, late: datetime) -> Self:
        """What somebody has to look at: did not arrive, may not have, or should have left before ``late``."""
        is_late = Q(state="waiting", made_at__lt=late)
        return self.filter(Q(state__in=("failed", "unknown")) | is_late, erased_at=None, seen_at=None)


class OutboxMessage(MissionOwned):
    """A message as it will be sent. ``key`` says what for: a second message with the same key is never written.

    On the wire it is held by one process until ``held_until``; whoever dies in between leaves it unknown whether the
    mail server has it, and nothing sends it again but a person. ``about`` names the row that it is about.
    """

    hidden_because: ClassVar[str] = "Mail to single people; nothing is shown of it."

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be sent")
        ON_WIRE = "on_wire", _("is being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not delivered")
        UNKNOWN = "unknown", _("perhaps delivered")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    about = models.CharField(max_length=64, blank=True, db_index=True)
    message_id = models.CharField(max_length=255)
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    sender = models.CharField(max_length=400)
    recipient = models.EmailField(_("to"), blank=True)
    subject = models.CharField(_("subject"), max_length=400, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    files = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("written"))
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    error = models.CharField(_("reason"), max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = OutboxQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("outgoing mail")
        indexes: ClassVar = [models.Index(fields=["state", "not_before"], name="core_outbox_due")]

    def __str__(self) -> str:
        return self.key
