"""A bulletin as a NewsArticle: every word of it stands on the page."""

from __future__ import annotations

from datetime import date

import pytest

from news.dates import long_date
from tests.core.schema import SCRIPT, things_of
from tests.missions import visitor
from tests.news.ground import make_author, make_bulletin, make_category, make_index, make_series


@pytest.fixture
def index(missions):
    return make_index(missions.first)


def article(mission, path):
    html = visitor(mission).get(path).content.decode()
    return things_of(html)["NewsArticle"], SCRIPT.sub("", html)


def test_an_issue_says_what_its_page_shows(missions, index):
    first = missions.first
    facts = {"series": make_series(first), "category": make_category(first), "author": make_author(first)}
    make_bulletin(index, "A year of reform", slug="reform", number=24, summary="What changed.", **facts)
    said, page = article(first, "/news/reform/")
    assert f"<h1>{said['headline']}</h1>" in page
    assert said["description"] in page
    assert f'<time datetime="{said["datePublished"][:10]}">{long_date(date(2008, 12, 22))}</time>' in page
    assert said["datePublished"] == "2008-12-22T00:00:00-05:00"
    assert said["dateModified"] >= said["datePublished"]
    assert said["inLanguage"] == "en"
    assert said["articleSection"] == "General"
    assert said["author"] == {"@type": "Person", "name": "admin", "url": "http://aland.example/news/author/admin/"}
    assert said["publisher"] == {"@id": "http://aland.example/#organization"}
    issue = said["isPartOf"]
    assert (issue["name"], issue["issueNumber"], issue["isPartOf"]["name"]) == (
        "Special Issue No 24",
        24,
        "Special Issue",
    )
    for words in (issue["name"], said["articleSection"], said["author"]["name"]):
        assert words in page
    assert said["mainEntityOfPage"] == "http://aland.example/news/reform/"


def test_a_bulletin_with_nothing_but_a_title_is_valid(missions, index):
    make_bulletin(index, "Bare", slug="bare")
    said, _page = article(missions.first, "/news/bare/")
    assert said["author"] == said["publisher"]
    assert not {"isPartOf", "articleSection", "image", "description"} & set(said)


def test_a_draft_of_a_live_bulletin_is_not_told(missions, index):
    page = make_bulletin(index, "Live words", slug="live")
    page.title = "Draft words"
    page.save_revision()
    said, html = article(missions.first, "/news/live/")
    assert said["headline"] == "Live words"
    assert "Draft words" not in html


def test_a_translation_speaks_its_language_with_the_facts_of_its_source(missions, index):
    series = make_series(missions.first, en="Special Issue", kk="Арнайы шығарылым")
    page = make_bulletin(index, "Reform", slug="reform", series=series, number=24)
    kazakh = make_index(missions.first, "kk", index)
    make_bulletin(kazakh, "Реформа", slug="reforma", translation_key=page.translation_key)
    said, _page = article(missions.first, "/kk/news/reforma/")
    assert (said["headline"], said["inLanguage"]) == ("Реформа", "kk")
    assert said["isPartOf"]["issueNumber"] == 24
    assert said["isPartOf"]["isPartOf"]["name"] == "Арнайы шығарылым"
