"""UploadReceipt: which file of an editor's queue became which sample, so that a lost answer can be given again."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from music.models.samples import AudioSample


class UploadReceipt(models.Model):
    """Written with the sample, kept for some days. `key` is what the browser called its file."""

    hidden_because: ClassVar[str] = "A record of what an editor sent; nothing is shown of it."
    # What was noted of an upload is no use of the sample.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=36)
    sample = models.ForeignKey(AudioSample, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: Any = models.Manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "key"], name="receipt_by_key")]

    def __str__(self) -> str:
        return self.key
