"""The head of every page: a title, a description, one address of its own, the same in other languages, a picture."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colours import to_hex
from core.meta import DESCRIPTION_LENGTH, describe, og_locale, plain
from core.theme import palettes
from tests.missions import visitor
from tests.news.ground import make_bulletin, make_category, make_index

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def head_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode().split("</head>")[0]


def metas(head):
    """Every meta element with a name or property, in order of appearance the last one counts."""
    return {
        name: unescape(content)
        for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', head)
    }


def links(head, rel):
    return re.findall(rf'<link rel="{rel}"(?: hreflang="([\w-]+)")? href="([^"]+)"', head)


def title_of(head):
    return unescape(re.search(r"<title>(.*?)</title>", head, re.DOTALL).group(1))


@pytest.fixture
def first(missions):
    return missions.first


@pytest.fixture
def index(first):
    return make_index(first)


@pytest.fixture
def translated(first, index):
    """A bulletin in English and Kazakh."""
    kazakh = make_index(first, "kk", index)
    page = make_bulletin(index, "A year of reform", slug="reform", summary="What changed, and why.")
    make_bulletin(kazakh, "Реформалар жылы", slug="reformalar", translation_key=page.translation_key)
    return page


def test_a_page_says_what_networks_ask(first, translated):
    head = head_of(visitor(first), "/news/reform/")
    said = metas(head)
    assert title_of(head) == "A year of reform | Embassy of Aland"
    assert said["og:title"] == "A year of reform"
    assert said["og:type"] == "article"
    assert said["og:site_name"] == "Embassy of Aland"
    assert said["og:url"] == "http://aland.example/news/reform/"
    assert (said["og:locale"], said["og:locale:alternate"]) == ("en_US", "kk_KZ")
    assert said["description"] == said["og:description"] == "What changed, and why."
    assert said["article:published_time"].startswith("2008-12-22T00:00:00-05:00")
    assert said["og:image"].startswith("http://aland.example/media/")
    assert said["twitter:card"] == "summary"


def test_the_addresses_by_language_agree_on_all_pages_and_in_the_sitemap(first, translated):
    client = visitor(first)
    wanted = {
        "en": "http://aland.example/news/reform/",
        "kk": "http://aland.example/kk/news/reformalar/",
        "x-default": "http://aland.example/news/reform/",
    }
    for path in ("/news/reform/", "/kk/news/reformalar/"):
        assert dict(links(head_of(client, path), "alternate")) == wanted
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    entries = {url.findtext("s:loc", namespaces=NAMES): url for url in root.findall("s:url", NAMES)}
    for address in (wanted["en"], wanted["kk"]):
        listed = entries[address].findall("x:link", NAMES)
        assert {link.get("hreflang"): link.get("href") for link in listed} == wanted


def test_the_default_address_is_in_the_main_language_of_the_mission(first, translated):
    mission = first.mission
    mission.main_language = "kk"
    mission.save()
    found = dict(links(head_of(visitor(first), "/news/reform/"), "alternate"))
    assert found["x-default"] == "http://aland.example/kk/news/reformalar/"


def test_a_page_in_one_language_names_no_others(first, index):
    make_bulletin(index, "Alone", slug="alone")
    head = head_of(visitor(first), "/news/alone/")
    assert "hreflang" not in head
    assert "og:locale:alternate" not in head


def test_the_sitemap_holds_what_strangers_may_read_on_that_host(missions, index):
    from wagtail.models import PageViewRestriction

    make_bulletin(index, "Open", slug="open")
    make_bulletin(index, "Draft", slug="draft").unpublish()
    hidden = make_bulletin(index, "Hidden", slug="hidden")
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")
    make_bulletin(make_index(missions.second), "Elsewhere", slug="elsewhere")
    text = visitor(missions.first).get("/sitemap.xml").content.decode()
    assert "/news/open/" in text
    for word in ("draft", "hidden", "elsewhere", "borduria"):
        assert word not in text
    assert "http://borduria.example/news/elsewhere/" in visitor(missions.second).get("/sitemap.xml").content.decode()


def test_the_sitemap_costs_the_same_for_one_page_and_for_twenty(first, index, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visitor(first)
    counts = []
    for first_number, end in ((1, 2), (2, 21)):
        for number in range(first_number, end):
            make_bulletin(index, f"Issue {number}", slug=f"issue-{number}")
        client.get("/sitemap.xml")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_address_of_a_page_keeps_only_what_makes_it_different(first, index):
    category = make_category(first)
    for number in range(12):
        make_bulletin(
            index, f"Issue {number}", slug=f"issue-{number}", category=category, date=date(2020, 1, number + 1)
        )
    client = visitor(first)
    for path, canonical in (
        ("/news/", "/news/"),
        ("/news/?page=1&utm_source=x", "/news/"),
        ("/news/?page=2&utm_source=x", "/news/?page=2"),
        ("/news/?category=general", "/news/category/general/"),
        ("/news/?category=general&page=2", "/news/category/general/?page=2"),
        ("/news/category/general/", "/news/category/general/"),
        ("/news/2020/?page=2", "/news/2020/?page=2"),
        ("/?x=1", "/"),
    ):
        head = head_of(client, path)
        assert links(head, "canonical") == [("", f"http://aland.example{canonical}")], path
        assert metas(head)["og:url"] == f"http://aland.example{canonical}"


def test_pages_of_a_list_name_no_other_languages(first, index):
    make_index(first, "kk", index)
    for number in range(12):
        make_bulletin(index, f"Issue {number}", slug=f"issue-{number}")
    client = visitor(first)
    assert "hreflang" in head_of(client, "/news/")
    # The Kazakh list has one page only.
    assert 'rel="alternate" hreflang' not in head_of(client, "/news/?page=2")


@pytest.mark.parametrize("path", ["/search/?q=reform", "/subscribe/manage/nonsense/", "/nowhere/"])
def test_what_no_search_engine_should_know_says_nothing_to_networks(first, path):
    html = visitor(first).get(path).content.decode()
    assert html.count('<meta name="robots" content="noindex">') == 1
    for mark in ("og:", "ld+json", 'rel="canonical"', "twitter:"):
        assert mark not in html.split("</head>")[0]


def test_every_template_that_hides_from_search_engines_says_so_in_the_block_for_it():
    for path in TEMPLATES.rglob("*.html"):
        text = re.sub(r"{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        if "noindex" in text and path.name not in {"plain.html", "entrance.html", "embed.html"}:  # frames of their own
            assert "{% block robots %}noindex{% endblock %}" in text, path


@pytest.mark.parametrize("path", ["/", "/kk/", "/news/", "/news/2008/", "/news/reform/", "/news/bare/", "/subscribe/"])
def test_a_description_is_never_empty_and_never_markup(first, translated, index, path):
    make_bulletin(index, "Bare", slug="bare", body=[("text", "<p>The <b>text</b> &amp; no summary.</p>")])
    said = metas(head_of(visitor(first), path))
    assert said["description"].strip()
    assert not re.search(r"[<>]|&amp;", said["description"])
    assert said["og:title"].strip()


def test_a_bulletin_without_summary_is_described_by_its_text(first, index):
    make_bulletin(index, "Bare", slug="bare", body=[("text", "<p>The <b>text</b> &amp; no summary.</p>")])
    assert metas(head_of(visitor(first), "/news/bare/"))["description"] == "The text & no summary."


def test_what_an_editor_wrote_for_search_engines_comes_first(first, index):
    make_bulletin(index, "Bare", slug="bare", summary="Summary", search_description="Written for engines")
    assert metas(head_of(visitor(first), "/news/bare/"))["description"] == "Written for engines"


def test_nasty_titles_stay_text(first, index):
    title = '"><script>alert(1)</script> & </title> “x”'
    make_bulletin(index, title, slug="nasty")
    head = head_of(visitor(first), "/news/nasty/")
    assert "<script>alert" not in head
    assert head.count("</title>") == 1


@given(st.text(max_size=400), st.text(min_size=1, max_size=100))
def test_any_text_makes_a_description(description, title):
    made = describe(description, title, "Embassy")
    assert made
    assert len(made) <= DESCRIPTION_LENGTH
    assert made == " ".join(made.split())


def test_markup_of_a_template_is_dropped_and_entities_are_read():
    assert plain('<span lang="kk">Қ &amp; R</span>\n  a &lt; b') == "Қ & R a < b"


@pytest.mark.parametrize(
    ("code", "locale"), [("kk", "kk_KZ"), ("ru", "ru_RU"), ("en", "en_US"), ("pt-br", "pt_BR"), ("de", "de_DE")]
)
def test_languages_have_the_locale_that_networks_know(code, locale):
    assert og_locale(code) == locale


@pytest.mark.parametrize("accent", ["#009ebf", "#7a0019"])
def test_the_colour_of_the_hoist_is_the_browsers_too(first, accent):
    mission = first.mission
    mission.accent = accent
    mission.save()
    head = head_of(visitor(first), "/")
    for scheme, tokens in zip(("light", "dark"), palettes(accent), strict=True):
        wanted = (
            f'<meta name="theme-color" content="{to_hex(tokens["hoist"])}" media="(prefers-color-scheme: {scheme})">'
        )
        assert wanted in head


def test_a_mission_says_nothing_of_another(missions, translated):
    make_bulletin(make_index(missions.second), "Elsewhere", slug="elsewhere")
    head = head_of(visitor(missions.second), "/news/elsewhere/")
    assert "aland" not in head.lower()
