"""The editors' search finds what the library's would, in its order, and asks the index once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from tests.missions import Missions, editor_of
from tests.news.ground import make_bulletin, make_category, make_index

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="the library's own backend elsewhere")


@pytest.fixture
def pages(missions: Missions) -> list[Any]:
    index, category = make_index(missions.first), make_category(missions.first)
    titles = ("Apples", "Apples and pears", "Pears apples apples", "Plums", "Apple trees")
    return [make_bulletin(index, title=title, slug=f"p{n}", category=category) for n, title in enumerate(titles)]


def libraries_own() -> Any:
    from modelsearch.backends.database import SearchBackend

    return SearchBackend({})


@pytest.mark.parametrize("words", ["apples", "pears apples", "apple", "nothing", "plums", "app"])
@pytest.mark.parametrize("by_relevance", [True, False])
def test_it_finds_the_same_in_the_same_order(pages: list[Any], words: str, by_relevance: bool) -> None:
    for method in ("search", "autocomplete"):
        ours, theirs = (
            [page.pk for page in getattr(backend, method)(words, Page.objects.all(), order_by_relevance=by_relevance)]
            for backend in (get_search_backend(), libraries_own())
        )
        assert ours == theirs, method


def test_pages_of_results_follow_each_other_and_are_counted(pages: list[Any]) -> None:
    found = get_search_backend().search("apples", Page.objects.all())
    whole = [page.pk for page in found]
    assert found.count() == len(whole) == 3
    assert [page.pk for page in found[:2]] + [page.pk for page in found[2:4]] == whole
    scored = get_search_backend().search("apples", Page.objects.all()).annotate_score("score")
    assert all(page.score < 0 for page in scored) or connection.vendor != "sqlite"


@only_sqlite
def test_the_index_is_asked_once(pages: list[Any]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        list(get_search_backend().search("apples", Page.objects.all())[:2])
    asked = [query["sql"] for query in seen if "MATCH" in query["sql"]]
    assert len(asked) == 1
    assert "SELECT" not in asked[0][6:], "no question within the question"


def test_an_editor_finds_a_bulletin_by_its_words(missions: Missions, pages: list[Any]) -> None:
    client = editor_of(missions.first)
    for address in (
        reverse("wagtailadmin_pages:search"),
        reverse("wagtailadmin_explore", args=[pages[0].get_parent().pk]),
    ):
        shown = client.get(address, {"q": "pears"}).content.decode()
        assert "Apples and pears" in shown
        assert "Plums" not in shown
