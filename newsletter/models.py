"""The people on a mission's list: an address, a language, what they said and when. Nothing else of them is kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.words import language_choices
from newsletter.querysets import SubscriberQuerySet


def new_public_id() -> str:
    """The name under which links in mails know a subscriber; it says nothing of the address."""
    return get_random_string(16)


class Subscriber(MissionOwned):
    """One address on the list of one mission."""

    hidden_because: ClassVar[str] = "Who is on the list is shown to no visitor."

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        LEFT = "left", _("has left")

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED, db_index=True)
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    asked_at = models.DateTimeField(_("asked to join"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)

    objects: ClassVar[Any] = SubscriberQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "site",
                Lower("email"),
                name="newsletter_subscriber_once",
                violation_error_message=_("This address is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def has_left(self) -> bool:
        return self.state == self.State.LEFT
