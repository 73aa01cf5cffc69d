"""Asks Wagtail's index which rows of a queryset hold the words, and how well. The rows' own filters stay the database's
business, so the index never decides who may see what.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import F, QuerySet, Value
from django.db.models.expressions import RawSQL
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry
from wagtail.search.query import PlainText

from search.queries import is_beginning

SCORE = "search_score"
# The columns are autocomplete, body and title: a word in the title counts as much as several in the text.
SQLITE_SCORES = """
    SELECT entry.content_type_id, entry.object_id, -bm25(wagtailsearch_indexentry_fts, 0, 1, 6)
    FROM wagtailsearch_indexentry_fts
    JOIN wagtailsearch_indexentry entry ON entry.id = wagtailsearch_indexentry_fts.rowid
    WHERE wagtailsearch_indexentry_fts MATCH %s
"""


# By content type and primary key.
Scores = dict[int, dict[int, float]]


class Hit(NamedTuple):
    """One row that holds every word; the higher the score, the better."""

    model: type[Any]
    pk: int
    score: float


def ranked(*querysets: QuerySet[Any], words: tuple[str, ...]) -> list[Hit]:
    """The rows of all querysets that hold every word, the best first; the last word may be the beginning of one.

    One query for each queryset, and one more on SQLite.
    """
    if connections[router.db_for_read(IndexEntry)].vendor == "sqlite":
        scores = _sqlite_scores(words)
        hits = [hit for rows in querysets for hit in _known(rows, scores)]
    else:
        hits = [hit for rows in querysets for hit in _scored(rows, words)]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.pk))


def _model_of(type_id: int) -> type[Any] | None:
    return ContentType.objects.get_for_id(type_id).model_class()


def _type_of(rows: QuerySet[Any]) -> Any:
    """The content type of a row: a column of pages, else the one of the model."""
    has_types = any(field.name == "content_type" for field in rows.model._meta.fields)
    return F("content_type_id") if has_types else Value(ContentType.objects.get_for_model(rows.model).pk)


def _scored(rows: QuerySet[Any], words: tuple[str, ...]) -> Iterator[Hit]:
    found = _matching(rows, words).annotate(type_id=_type_of(rows))
    for pk, type_id, score in found.values_list("pk", "type_id", SCORE):
        if model := _model_of(type_id):
            yield Hit(model, pk, score)


def _known(rows: QuerySet[Any], scores: Scores) -> Iterator[Hit]:
    """The rows of the queryset among what the index has found.

    As a condition on the index SQLite would ask it anew for each row: that took half a minute among 10,000 recordings.
    """
    models = {type_id: model for type_id in scores if (model := _model_of(type_id)) and issubclass(model, rows.model)}
    keys = json.dumps([pk for type_id in models for pk in scores[type_id]])
    known = rows.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [keys])).order_by()  # our words
    for pk, type_id in known.annotate(type_id=_type_of(rows)).values_list("pk", "type_id"):
        if type_id in models and pk in scores[type_id]:
            yield Hit(models[type_id], pk, scores[type_id][pk])


def _matching(rows: QuerySet[Any], words: tuple[str, ...]) -> QuerySet[Any]:
    backend = get_search_backend()
    kind: type[Any] = backend.query_compiler_class
    if is_beginning(words):
        kind = type("BeginningCompiler", (kind,), {"LAST_TERM_IS_PREFIX": True})
    compiler = kind(rows, PlainText(" ".join(words), operator="and"), order_by_relevance=False)
    results = backend.results_class(backend, compiler)
    found: QuerySet[Any] = results.annotate_score(SCORE).get_queryset()
    return found.order_by()


def _sqlite_scores(words: tuple[str, ...]) -> Scores:
    """The score of everything that holds the words, by content type and primary key.

    Wagtail's own score asks the index anew for every row found: a common word among 5,000 pages took it a minute.
    """
    terms = [f'"{word}"' for word in words]
    asked = f"{{title body}} : ({' AND '.join(terms)}{'*' if is_beginning(words) else ''})"
    found: Scores = defaultdict(dict)
    with connections[router.db_for_read(IndexEntry)].cursor() as cursor:
        cursor.execute(SQLITE_SCORES, [asked])
        for type_id, key, score in cursor:
            found[type_id][int(key)] = score
    return found
