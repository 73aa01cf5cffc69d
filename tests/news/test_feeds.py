"""Feeds that any reader can parse: full texts, absolute addresses, valid dates, conditional answers."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.feed_html import absolute_html, absolute_srcset, xml_safe
from core.feeds import ATOM, CONTENT, DUBLIN_CORE, Entry, Feed, atom, rss
from news.models import BulletinPage
from tests.missions import Missions, visitor
from tests.news.ground import make_author, make_bulletin, make_category, make_index, make_series

BASE = "https://embassy.example/news/one/"
A = f"{{{ATOM}}}"


@pytest.fixture
def site(missions: Missions) -> Any:
    class Ground:
        mission = missions.first
        other = missions.second
        client = visitor(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first)
        general = make_category(missions.first)
        author = make_author(missions.first)

        def bulletin(self, title: str = "A year of reform", number: int = 24, **values: Any) -> BulletinPage:
            facts = {"series": self.series, "category": self.general, "author": self.author}
            return make_bulletin(self.index, title, number=number, **{**facts, **values})

        def feed(self, url: str) -> ElementTree.Element:
            response = self.client.get(url)
            assert response.status_code == 200, url
            return ElementTree.fromstring(response.content)

    return Ground()


def test_rss_says_all_of_a_bulletin(site: Any) -> None:
    page = site.bulletin(summary="A short reading.", body=[("text", '<p>Read <a href="/about/">more</a>.</p>')])
    channel = site.feed("/news/feed.rss").find("channel")
    item = channel.find("item")
    assert channel.findtext("title") == "Embassy of Aland: Bulletins"
    assert channel.findtext("language") == "en"
    assert channel.find(f"{A}link").get("href") == "http://aland.example/news/feed.rss"
    assert item.findtext("title") == "Special Issue No 24: A year of reform"
    assert item.findtext("link") == page.full_url == "http://aland.example/news/a-year-of-reform/"
    assert item.findtext(f"{{{DUBLIN_CORE}}}creator") == "admin"
    assert item.findtext("category") == "General"
    assert item.findtext("description") == "A short reading."
    assert 'href="http://aland.example/about/"' in item.findtext(f"{{{CONTENT}}}encoded")
    assert parsedate_to_datetime(item.findtext("pubDate")) == datetime(
        2008, 12, 22, tzinfo=ZoneInfo("America/New_York")
    )
    assert item.find("guid").get("isPermaLink") == "false"


def test_atom_says_the_same(site: Any) -> None:
    site.bulletin(summary="A short reading.", body=[("text", "<p>All of it.</p>")])
    feed = site.feed("/news/feed.atom")
    entry = feed.find(f"{A}entry")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{A}link")}
    assert links == {"self": "http://aland.example/news/feed.atom", "alternate": "http://aland.example/news/"}
    assert entry.findtext(f"{A}published") == "2008-12-22T00:00:00-05:00"
    assert datetime.fromisoformat(entry.findtext(f"{A}updated")).utcoffset() is not None
    assert entry.findtext(f"{A}author/{A}name") == "admin"
    assert "<p>All of it.</p>" in entry.findtext(f"{A}content")
    assert UUID(entry.findtext(f"{A}id").removeprefix("urn:uuid:"))


def test_the_identity_outlives_title_and_address_and_differs_by_language(site: Any) -> None:
    page = site.bulletin()
    russian = make_index(site.mission, "ru", site.index)
    page.copy_for_translation(russian.locale).save_revision().publish()
    before = site.feed("/news/feed.atom").findtext(f"{A}entry/{A}id")
    page.title, page.slug = "Another title", "another"
    page.save_revision().publish()
    assert site.feed("/news/feed.atom").findtext(f"{A}entry/{A}id") == before
    assert site.feed("/ru/news/feed.atom").findtext(f"{A}entry/{A}id") != before
    assert site.feed("/news/feed.rss").findtext("channel/item/guid") == before


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_every_list_has_its_feed(site: Any, form: str) -> None:
    site.bulletin("Numbered")
    site.bulletin("Other", 25, category=make_category(site.mission, "other"), author=None, series=None)
    for part in ("category/general", "series/special-issue", "author/admin"):
        text = site.client.get(f"/news/{part}/feed.{form}").content.decode()
        assert "Numbered" in text
        assert "Other" not in text
        assert "Numbered" in site.client.get(f"/news/{part}/").content.decode()
        assert f"/news/{part}/feed.{form}" in site.client.get(f"/news/{part}/").content.decode()


@pytest.mark.parametrize(("form", "kind"), [("rss", "application/rss+xml"), ("atom", "application/atom+xml")])
def test_a_reader_that_has_the_feed_gets_304(site: Any, form: str, kind: str) -> None:
    page = site.bulletin()
    url = f"/news/feed.{form}"
    response = site.client.get(url)
    assert response["Content-Type"] == f"{kind}; charset=utf-8"
    etag, modified = response["ETag"], response["Last-Modified"]
    assert site.client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert site.client.get(url, headers={"if-modified-since": modified}).status_code == 304
    assert site.client.get(url, headers={"if-none-match": '"other"', "if-modified-since": modified}).status_code == 200
    page.title = "Changed"
    page.save_revision().publish()
    assert site.client.get(url, headers={"if-none-match": etag}).status_code == 200
    assert site.client.head(url).status_code == 200
    assert site.client.post(url).status_code == 405


@pytest.mark.parametrize("ahead", [date(2199, 1, 1), date(9999, 12, 31)])
def test_a_bulletin_that_is_dated_ahead_does_not_keep_readers_from_what_comes_after(site: Any, ahead: date) -> None:
    site.bulletin("Dated ahead", date=ahead)
    response = site.client.get("/news/feed.atom")
    assert parsedate_to_datetime(response["Last-Modified"]) <= timezone.now()
    entry = site.feed("/news/feed.atom").find(f"{A}entry")
    for name in ("published", "updated"):
        assert datetime.fromisoformat(entry.findtext(f"{A}{name}")) <= timezone.now()


def test_an_empty_feed_is_valid(site: Any) -> None:
    assert site.feed("/news/feed.rss").findall("channel/item") == []
    assert site.feed("/news/feed.atom").findtext(f"{A}updated")


def test_the_feeds_are_discoverable(site: Any) -> None:
    page = site.bulletin()
    for url in ("/news/", page.get_url(), "/"):
        html = site.client.get(url).content.decode()
        for form, kind in (("rss", "rss+xml"), ("atom", "atom+xml")):
            assert re.search(
                rf'<link rel="alternate" type="application/{re.escape(kind)}"[^>]* href="/news/feed.{form}">', html
            ), url


def test_the_other_mission_has_a_feed_of_its_own(site: Any) -> None:
    site.bulletin("Of the first")
    make_bulletin(make_index(site.other), "Of the second")
    text = visitor(site.other).get("/news/feed.rss").content.decode()
    assert "Of the second" in text
    assert "Of the first" not in text
    assert "http://borduria.example/news/of-the-second/" in text


def test_what_xml_forbids_is_left_out(site: Any) -> None:
    site.bulletin("A\x0bB", slug="ab", summary="C\x1fD", body=[("text", "<p>E\x0cF\ufffeG</p>")])
    item = site.feed("/news/feed.rss").find("channel/item")
    assert item.findtext("title").endswith("AB")
    assert item.findtext("description") == "CD"


@pytest.mark.parametrize("year", [1850, 1900, 2008, 9999])
def test_any_date_is_written_validly(site: Any, year: int) -> None:
    site.bulletin(date=date(year, 1, 1))
    item = site.feed("/news/feed.rss").find("channel/item")
    assert re.search(r" (\+|-)\d{4}$", item.findtext("pubDate"))
    published = site.feed("/news/feed.atom").findtext(f"{A}entry/{A}published")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", published)


def test_a_bulletin_published_on_its_day_has_the_hour(site: Any) -> None:
    zone = ZoneInfo("America/New_York")
    page = site.bulletin(date=datetime.now(zone).date())
    item = site.feed("/news/feed.rss").find("channel/item")
    assert parsedate_to_datetime(item.findtext("pubDate")) == page.first_published_at.replace(microsecond=0)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/a/">x</a>', '<a href="https://embassy.example/a/">x</a>'),
        ('<a href="b/">x</a>', '<a href="https://embassy.example/news/one/b/">x</a>'),
        ('<a href="#part">x</a>', '<a href="https://embassy.example/news/one/#part">x</a>'),
        ('<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'),
        ('<a href="tel:202;ext=104">x</a>', '<a href="tel:202;ext=104">x</a>'),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<img src="/m.png" alt="A" onerror="x()">', '<img src="https://embassy.example/m.png" alt="A">'),
        ("<p>a<script>alert(1)</script>b<style>p{}</style></p>", "<p>ab</p>"),
        ('<button type="button">Play</button><p class="x" id="y">t</p>', "<p>t</p>"),
        ('<audio controls src="/a.mp3"></audio>', '<audio controls="" src="https://embassy.example/a.mp3"></audio>'),
        ("<p lang='kk'>\x00Ә\x1f</p>", '<p lang="kk">Ә</p>'),
        ('<a href="http://[bad">x</a>', "<a>x</a>"),
    ],
)
def test_html_for_readers_elsewhere(html: str, expected: str) -> None:
    assert absolute_html(html, BASE) == expected


def test_a_srcset_becomes_absolute() -> None:
    made = absolute_srcset("/a.png 1x, /b.png 2x", BASE)
    assert made == "https://embassy.example/a.png 1x, https://embassy.example/b.png 2x"


def entry(text: str) -> Entry:
    moment = datetime(2008, 12, 22, tzinfo=UTC)
    return Entry(text, text, text, text, absolute_html(text, BASE), moment, moment, text, (text,))


@given(st.text())
def test_any_text_makes_valid_feeds(text: str) -> None:
    moment = datetime(2008, 12, 22, tzinfo=UTC)
    feed = Feed(text, text, text, text, text, "en", moment, [entry(text)])
    for written in (rss(feed), atom(feed)):
        ElementTree.fromstring(written)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_safe_text_keeps_all_that_xml_allows(text: str) -> None:
    kept = xml_safe(text)
    assert [sign for sign in text if sign in kept] == list(kept)
    assert xml_safe(kept) == kept


@given(st.text(alphabet="<>/='\"abhrefsciptjv: &;#x0\x0b\x01", max_size=80))
def test_no_html_gets_a_script_through(text: str) -> None:
    cleaned = absolute_html(text, BASE).lower()
    assert "<script" not in cleaned
    assert 'href="javascript:' not in cleaned
