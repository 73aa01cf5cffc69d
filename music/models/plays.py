"""How often samples are heard: counts that know no listener, and for one day the hashes that tell repeats apart."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from music.models.samples import AudioSample

HIDDEN = "A count of what was heard; no page for visitors shows it."


class Way(models.TextChoices):
    """How a recording was heard. The ways are never added up: one listening may be seen in two of them."""

    PLAYER = "player", _("In the player")
    STREAM = "stream", _("Without the player")
    DOWNLOAD = "download", _("Downloads")


class PlayCount(models.Model):
    """How often a sample was heard on a day (UTC), in one way and, where it was, in one programme. After a time the
    days of a month are summed in its first.
    """

    hidden_because: ClassVar[str] = HIDDEN
    # A count is no use of the sample.
    wagtail_reference_index_ignore = True

    day = models.DateField(db_index=True)
    sample = models.ForeignKey(AudioSample, on_delete=models.CASCADE, related_name="play_counts")
    # The translation key of a programme, in hex: the same in every language. Empty for a listening elsewhere.
    programme = models.CharField(max_length=32, blank=True, db_index=True)
    way = models.CharField(max_length=8, choices=Way.choices)
    number = models.PositiveIntegerField(default=0)

    objects: Any = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "day", "way", "programme"], name="one_play_count")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.way}: {self.number}"


class PlaySalt(models.Model):
    """The secret of one day (UTC), shared by all processes and thrown away after it: nobody, who has the database and
    every setting, can then tell whose a hash was.
    """

    hidden_because: ClassVar[str] = HIDDEN
    wagtail_reference_index_ignore = True

    day = models.DateField(primary_key=True)
    salt = models.CharField(max_length=64)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return str(self.day)


class PlayToday(models.Model):
    """That somebody has been counted today. The key is a hash with the day's salt; it goes when the salt goes."""

    hidden_because: ClassVar[str] = HIDDEN
    wagtail_reference_index_ignore = True

    key = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)

    objects: Any = models.Manager()

    def __str__(self) -> str:
        return str(self.day)
