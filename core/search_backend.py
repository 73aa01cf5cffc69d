"""Wagtail's index of words, asked once a search. On SQLite the library would ask it anew for each row of the table,
which among ten thousand pages takes minutes. On another database this is the library's own backend.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db.models import Case, FloatField, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from modelsearch.backends.database import SearchBackend as LibraryBackend

SearchBackend: Any = LibraryBackend

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
    from modelsearch.backends.database.sqlite.sqlite import (
        SQLiteAutocompleteQueryCompiler,
        SQLiteFTSIndexEntry,
        SQLiteSearchBackend,
        SQLiteSearchQueryCompiler,
    )
    from modelsearch.query import MatchAll, Not
    from modelsearch.utils import get_descendants_content_types_pks

    class AskedOnce:
        """Reads what the index has found, then the rows of it; a page of results comes in the order of their rank."""

        def search(self, config: Any, start: Any, stop: Any, score_field: str | None = None) -> QuerySet[Any]:
            compiler: Any = self
            query = normalize(compiler.query)
            if isinstance(query, MatchAll | Not):
                found: QuerySet[Any] = super().search(config, start, stop, score_field)  # type: ignore[misc]  # a mixin
                return found
            scores = self._scores(query, config)
            rows = compiler.queryset.filter(pk__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps([*scores])]))
            if not compiler.order_by_relevance:
                ordered = rows if rows.query.order_by else rows.order_by("-pk")
                return (_scored(ordered, scores, score_field) if score_field else ordered)[start:stop]
            keys = rows.order_by().values_list("pk", flat=True)
            best = sorted(keys, key=lambda pk: (scores[pk], -pk))[start:stop]
            name = score_field or "_score"
            page = _scored(compiler.queryset.filter(pk__in=best), {pk: scores[pk] for pk in best}, name)
            return page.order_by(name, "-pk")

        def _scores(self, query: Any, config: Any) -> dict[Any, float]:
            """The rank of each row that the index has found, by primary key: the lower, the better."""
            compiler: Any = self
            fields = compiler.fields or compiler.FTS_TABLE_FIELDS
            types = get_descendants_content_types_pks(compiler.queryset.model)
            found = SQLiteFTSIndexEntry.objects.filter(
                MatchExpression(fields, compiler.build_search_query(query, config=config)),
                index_entry__content_type__in=types,
            ).annotate(score=compiler._build_rank_expression(compiler.get_search_vectors(), config))
            to_python = compiler.queryset.model._meta.pk.to_python
            return {to_python(key): score for key, score in found.values_list("index_entry__object_id", "score")}

    def _scored(rows: QuerySet[Any], scores: dict[Any, float], name: str) -> QuerySet[Any]:
        cases = [When(pk=pk, then=Value(score)) for pk, score in scores.items()]
        return rows.annotate(**{name: Case(*cases, default=Value(0.0), output_field=FloatField())})

    class WordsCompiler(AskedOnce, SQLiteSearchQueryCompiler):
        pass

    class BeginningsCompiler(AskedOnce, SQLiteAutocompleteQueryCompiler):
        pass

    class OnceBackend(SQLiteSearchBackend):
        query_compiler_class = WordsCompiler
        autocomplete_query_compiler_class = BeginningsCompiler

    SearchBackend = OnceBackend
