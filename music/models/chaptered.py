"""Chaptered: the chapters of a recording, what its file says of them and what an editor typed instead."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from music.chapters import Chapter, from_rows, shown


class Chaptered(ClusterableModel):
    """Mixin of a recording. What an editor typed is shown instead of the file's chapters."""

    chapters = models.TextField(
        _("chapters"),
        max_length=50_000,
        blank=True,
        default="",
        # The release before writes rows without this column.
        db_default="",
        help_text=_(
            "One a line, in the language of the title: when it begins and what it is called, "
            "for example: 1:23 The answer. Left empty, those of the file are shown."
        ),
    )
    # Those of the file as [milliseconds, title]; nothing for what was uploaded before they were read.
    chapters_read = models.JSONField(default=list, null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def chapter_marks(self) -> tuple[Chapter, ...]:
        """The chapters that are shown; a title is "" where nobody named one."""
        return shown(self.chapters, self.chapters_read or [])

    @property
    def file_chapters(self) -> tuple[Chapter, ...]:
        """The chapters that the file names."""
        return from_rows(self.chapters_read or [])

    @property
    def chapter_titles(self) -> str:
        """What the search knows of the chapters."""
        return "\n".join(chapter.title for chapter in self.chapter_marks)
