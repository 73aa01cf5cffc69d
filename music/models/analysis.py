"""SampleAnalysis: what was found by listening to a recording's file, and how far that work has come."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from music.models.samples import AudioSample


class State(models.TextChoices):
    """Where the work on a recording stands. The row is the truth, whatever the queue of tasks says."""

    WAITING = "waiting", _("Waiting for its turn")
    RUNNING = "running", _("Being analysed")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class SampleAnalysis(models.Model):
    """One row per sample. State, attempts and lease are written with `update`, as no visitor's page depends on them;
    the findings with `save`, which renews the pages.
    """

    # What is computed of a sample is no use of it.
    wagtail_reference_index_ignore = True

    sample = models.OneToOneField(AudioSample, on_delete=models.CASCADE, related_name="analysis")
    state = models.CharField(
        _("analysis"), max_length=8, choices=State.choices, default=State.WAITING, db_index=True, editable=False
    )
    step = models.CharField(max_length=16, blank=True, editable=False)
    # A key of music.findings.SENTENCES, so that everybody reads it in a language of their own.
    reason = models.CharField(max_length=32, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    holder = models.CharField(max_length=32, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    asked_at = models.DateTimeField(auto_now_add=True, db_index=True)

    content_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text=_("SHA-256 of the file that was listened to.")
    )
    duration_ms = models.PositiveBigIntegerField(null=True, editable=False)
    # 1,800 loudest values, one for each equal part of the recording, 0 to 255; empty before the analysis.
    peaks = models.BinaryField(default=b"", editable=False)
    loudness = models.FloatField(_("loudness"), null=True, editable=False, help_text=_("In LUFS."))
    loudness_range = models.FloatField(_("loudness range"), null=True, editable=False, help_text=_("In LU."))
    true_peak = models.FloatField(_("true peak"), null=True, editable=False, help_text=_("In dBTP."))
    damaged_parts = models.PositiveIntegerField(default=0, editable=False)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("analysis")
        verbose_name_plural = _("analyses")

    def __str__(self) -> str:
        return f"{self.sample_id}: {self.state}"

    @property
    def is_current(self) -> bool:
        """Whether the findings are of the sample's present file."""
        return bool(self.content_hash) and self.content_hash == self.sample.sha256
