"""Words by language: child rows that fall back to the mission's main language, marked with their own.

A thing that is one row in all languages (a series, a contact, a mission) keeps its words in child rows:
subclass ``Words`` with ``parent = ParentalKey(Thing, related_name="words")`` and mix ``Worded`` into the thing.
"""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Wording(NamedTuple):
    """A text and the language code to mark it with; ``lang`` is "" when it is the language asked for."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def language_choices() -> list[tuple[str, str]]:
    """The install's languages; a callable, so that adding one makes no migration."""
    return list(settings.LANGUAGES)


class Words(models.Model):
    """One language's words of a parent. Subclasses add ``parent`` and the translated fields."""

    language = models.CharField(
        _("language"),
        max_length=12,
        choices=language_choices,
        help_text=_("The language of the words in this row. Use one row for each language."),
    )

    objects: ClassVar[models.Manager[Any]] = (
        models.Manager()
    )  # named, because the type checker asks an abstract model for it

    class Meta:
        abstract = True
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("parent", "language"), name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return self.language


class WordedQuerySet(models.QuerySet[Any]):
    """Adds the one query that brings the words of all rows."""

    def with_words(self) -> WordedQuerySet:
        return self.prefetch_related("words")


class Worded:
    """Mixin of a model whose words are rows with the related name ``words``."""

    def word(self, name: str, language: str | None = None, main: str | None = None) -> Wording:
        """The field ``name`` in ``language`` (default: the active one), else in ``main``, else in any language.

        Empty fields count as missing. Nothing anywhere gives an empty Wording.
        """
        wanted = language or get_language() or settings.LANGUAGE_CODE
        texts = {
            row.language: text
            for row in self.words.all()  # type: ignore[attr-defined]  # the related name of the subclass
            if (text := getattr(row, name))
        }
        for code in (wanted, main or settings.LANGUAGE_CODE, *texts):
            if code in texts:
                return Wording(texts[code], "" if code == wanted else code)
        return Wording("", "")

    def words_in_all(self, name: str) -> list[Wording]:
        """The field in every language that has it, in the order of LANGUAGES, each marked."""
        texts = {row.language: getattr(row, name) for row in self.words.all()}  # type: ignore[attr-defined]  # as above
        return [Wording(texts[code], code) for code, _name in settings.LANGUAGES if texts.get(code)]
