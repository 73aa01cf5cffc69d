"""Every feed of every list keeps the rules of its format, and a program of others reads the same in all three."""

from __future__ import annotations

import json
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feeds import Enclosure, Entry, Feed, json_feed
from core.models import MissionImage
from core.picture_uses import FRAMED
from core.renditions import make_all
from news.models import BulletinPage
from tests import pictures
from tests.missions import Missions, visitor
from tests.news.feed_rules import CHECKS
from tests.news.ground import make_author, make_bulletin, make_category, make_index, make_series
from tests.news.test_feeds import entry

LISTS = ("", "category/general/", "series/special-issue/", "author/admin/")


@pytest.fixture
def site(missions: Missions, django_capture_on_commit_callbacks: Any) -> Any:
    class Ground:
        mission = missions.first
        client = visitor(missions.first)
        index = make_index(missions.first)
        russian = make_index(missions.first, "ru", index)
        series = make_series(missions.first)
        general = make_category(missions.first)
        author = make_author(missions.first)

        def bulletin(self, title: str, number: int, **values: Any) -> BulletinPage:
            facts = {"series": self.series, "category": self.general, "author": self.author}
            return make_bulletin(self.index, title, number=number, **{**facts, **values})

        def picture(self) -> MissionImage:
            with django_capture_on_commit_callbacks(execute=True):
                image = pictures.picture_of(missions.first, pictures.jpeg((1500, 1000)), "horses.jpg")
            make_all(image, [FRAMED])
            return image

        def feed(self, form: str, part: str = "") -> bytes:
            response = self.client.get(f"/news/{part}feed.{form}")
            assert response.status_code == 200, (form, part)
            return bytes(response.content)

    return Ground()


@pytest.mark.parametrize("part", LISTS)
@pytest.mark.parametrize("form", CHECKS)
def test_every_feed_keeps_the_rules_of_its_format(site: Any, form: str, part: str) -> None:
    CHECKS[form](site.feed(form, part))
    site.bulletin(
        "With a picture & “signs”", 1, picture=site.picture(), picture_alt="Horses.", summary="Two\x0b lines."
    )
    site.bulletin("Plain", 2, body=[("text", "<p>All of it.</p>")])
    text = site.feed(form, part)
    CHECKS[form](text)
    assert b"All of it." in text


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_another_program_reads_what_was_written(site: Any, form: str) -> None:
    page = site.bulletin(
        "A year", 24, picture=site.picture(), picture_alt="Horses.", body=[("text", "<p>All of it.</p>")]
    )
    read = feedparser.parse(site.feed(form))
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == {"rss": "rss20", "atom": "atom10"}[form]
    (found,) = read.entries
    assert (found.title, found.link, found.author) == ("Special Issue No 24: A year", page.full_url, "admin")
    assert found.published_parsed[:3] == (2008, 12, 22)
    assert found.updated_parsed[0] >= 2024
    assert "<p>All of it.</p>" in found.content[0].value
    (picture,) = found.enclosures
    assert picture.type == "image/jpeg"
    assert int(picture.length) > 1000
    (media,) = found.media_content
    assert (media["width"], media["height"], media["filesize"]) == ("720", "480", picture.length)


def test_the_json_feed_says_the_same_as_atom(site: Any) -> None:
    site.bulletin("A year", 24, picture=site.picture(), picture_alt="Horses.", summary="Short.")
    atom = feedparser.parse(site.feed("atom"))
    read = json.loads(site.feed("json"))
    (item,), (other,) = read["items"], atom.entries
    assert (read["title"], read["language"]) == (atom.feed.title, "en")
    assert (item["id"], item["title"], item["url"], item["summary"]) == (
        other.id,
        other.title,
        other.link,
        other.summary,
    )
    assert (item["date_published"], item["date_modified"]) == (other.published, other.updated)
    assert (item["tags"], item["authors"]) == (["General"], [{"name": "admin"}])
    (attachment,) = item["attachments"]
    assert item["image"] == attachment["url"] == other.enclosures[0].href
    assert attachment["size_in_bytes"] == int(other.enclosures[0].length)
    assert attachment["_size"] == {"width": 720, "height": 480}
    assert attachment["title"] == "Horses."


def test_without_a_picture_of_its_own_the_first_of_the_text_is_taken(site: Any) -> None:
    image = site.picture()
    words = {"image": image, "alt": "A lake.", "caption": "", "credit": ""}
    site.bulletin("A year", 24, body=[("image", words)])
    (item,) = json.loads(site.feed("json"))["items"]
    assert item["attachments"][0]["title"] == "A lake."


def test_a_picture_that_is_not_made_yet_is_left_out(site: Any) -> None:
    image = pictures.picture_of(site.mission, pictures.jpeg((1500, 1000)), "horses.jpg")
    site.bulletin("A year", 24, picture=image, picture_alt="Horses.")
    (item,) = json.loads(site.feed("json"))["items"]
    assert "image" not in item


def test_the_feeds_of_the_other_languages_are_named(site: Any) -> None:
    read = feedparser.parse(site.feed("atom", "series/special-issue/"))
    others = {link.hreflang: link.href for link in read.feed.links if "hreflang" in link}
    assert others == {"ru": "http://aland.example/ru/news/series/special-issue/feed.atom"}
    assert read.feed.link == "http://aland.example/news/series/special-issue/"


def test_a_bulletin_leads_to_the_feeds_of_its_series_and_category(site: Any) -> None:
    html = site.client.get(site.bulletin("A year", 24).get_url()).content.decode()
    for part in ("", "series/special-issue/", "category/general/"):
        for form, kind in (("rss", "rss+xml"), ("atom", "atom+xml"), ("json", "feed+json")):
            assert f'<link rel="alternate" type="application/{kind}"' in html
            assert f'href="/news/{part}feed.{form}"' in html


def test_a_json_reader_that_has_the_feed_gets_304(site: Any) -> None:
    site.bulletin("A year", 24)
    answer = site.client.get("/news/feed.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    assert site.client.get("/news/feed.json", headers={"if-none-match": answer["ETag"]}).status_code == 304


@given(st.text(), st.integers(0, 10**9))
def test_any_text_makes_a_valid_json_feed(text: str, length: int) -> None:
    one = entry(text)
    picture = Enclosure("https://embassy.example/a.jpg", "image/jpeg", 3, 2, length, text)
    full = Entry(**{**vars(one), "picture": picture})
    feed = Feed(text, text, text, text, text, "en", one.updated, [full])
    assert json.loads(json_feed(feed))["items"][0]["content_html"] == one.html
