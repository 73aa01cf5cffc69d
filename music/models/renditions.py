"""SampleRendition: a smaller, equally loud file made of a recording. Each is a row of its own, made once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from music.models.samples import AudioSample
from music.storage import rendition_path


class SampleRendition(models.Model):
    """One encoded file. `source_hash` and `recipe` say of what and how it was made; it is stored by its own hash."""

    # What is computed of a sample is no use of it.
    wagtail_reference_index_ignore = True

    sample = models.ForeignKey(AudioSample, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(max_length=16, editable=False)
    source_hash = models.CharField(max_length=64, editable=False)
    recipe = models.CharField(max_length=64, editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    codec = models.CharField(max_length=16, editable=False)
    bit_rate = models.PositiveIntegerField(editable=False, help_text=_("In bits a second, as asked of the encoder."))
    file = models.FileField(upload_to=rendition_path, max_length=255, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    gain_db = models.FloatField(editable=False)
    made_at = models.DateTimeField(auto_now=True)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["sample", "kind"], name="one_rendition_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.kind}"
