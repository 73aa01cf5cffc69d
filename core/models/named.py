"""What pages are sorted by: one row in all languages, its names in rows by language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from core.models.ownership import MissionOwned
from core.named_forms import NamedForm
from core.panels import MissionPanel
from core.words import Worded


class Named(Worded, MissionOwned, ClusterableModel):
    """A name by language and a slug that is unique in the mission. Subclasses have ``words`` with a ``name``."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        blank=True,
        help_text=_("The word in the web address. Left empty, it is made from the name."),
    )

    panels: ClassVar[list[Any]] = [
        MissionPanel("site"),
        InlinePanel("words", heading=_("Names in each language"), label=_("language"), min_num=1),
        FieldPanel("slug"),
    ]
    base_form_class = NamedForm

    class Meta:
        abstract = True
        ordering: ClassVar = ["slug"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("site", "slug"),
                name="%(app_label)s_%(class)s_slug_once",
                violation_error_message=_("This address is already taken. Choose another word."),
            )
        ]

    def __str__(self) -> str:
        return str(self.word("name")) or self.slug

    @classmethod
    def addresses(cls, slug: str) -> list[str]:
        """The public addresses of a row with that slug, below the home page of a language; those of its files too."""
        raise NotImplementedError
