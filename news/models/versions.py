"""Texts of bulletins that were public and then corrected, each with the note that says what was wrong."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.permissions import policy_registry

NOTE_LENGTH = 600


class BulletinVersionQuerySet(models.QuerySet["BulletinVersion"]):
    def of(self, page: Any) -> BulletinVersionQuerySet:
        """The earlier texts of a bulletin; an alias has those of the page that it follows."""
        return self.filter(page=page.alias_of_id or page.pk)

    def newest_first(self) -> BulletinVersionQuerySet:
        return self.order_by("-number")

    def for_user(self, user: Any) -> BulletinVersionQuerySet:
        """Those of the bulletins that ``user`` may publish."""
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "publish")
        return self.filter(page__in=pages.order_by().values("pk"))


class BulletinVersion(models.Model):
    """One earlier text, as it was last public, and the correction that replaced it.

    It owes nothing to Wagtail's revisions, which may be purged. ``body`` is the stream as it was stored; ``facts`` are
    pairs of a fact's key and its words as the page showed them.
    """

    page = models.ForeignKey("news.BulletinPage", on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number of the text"))
    title = models.CharField(_("title"), max_length=255)
    summary = models.TextField(_("summary"), blank=True)
    body = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    # A picture that is deleted is shown nowhere, so no key holds it.
    picture = models.JSONField(default=dict)
    corrected_at = models.DateTimeField(_("corrected"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed = models.TextField(
        _("what was changed"),
        max_length=NOTE_LENGTH,
        help_text=_("Readers see this note above the text, in feeds and beside the earlier text."),
    )
    why = models.TextField(
        _("why"), max_length=NOTE_LENGTH, help_text=_("Say in one sentence how the error came about or was found.")
    )
    is_withdrawn = models.BooleanField(
        _("the earlier text is withdrawn"),
        default=False,
        help_text=_(
            "Hides the earlier text and the comparison from everybody, for example where it names a person who must "
            "not be named. The note stays, so write nothing in it that must be hidden."
        ),
    )
    withdrawn_why = models.TextField(
        _("why it is withdrawn"),
        max_length=NOTE_LENGTH,
        blank=True,
        help_text=_("Readers see this in the place of the earlier text."),
    )

    objects: Any = BulletinVersionQuerySet.as_manager()

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("changed"), FieldPanel("why")], heading=_("Public note")),
        MultiFieldPanel([FieldPanel("is_withdrawn"), FieldPanel("withdrawn_why")], heading=_("Earlier text")),
    ]

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["-corrected_at", "-pk"]
        default_permissions = ("change", "view")
        constraints: ClassVar = [models.UniqueConstraint(fields=("page", "number"), name="news_version_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def clean(self) -> None:
        if self.is_withdrawn and not self.withdrawn_why.strip():
            raise ValidationError({"withdrawn_why": _("Say in one sentence why the earlier text is withdrawn.")})
