"""Samples on other sites: the frame with its own policy, and oEmbed 1.0."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from tests.missions import visitor
from tests.music.test_pages import music_page
from tests.music.uploading import stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(missions):
    music_page(missions.first)
    return stored(missions.first, 1, title="Дала таңы", title_language="kk", artist="Айгүл", slug="dala")


def asked(mission, url="http://aland.example/music/samples/dala/", **more):
    return visitor(mission).get("/oembed", {"url": url, **more})


def test_the_frame_may_stand_anywhere_and_loads_nothing_from_elsewhere(missions, sample):
    page = visitor(missions.first).get("/music/samples/dala/embed/")
    html = page.content.decode()
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    assert "<audio controls" in html
    assert '<base target="_blank">' in html
    assert 'content="noindex"' in html
    assert len(page.content) < 16_000
    assert "frame-ancestors 'self'" in visitor(missions.first).get("/music/samples/dala/")["Content-Security-Policy"]


def test_what_strangers_may_not_hear_has_neither_frame_nor_answer(missions, sample):
    theirs = stored(missions.second, 2, slug="theirs")
    for change in ({"public": False}, {"public": True, "permission_until": timezone.now() - timedelta(seconds=1)}):
        type(sample).objects.filter(pk=sample.pk).update(**change)
        gone = visitor(missions.first).get("/music/samples/dala/embed/")
        assert gone.status_code == 404
        assert "frame-ancestors *" in gone["Content-Security-Policy"]
        assert "X-Frame-Options" not in gone
        assert "This recording cannot be heard here." in gone.content.decode()
        assert asked(missions.first).status_code == 404
    assert asked(missions.first, f"http://aland.example/music/samples/{theirs.slug}/").status_code == 404


def test_the_page_leads_to_the_answer_and_the_answer_to_the_frame(missions, sample):
    page = visitor(missions.first).get("/music/samples/dala/").content.decode()
    link = re.search(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', page)
    answer = visitor(missions.first).get(unescape(link[1]))
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = answer.json()
    assert {key: found[key] for key in ("version", "type", "title", "author_name", "width", "height")} == {
        "version": "1.0", "type": "rich", "title": "Дала таңы", "author_name": "Айгүл", "width": 560, "height": 292,
    }  # fmt: skip
    frame = re.search(r'<iframe src="http://aland.example(/[^"]+)"', found["html"])
    assert visitor(missions.first).get(frame[1]).status_code == 200


def test_a_frame_is_in_the_language_of_the_page_and_no_larger_than_wished(missions, sample):
    music_page(missions.first, "kk")
    found = asked(missions.first, "https://aland.example/kk/music/samples/dala/#t=5", maxwidth="300", maxheight="9000")
    assert '/kk/music/samples/dala/embed/"' in found.json()["html"]
    assert 'title="Жазба: Дала таңы"' in found.json()["html"]
    assert (found.json()["width"], found.json()["height"]) == (300, 292)


def test_a_title_cannot_leave_its_attribute(missions, sample):
    type(sample).objects.filter(pk=sample.pk).update(title='"><script>alert(1)</script>')
    html = asked(missions.first).json()["html"]
    assert "<script" not in html
    assert html.count('"') == 10


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("http://elsewhere.example/music/samples/dala/", {}, 404),
        ("ftp://aland.example/music/samples/dala/", {}, 404),
        ("http://aland.example/music/", {}, 404),
        ("http://[broken/", {}, 404),
        ("", {}, 400),
        ("http://aland.example/music/samples/dala/", {"format": "xml"}, 501),
        ("http://aland.example/music/samples/dala/", {"maxwidth": "wide"}, 400),
        ("http://aland.example/music/samples/dala/", {"maxheight": "0"}, 400),
        ("http://aland.example/music/samples/\0/", {}, 404),
    ],
)
def test_a_wrong_question_gets_a_sentence_and_its_status(missions, sample, url, more, status):
    answer = asked(missions.first, url, **more)
    assert answer.status_code == status
    assert answer.json()["error"].endswith(".")
