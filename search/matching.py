"""Asks Wagtail's index which rows of a queryset hold the words, and how well. The rows' own filters stay the database's
business, so the index never decides who may see what.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connections, router
from django.db.models import QuerySet
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


class Hit(NamedTuple):
    """One row that holds every word; the higher the score, the better."""

    model: type[Any]
    pk: int
    score: float


def ranked(*querysets: QuerySet[Any], words: tuple[str, ...]) -> list[Hit]:
    """The rows of all querysets that hold every word, the best first; the last word may be the beginning of one.

    One query for each queryset, and one more on SQLite.
    """
    scores = _sqlite_scores(words) if connections[router.db_for_read(IndexEntry)].vendor == "sqlite" else None
    hits = [hit for rows in querysets for hit in _hits(rows, words, scores)]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.pk))


def _hits(rows: QuerySet[Any], words: tuple[str, ...], scores: dict[tuple[int, str], float] | None) -> list[Hit]:
    kind = "content_type_id" if any(field.name == "content_type" for field in rows.model._meta.fields) else None
    own = ContentType.objects.get_for_model(rows.model).pk
    found = _matching(rows, words, scored=scores is None)
    hits = []
    for row in found.values("pk", *([kind] if kind else []), *([SCORE] if scores is None else [])):
        type_id = row[kind] if kind else own
        score = row[SCORE] if scores is None else scores.get((type_id, str(row["pk"])), 0)
        model = ContentType.objects.get_for_id(type_id).model_class()
        if model is not None:
            hits.append(Hit(model, row["pk"], score))
    return hits


def _matching(rows: QuerySet[Any], words: tuple[str, ...], *, scored: bool) -> QuerySet[Any]:
    backend = get_search_backend()
    kind: type[Any] = backend.query_compiler_class
    if is_beginning(words):
        kind = type("BeginningCompiler", (kind,), {"LAST_TERM_IS_PREFIX": True})
    compiler = kind(rows, PlainText(" ".join(words), operator="and"), order_by_relevance=False)
    results = backend.results_class(backend, compiler)
    found: QuerySet[Any] = (results.annotate_score(SCORE) if scored else results).get_queryset()
    return found.order_by()


def _sqlite_scores(words: tuple[str, ...]) -> dict[tuple[int, str], float]:
    """The score of everything that holds the words, by content type and primary key.

    Wagtail's own score asks the index anew for every row found: a common word among 5,000 pages took it a minute.
    """
    terms = [f'"{word}"' for word in words]
    asked = f"{{title body}} : ({' AND '.join(terms)}{'*' if is_beginning(words) else ''})"
    with connections[router.db_for_read(IndexEntry)].cursor() as cursor:
        cursor.execute(SQLITE_SCORES, [asked])
        return {(kind, key): score for kind, key, score in cursor.fetchall()}
