"""Addresses that get no letters, known by a hash only: they outlive the row of the subscriber."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned


class Suppression(MissionOwned):
    """One mailbox that is not written to, whoever asks but its owner. ``digest`` is ``suppression.digest_of``."""

    hidden_because: ClassVar[str] = "Who is not written to is shown to no visitor."

    class Reason(models.TextChoices):
        LEFT = "left", _("has left")
        BOUNCED = "bounced", _("mail does not arrive")
        COMPLAINED = "complained", _("said that our letter is unwanted")
        ERASED = "erased", _("erased by its owner")
        BY_HAND = "by_hand", _("stopped by an editor")

    digest = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    at = models.DateTimeField(_("since"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("address that gets no letters")
        verbose_name_plural = _("addresses that get no letters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "digest"], name="newsletter_suppression_once")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
