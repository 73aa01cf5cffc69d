"""What leads from one bulletin to others: its tags, and the bulletins that an editor chose beside it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class BulletinTag(TaggedItemBase):
    content_object = ParentalKey("news.BulletinPage", on_delete=models.CASCADE, related_name="tagged_items")


class RelatedBulletin(Orderable):
    """One bulletin that an editor chose to show below another.

    A fact: the rows of the source page hold for all its languages, and so does the bulletin chosen, whichever of its
    pages it was chosen by.
    """

    page = ParentalKey("news.BulletinPage", on_delete=models.CASCADE, related_name="chosen_related")
    bulletin = models.ForeignKey(
        "news.BulletinPage",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("bulletin"),
        help_text=_("It is shown in the language of the reader, where it exists in that language and is published."),
    )

    panels: ClassVar = [FieldPanel("bulletin")]

    class Meta(Orderable.Meta):
        verbose_name = _("related bulletin")
        verbose_name_plural = _("related bulletins")

    def __str__(self) -> str:
        return str(self.bulletin)
