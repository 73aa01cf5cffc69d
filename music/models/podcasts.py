"""What podcast directories want to know of a list of recordings, beside what the page says anyway."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from core.models import MissionImage

# Apple's names, by which directories sort in every language, and what editors read.
CATEGORIES = {
    "Music": pgettext_lazy("podcast category", "Music"),
    "Music / Music Commentary": pgettext_lazy("podcast category", "Music / Music Commentary"),
    "Music / Music History": pgettext_lazy("podcast category", "Music / Music History"),
    "Music / Music Interviews": pgettext_lazy("podcast category", "Music / Music Interviews"),
    "Arts / Performing Arts": pgettext_lazy("podcast category", "Arts / Performing Arts"),
    "Education / Language Learning": pgettext_lazy("podcast category", "Education / Language Learning"),
    "Government": pgettext_lazy("podcast category", "Government"),
    "History": pgettext_lazy("podcast category", "History"),
    "News": pgettext_lazy("podcast category", "News"),
    "Society & Culture": pgettext_lazy("podcast category", "Society & Culture"),
    "Society & Culture / Places & Travel": pgettext_lazy("podcast category", "Society & Culture / Places & Travel"),
}


def category_choices() -> list[tuple[str, Promise]]:
    """For the field; a callable, so that another category makes no migration."""
    return list(CATEGORIES.items())


class PodcastFields(models.Model):
    """Mixin of a page whose recordings are a podcast."""

    podcast_picture = models.ForeignKey(
        MissionImage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("podcast picture"),
        help_text=_("A square of at least 1400 pixels a side. Left empty, one is drawn from the title."),
    )
    podcast_category = models.CharField(
        _("category"),
        max_length=60,
        choices=category_choices,
        default="Music",
        help_text=_("Podcast directories list the recordings under it. The names are Apple's, in English."),
    )
    podcast_explicit = models.BooleanField(
        _("explicit"),
        default=False,
        help_text=_("Whether the recordings hold words that children should not hear; directories ask."),
    )
    podcast_email = models.EmailField(
        _("owner's e-mail address"),
        blank=True,
        help_text=_(
            "Directories write to it to make sure that the podcast is yours. Everybody can read it in the feed."
        ),
    )
    podcast_locked = models.BooleanField(
        _("locked"),
        default=True,
        help_text=_("Tells other podcast hosts not to take the podcast over."),
    )

    podcast_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "podcast_picture",
                    "podcast_category",
                    "podcast_explicit",
                    "podcast_email",
                    "podcast_locked",
                )
            ],
            heading=_("Podcast"),
        )
    ]

    class Meta:
        abstract = True
