"""A file of addresses that an editor sent, kept until it is imported or a day old."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned
from core.words import language_choices


class SubscriberImport(MissionOwned):
    """The file (gzip, emptied once it was imported) and what the editor said of it.

    ``columns`` are the numbers of the columns of the address and of the language; -1 where the file has none.
    """

    hidden_because: ClassVar[str] = "Work on a file of addresses."

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField(blank=True)
    email_column = models.SmallIntegerField(_("column of the address"), default=0)
    language_column = models.SmallIntegerField(_("column of the language"), default=-1)
    language = models.CharField(
        _("language"), max_length=12, choices=language_choices, help_text=_("Of rows that do not name one.")
    )
    topics = models.JSONField(default=list)
    source = models.CharField(_("source of the consent"), max_length=200)
    report = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("import of subscribers")
        verbose_name_plural = _("imports of subscribers")

    def __str__(self) -> str:
        return self.name
