"""How many were on the list on each day: who has left is forgotten, the number stays."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import MissionOwned


class ListSize(MissionOwned):
    """The confirmed subscribers of a mission at the end of a day of UTC."""

    hidden_because: ClassVar[str] = "A figure for editors."

    day = models.DateField(_("day"))
    size = models.PositiveIntegerField(_("subscribers"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("size of the list")
        verbose_name_plural = _("sizes of the list")
        constraints: ClassVar = [models.UniqueConstraint(fields=["site", "day"], name="newsletter_size_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.size}"
