"""SampleText: the words of a recording in one language, as an editor typed or uploaded them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from music.lyrics import LRC, PLAIN, VTT, notation_of, read_text
from music.misreadings import Misread
from music.models.samples import AudioSample
from music.timed_lines import Line


class Role(models.TextChoices):
    """What a text is to what is heard; in this order they are shown."""

    ORIGINAL = "original", _("Original")
    TRANSLITERATION = "letters", _("Transliteration")
    TRANSLATION = "translation", _("Translation")


class Notation(models.TextChoices):
    """How the source of a text is written; recognised, never asked."""

    PLAIN = PLAIN, _("Plain text")
    LRC = LRC, "LRC"
    VTT = VTT, "WebVTT"


class SampleText(models.Model):
    """One text in one language. Its source is kept as typed; the lines are read from it when they are asked for."""

    sample = ParentalKey(AudioSample, on_delete=models.CASCADE, related_name="texts")
    role = models.CharField(_("kind of text"), max_length=12, choices=Role.choices, default=Role.ORIGINAL)
    language = models.CharField(
        _("language"),
        max_length=12,
        help_text=_("A code such as kk, ru or en; kk-Latn is Kazakh in Latin letters."),
    )
    body = models.TextField(
        _("words"),
        blank=True,
        help_text=_(
            "Plain text, LRC or WebVTT. With times, the line that is heard is marked, and a click on a line plays it. "
            "Texts whose lines are the same in number and time stand side by side."
        ),
    )
    notation = models.CharField(max_length=8, choices=Notation.choices, default=Notation.PLAIN, editable=False)

    objects: Any = models.Manager()

    class Meta:
        verbose_name = _("text of a sample")
        verbose_name_plural = _("texts of samples")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("sample", "language"), name="music_sampletext_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.language}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.notation = notation_of(self.body)
        super().save(*args, **kwargs)

    @property
    def is_timed(self) -> bool:
        """Whether it is known when its lines are heard."""
        return self.notation != Notation.PLAIN

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines; none of a source that cannot be read, as no form would have let it in."""
        try:
            return read_text(self.body)
        except Misread:
            return ()

    @property
    def plain_words(self) -> str:
        """What the search knows of the text: words without times and signs of form."""
        return "\n".join(line.text for line in self.lines)
