"""RefusedRepair: a repair of a text that an editor does not want."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from music.models.samples import AudioSample


class RefusedRepair(models.Model):
    """That a field of a sample is right as it stands. It holds for that text; another is looked at anew."""

    # What editors decided about a sample is no use of it.
    wagtail_reference_index_ignore = True
    hidden_because: ClassVar[str] = "What editors decided about a proposal; the text itself stays as it is."

    sample = models.ForeignKey(AudioSample, on_delete=models.CASCADE, related_name="refused_repairs")
    field = models.CharField(max_length=16)
    text = models.TextField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("refused repair")
        verbose_name_plural = _("refused repairs")
        constraints: ClassVar = [models.UniqueConstraint(fields=["sample", "field"], name="one_refusal_of_a_field")]

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.field}"
