"""What came from the old site: which page each source became, where its addresses lead, and files that wait."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from legacy.old_addresses import LONGEST_KEY
from news.models import NewsIndexPage


class ImportedSource(models.Model):
    """One page of the old site and the bulletin of ours that it became, in all its languages.

    ``read`` is a fingerprint of what the source said, ``written`` one of what the bulletin was given, "" where it was
    here before and was only linked. So it is known who changed what since.
    """

    hidden_because: ClassVar[str] = "A record of where a bulletin came from; what is shown is its page."

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    identity = models.CharField(max_length=LONGEST_KEY)
    source = models.CharField(max_length=255)
    read = models.CharField(max_length=64)
    written = models.CharField(max_length=64, blank=True)
    translation_key = models.UUIDField(db_index=True)
    imported_at = models.DateTimeField()

    objects: Any = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "identity"], name="legacy_source_once")]

    def __str__(self) -> str:
        return self.identity


class OldAddress(models.Model):
    """One address of the old site, as ``old_addresses.keys_of`` writes it, and the page in all its languages that it
    leads to; ``language`` is the one in which the old page was written.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=LONGEST_KEY)
    translation_key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=12)

    objects: Any = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "key"], name="legacy_address_once")]

    def __str__(self) -> str:
        return self.key


class OldSiteImport(models.Model):
    """Files that an editor sent, as one zip in the private storage, with what is wished of them, until they are a day
    old.
    """

    class Step(models.TextChoices):
        """Where the import is."""

        READ = "read", _("Read, and not imported yet")
        WAITING = "waiting", _("Waits to be imported")
        DONE = "done", _("Imported")

    hidden_because: ClassVar[str] = "The work on files that were sent; what comes of it is saved as pages."

    index = models.ForeignKey(NewsIndexPage, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="legacy/%Y/%m/", max_length=255)
    drafts = models.BooleanField(default=False)
    overwrite = models.BooleanField(default=False)
    category = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=12)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.READ)
    report = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True, db_index=True)
    asked_at = models.DateTimeField(null=True)

    objects: Any = models.Manager()

    # A file that waits is no use of a page.
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name
