"""Counters of what may be done only so often a day. They hold no address and no name, and are gone the day after."""

from typing import ClassVar

from django.db import models


class DayCount(models.Model):
    """How often one thing was done on one day; ``key`` is a keyed hash of what and by whom."""

    key = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
    taken = models.PositiveIntegerField(default=0)

    hidden_because: ClassVar[str] = "A count of what was tried; nothing is shown of it."
    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.day}: {self.taken}"
