"""What bulletins are sorted by: one row in all languages, its words in rows by language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel

from core.models import MissionOwned
from core.words import Worded, Wording, Words
from news.forms import AuthorForm, NamedForm


class Named(Worded, MissionOwned, ClusterableModel):
    """A name by language and a slug that is unique in the mission."""

    slug = models.SlugField(
        _("address"),
        max_length=80,
        blank=True,
        help_text=_("The word in the web address. Left empty, it is made from the name."),
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel("site"),
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


class Category(Named):
    """The one subject of a bulletin."""

    class Meta(Named.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class CategoryWords(Words):
    parent = ParentalKey(Category, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: General."))

    class Meta(Words.Meta):
        verbose_name = _("name")


class Series(Named):
    """A numbered run of bulletins."""

    class Meta(Named.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")

    def issue(self, number: int | None, main: str | None = None) -> Wording:
        """The series with a number, as "Special Issue No 24", in the active language or the one it fell back to."""
        name = self.word("name", main=main)
        if number is None:
            return name
        sign = self.word("number_sign", language=name.lang or None, main=main)
        return Wording(f"{name.text} {sign.text} {number}", name.lang)


class SeriesWords(Words):
    parent = ParentalKey(Series, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: Special Issue."))
    number_sign = models.CharField(
        _("sign before the number"),
        max_length=20,
        default="No",
        help_text=_("What stands between the name and the number, for example: No or №."),
    )

    class Meta(Words.Meta):
        verbose_name = _("name")


class Author(Named):
    """Who a bulletin is "posted by". The account behind it, if any, is never shown."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news_authors",
        verbose_name=_("account"),
        help_text=_("New bulletins of this account are posted by this author. Visitors never see the account."),
    )

    panels: ClassVar[list[Any]] = [*Named.panels, FieldPanel("user")]
    base_form_class = AuthorForm

    class Meta(Named.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class AuthorWords(Words):
    parent = ParentalKey(Author, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=120, help_text=_("As visitors read it after “Posted by”."))

    class Meta(Words.Meta):
        verbose_name = _("name")
