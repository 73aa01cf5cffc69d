"""The one row by which every process knows whether what it keeps is still true."""

from typing import ClassVar

from django.db import models


class ContentVersion(models.Model):
    """A number that rises with every change of what visitors may see. ``core.content_version`` alone writes it."""

    value = models.BigIntegerField(default=0)

    hidden_because: ClassVar[str] = "It says that something changed and is shown nowhere."
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.value)
