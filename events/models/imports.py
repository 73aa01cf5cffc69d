"""What came from the calendar files of others: which page each event became, and files that wait to be imported."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from events.models.pages import EventsPage


class ImportedEvent(models.Model):
    """One event of another calendar and the page of ours that it became, in all its languages.

    ``told`` has a digest of what the file said of each aspect of the event, ``written`` one of what the page was given:
    so it is known who changed what since, the other calendar or an editor. ``calendar`` is what the other is called.
    """

    hidden_because: ClassVar[str] = "A record of where an event came from; what is shown is its page."

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=255)
    translation_key = models.UUIDField(db_index=True)
    sequence = models.PositiveIntegerField(default=0)
    calendar = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    imported_at = models.DateTimeField()

    objects: Any = models.Manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "uid"], name="events_imported_once")]

    def __str__(self) -> str:
        return self.uid


class CalendarImport(models.Model):
    """A file that an editor sent, with what is wished of it, until it is a day old.

    The file is kept in the row (gzip), so that it is never left behind, and every process that works on it has it.
    """

    class Step(models.TextChoices):
        """Where the import of a file is."""

        READ = "read", _("Read, and not imported yet")
        WAITING = "waiting", _("Waits to be imported")
        DONE = "done", _("Imported")

    hidden_because: ClassVar[str] = "The work on a file; what comes of it is saved as pages."

    calendar = models.ForeignKey(EventsPage, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    publish = models.BooleanField(default=False)
    overwrite = models.BooleanField(default=False)
    last_day = models.DateField(null=True)
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
