"""What became of the files that editors made bulletins of, kept for a while beside the draft."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from wagtail.models import Site

from news.models.bulletins import BulletinPage


class BulletinDocument(models.Model):
    """One file and its draft, or in ``refusal`` why there is none. Files that were sent together share ``batch``.

    ``report`` holds how many things were "kept" and "dropped" by kind, and "told", a list of codes with their values;
    ``news.documents.reports`` makes sentences of them in the reader's language.
    """

    hidden_because: ClassVar[str] = "A report on a file for editors; what came of it is the page."

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    batch = models.UUIDField(db_index=True)
    page = models.ForeignKey(BulletinPage, on_delete=models.CASCADE, null=True, related_name="documents_read")
    name = models.CharField(max_length=255)
    refusal = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: Any = models.Manager()

    # A report is no use of a page.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name
