"""What bulletins are sorted by: one row in all languages, its words in rows by language."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from core.models import Named
from core.words import Wording, Words
from news.forms import AuthorForm


class Listed(Named):
    """Has lists and feeds of bulletins under its slug."""

    class Meta(Named.Meta):
        abstract = True

    @classmethod
    def addresses(cls, slug: str) -> list[str]:
        return [f"news/{cls._meta.model_name}/{slug}/{below}" for below in ("", "feed.rss", "feed.atom", "feed.json")]


class Category(Listed):
    """The one subject of a bulletin."""

    class Meta(Listed.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    @classmethod
    def addresses(cls, slug: str) -> list[str]:
        return [*super().addresses(slug), f"news/?category={slug}"]


class CategoryWords(Words):
    parent = ParentalKey(Category, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: General."))

    class Meta(Words.Meta):
        verbose_name = _("name")


class Series(Listed):
    """A numbered run of bulletins."""

    class Meta(Listed.Meta):
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


class Author(Listed):
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

    panels: ClassVar[list[Any]] = [*Listed.panels, FieldPanel("user")]
    base_form_class = AuthorForm

    class Meta(Listed.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")


class AuthorWords(Words):
    parent = ParentalKey(Author, on_delete=models.CASCADE, related_name="words")
    name = models.CharField(_("name"), max_length=120, help_text=_("As visitors read it after “Posted by”."))

    class Meta(Words.Meta):
        verbose_name = _("name")
