"""SampleCredit: one person or ensemble behind a recording, and what they did."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from music.credits import Role, role_choices
from music.models.samples import AudioSample


class SampleCredit(Orderable):
    """One line of the credits, in an editor's order."""

    sample = ParentalKey(AudioSample, on_delete=models.CASCADE, related_name="credit_rows")
    role = models.CharField(_("role"), max_length=16, choices=role_choices, default=Role.PERFORMER)
    name = models.CharField(_("name"), max_length=160, help_text=_("The name as the person or the ensemble writes it."))
    instrument = models.CharField(
        _("instrument"), max_length=100, blank=True, help_text=_("For example: dombra, or a voice. It may stay empty.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("credit")
        verbose_name_plural = _("credits")

    def __str__(self) -> str:
        return self.name
