"""Who holds which number of a series. A number is held from the first draft that has it until its bulletin is gone.

The page table cannot hold this: copies, aliases and translations are rows of it that carry the same number.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from news.models.taxonomy import Series

HIGHEST_NUMBER = 99_999


class NumberTaken(Exception):
    """Somebody else claimed the number between the check and the save."""


class SeriesNumberManager(models.Manager["SeriesNumber"]):
    def claim(self, series_id: int, number: int, key: UUID) -> None:
        """Makes the bulletin with translation key ``key`` the holder, and frees the number it held before.

        Raises NumberTaken when another bulletin holds it.
        """
        try:
            with transaction.atomic():
                self.update_or_create(translation_key=key, defaults={"series_id": series_id, "number": number})
        except IntegrityError as error:
            raise NumberTaken from error

    def free(self, key: UUID) -> None:
        self.filter(translation_key=key).delete()

    def next_numbers(self, series_ids: list[int]) -> dict[int, int]:
        """The number after the highest one held, by series; a series without numbers starts at 1."""
        rows = self.filter(series__in=series_ids).values("series").annotate(highest=models.Max("number"))
        highest = {row["series"]: row["highest"] for row in rows}
        return {series: self._after(series, highest.get(series, 0)) for series in series_ids}

    def _after(self, series_id: int, highest: int) -> int:
        """Where the last number that can be is held, by mistake most likely, the series goes on below it."""
        if highest < HIGHEST_NUMBER:
            return highest + 1
        held = set(self.filter(series=series_id).values_list("number", flat=True))
        ends = (number for number in held if number < HIGHEST_NUMBER and number + 1 not in held)
        return max(ends, default=0) + 1


class SeriesNumber(models.Model):
    """One number of one series and the bulletin, in all its languages, that holds it."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="numbers")
    number = models.PositiveIntegerField(_("number"))
    translation_key = models.UUIDField(unique=True)

    hidden_because: ClassVar[str] = "A claim, also of drafts; what is shown is the bulletin's own field."

    objects = SeriesNumberManager()

    class Meta:
        verbose_name = _("number of a series")
        verbose_name_plural = _("numbers of series")
        constraints: ClassVar = [models.UniqueConstraint(fields=("series", "number"), name="news_number_once")]

    def __str__(self) -> str:
        return str(self.series.issue(self.number))
