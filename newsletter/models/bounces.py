"""Letters that came back, and readers who said that ours is unwanted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from newsletter.models.deliveries import Delivery
from newsletter.models.subscribers import Subscriber


class Bounce(MissionOwned):
    """One report of a mail server or provider. ``key`` makes the same report count once."""

    hidden_because: ClassVar[str] = "Whose mail comes back is shown to no visitor."

    class Kind(models.TextChoices):
        HARD = "hard", _("returned for good")
        SOFT = "soft", _("put off")
        COMPLAINT = "complaint", _("said to be unwanted")

    key = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    status = models.CharField(_("status"), max_length=12, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    subscriber = models.ForeignKey(Subscriber, on_delete=models.SET_NULL, null=True, blank=True, related_name="bounces")
    delivery = models.ForeignKey(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="bounces")
    at = models.DateTimeField(_("when"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key"], name="newsletter_bounce_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.status}".strip()
