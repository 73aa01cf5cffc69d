"""Brings the series, categories and authors of bulletins with their words: one query, however many bulletins and kinds.

Three relations with words each would cost six.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import F, QuerySet, Value

from core.models import Named
from news.models.taxonomy import Author, AuthorWords, Category, CategoryWords, Series, SeriesWords

KINDS: dict[str, tuple[type[Named], Any]] = {
    "series": (Series, SeriesWords),
    "category": (Category, CategoryWords),
    "author": (Author, AuthorWords),
}
COLUMNS = ("kind", "parent_id", "parent__slug", "parent__site_id", "language", "name", "sign")


def named_things(wanted: dict[str, set[int]]) -> dict[tuple[str, int], Named]:
    """The rows with the primary keys wanted of each kind, with their words, by kind and key.

    A row without words is left out. Fields that lists do not show are deferred.
    """
    parts = [_words_of(kind, keys) for kind, keys in wanted.items() if keys]
    if not parts:
        return {}
    found: dict[tuple[str, int], Named] = {}
    words: dict[tuple[str, int], list[Any]] = {}
    for kind, pk, slug, site, language, name, sign in parts[0].union(*parts[1:], all=True):
        model, words_model = KINDS[kind]
        found.setdefault((kind, pk), _partly(model, {"id": pk, "slug": slug, "site_id": site}))
        extra = {"number_sign": sign} if kind == "series" else {}
        words.setdefault((kind, pk), []).append(words_model(language=language, name=name, **extra))
    for key, thing in found.items():
        setattr(thing, "words", words[key])  # noqa: B010  # the related name, which only the subclasses have
    return found


def _partly(model: type[Named], values: dict[str, Any]) -> Named:
    """A row of which only ``values`` are known; Django wants them in the order of its fields."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(None, names, [values[name] for name in names])


def _words_of(kind: str, keys: set[int]) -> QuerySet[Any, Any]:
    rows: QuerySet[Any] = KINDS[kind][1].objects.filter(parent__in=keys).order_by()
    sign = F("number_sign") if kind == "series" else Value("")
    return rows.annotate(kind=Value(kind), sign=sign).values_list(*COLUMNS)


def bring_names(
    bulletins: Iterable[Any], besides: Mapping[str, Iterable[int]] = MappingProxyType({})
) -> dict[str, list[Named]]:
    """Fills ``series category author`` of the bulletins, and returns by kind the things with the keys asked for
    ``besides``.
    """
    pages = list(bulletins)
    extra = {kind: set(besides.get(kind, ())) for kind in KINDS}
    wanted = {kind: {pk for page in pages if (pk := getattr(page, f"{kind}_id"))} | extra[kind] for kind in KINDS}
    things = named_things(wanted)
    for page in pages:
        for kind in KINDS:
            thing = things.get((kind, getattr(page, f"{kind}_id")))
            if thing is not None:
                setattr(page, kind, thing)
    return {kind: [thing for (one, pk), thing in things.items() if one == kind and pk in extra[kind]] for kind in KINDS}
