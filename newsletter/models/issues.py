"""What goes out to the list: one bulletin, or a digest of a day or week, and its texts as they were sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.words import language_choices
from news.models import Category
from newsletter.issue_querysets import IssueQuerySet
from newsletter.topics import Topic


def new_issue_id() -> str:
    """The name of an issue in addresses: nobody can guess one that is not public yet."""
    return get_random_string(12, "abcdefghijkmnpqrstuvwxyz23456789")


class Issue(MissionOwned):
    """One letter to many. ``translation_key`` is that of the bulletin it is made of; a digest has a period instead.

    The time is kept as it was typed, ``local_time`` (2026-11-26T09:00) in ``zone``; ``due_at`` is computed.
    """

    class Kind(models.TextChoices):
        BULLETIN = "bulletin", _("bulletin")
        DAILY = "daily", _("digest of a day")
        WEEKLY = "weekly", _("digest of a week")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        OVERDUE = "overdue", _("too late, asks first")
        PREPARING = "preparing", _("being prepared")
        SENDING = "sending", _("being sent")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped by a failure")
        SENT = "sent", _("sent")
        CANCELLED = "cancelled", _("cancelled")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    public_id = models.CharField(max_length=12, unique=True, default=new_issue_id, editable=False)
    title = models.CharField(_("title"), max_length=255, help_text=_("How editors and the archive name it."))
    translation_key = models.UUIDField(null=True, blank=True, db_index=True)
    topic = models.CharField(_("topic"), max_length=12, choices=Topic.choices, default=Topic.BULLETINS)
    category = models.ForeignKey(
        Category, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    fallback = models.CharField(
        _("language for all others"),
        max_length=12,
        choices=language_choices,
        help_text=_("Readers of a language that the letter does not exist in get it in this one."),
    )
    period_from = models.DateTimeField(null=True, blank=True)
    period_to = models.DateTimeField(null=True, blank=True)
    local_time = models.CharField(_("time"), max_length=16, blank=True)
    zone = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    prepared_to = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    trouble = models.CharField(_("reason"), max_length=200, blank=True)
    in_archive = models.BooleanField(
        _("in the public archive"), default=True, help_text=_("Visitors find the letter on the site once it was sent.")
    )

    objects: ClassVar[Any] = IssueQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("letter to the list")
        verbose_name_plural = _("letters to the list")
        ordering: ClassVar = ["-made_at", "-pk"]
        permissions: ClassVar = [("send_issue", _("Can send letters to the list"))]
        constraints: ClassVar = [
            # One bulletin goes out once, whoever presses the button how often; a cancelled one may go again.
            models.UniqueConstraint(
                fields=["site", "translation_key"],
                condition=~Q(state="cancelled"),
                name="newsletter_issue_once_a_bulletin",
            ),
            models.UniqueConstraint(
                fields=["site", "kind", "period_to"],
                condition=~Q(kind="bulletin"),
                name="newsletter_issue_once_a_period",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class IssueText(models.Model):
    """An issue in one language, as it was sent. ``variant`` names the topics of a digest, "" for all.

    Where a reader's own address stands in the texts, they hold ``mime.MARK``.
    """

    hidden_because: ClassVar[str] = "Shown with its issue in the archive, whose row is watched."

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    variant = models.CharField(max_length=200, blank=True)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField()
    html = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a letter")
        verbose_name_plural = _("texts of letters")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issue", "language", "variant"], name="newsletter_text_once")
        ]

    def __str__(self) -> str:
        return self.subject
