"""A page that may carry one picture: fields and panel together."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.models.media import MissionImage


class Pictured(models.Model):
    """Abstract: a picture and, in the page's own language, what it shows."""

    picture = models.ForeignKey(
        MissionImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown with the title, cut to three by two around the focal point of the picture. May stay empty."),
    )
    picture_alt = models.CharField(
        _("text alternative"),
        max_length=255,
        blank=True,
        help_text=_("Say in one sentence what the picture shows, for people who do not see it."),
    )

    picture_panel: ClassVar = MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_alt")], heading=_("Picture"))

    class Meta:
        abstract = True

    # Set by the form while a draft is saved, which may be incomplete.
    may_be_incomplete = False

    def clean(self) -> Any:
        super().clean()
        if self.picture_id and not self.picture_alt.strip() and not self.may_be_incomplete:
            raise ValidationError({"picture_alt": _("Say in one sentence what the picture shows.")})
