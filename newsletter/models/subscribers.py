"""The people on a mission's list: an address, what they asked for, what they agreed to and when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.words import language_choices
from news.models import Category
from newsletter.querysets import SubscriberQuerySet
from newsletter.topics import Topic


def new_public_id() -> str:
    """The name under which links in mails know a subscriber; it says nothing of the address."""
    return get_random_string(16)


class Subscriber(MissionOwned):
    """One address on the list of one mission. Who has left is forgotten some days later, but for a hash."""

    hidden_because: ClassVar[str] = "Who is on the list is shown to no visitor."

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("not confirmed yet")
        CONFIRMED = "confirmed", _("confirmed")
        LEFT = "left", _("has left")
        STOPPED = "stopped", _("stopped, mail does not arrive")

    class Rhythm(models.TextChoices):
        EACH = "each", _("each letter when it appears")
        DAILY = "daily", _("one letter a day")
        WEEKLY = "weekly", _("one letter a week")

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    rhythm = models.CharField(_("how often"), max_length=8, choices=Rhythm.choices, default=Rhythm.EACH)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED, db_index=True)
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    asked_at = models.DateTimeField(_("asked to join"))
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, blank=True)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)
    soft_bounces = models.PositiveSmallIntegerField(_("letters put off lately"), default=0)
    hard_bounces = models.PositiveSmallIntegerField(_("letters returned"), default=0)

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
        permissions: ClassVar = [("import_subscriber", _("Can import subscribers"))]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def has_left(self) -> bool:
        return self.state == self.State.LEFT

    def topics(self) -> str:
        """What was asked for, in words; of bulletins the categories too."""
        names = [f"{wish}: {wish.category}" if wish.category else str(wish) for wish in self.wishes.all()]
        return ", ".join(names)

    topics.short_description = _("topics")  # type: ignore[attr-defined]  # as Django's admin has it


class Wish(models.Model):
    """One topic that a subscriber asked for. Bulletins without a category are bulletins of every category."""

    hidden_because: ClassVar[str] = "What somebody reads is shown to no visitor."

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="wishes")
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices)
    category = models.ForeignKey(
        Category, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("category")
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("topic of a subscriber")
        verbose_name_plural = _("topics of subscribers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subscriber", "topic", "category"], name="newsletter_wish_once"),
            models.UniqueConstraint(
                fields=["subscriber", "topic"], condition=Q(category=None), name="newsletter_wish_once_of_all"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_topic_display())


class Consent(models.Model):
    """What a subscriber did or agreed to, as it was said to them: the proof, and the history of the row."""

    hidden_because: ClassVar[str] = "The proof of what somebody agreed to."

    class Act(models.TextChoices):
        ASKED = "asked", _("asked to join")
        CONFIRMED = "confirmed", _("confirmed by the link")
        CHANGED = "changed", _("changed what to get")
        LEFT = "left", _("left")
        IMPORTED = "imported", _("was imported")
        STOPPED = "stopped", _("was stopped")

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="consents")
    act = models.CharField(_("what"), max_length=12, choices=Act.choices)
    at = models.DateTimeField(_("when"))
    page = models.CharField(_("page"), max_length=300, blank=True)
    wording = models.TextField(_("wording"), blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.get_act_display())
