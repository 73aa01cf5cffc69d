"""The low-data version: what it leaves out, where its links lead, and what it weighs in a browser."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from core.low_data import lightened, with_low, without_low
from tests.look.test_budgets import size_of
from tests.missions import visitor
from tests.music.test_pages import programme
from tests.music.uploading import stored
from tests.pages import PAGES
from tests.visits import Visits

MOST = 30_000
LOW = "?data=low"
KINDS = ["home", "home-kk", "news", "bulletin", "month", "event", "music", "programme", "sample", "search-results"]


@pytest.mark.parametrize(
    ("address", "low"),
    [
        ("/news/", "/news/?data=low"),
        ("/news/?page=2#end", "/news/?page=2&data=low#end"),
        ("?page=2", "?page=2&data=low"),
        ("/news/?data=low", "/news/?data=low"),
        ("/kk/search/?q=%D0%9D%D0%B0%D1%83", "/kk/search/?q=%D0%9D%D0%B0%D1%83&data=low"),
        ("#main", "#main"),
        ("/news/feed.rss", "/news/feed.rss"),
        ("/music/audio/abc/original/a.mp3", "/music/audio/abc/original/a.mp3"),
        ("/media/images/a", "/media/images/a"),
        ("https://elsewhere.example/", "https://elsewhere.example/"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("//[x", "//[x"),
        ("http://[example.org]", "http://[example.org]"),
        ("/[x", "/[x?data=low"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("tel:+77172", "tel:+77172"),
    ],
)
def test_links_stay_in_the_mode_where_they_lead_to_pages(address, low):
    assert with_low(address) == low
    assert low == address or "data=low" not in without_low(low)


@pytest.mark.parametrize(
    ("html", "small"),
    [
        ('<picture><source srcset="a"><img src="/m/a.jpg" alt="A horse"></picture>', "Picture: A horse"),
        ('<img src="/m/a.jpg" alt="">', ""),
        ('<a href="/x/"><img src="/m/a.jpg" alt="A horse"></a>', "A horse"),
        ("<noscript><p>Plain</p></noscript><script>no()</script><svg class='player-wave'><path/></svg>", "Plain"),
    ],
)
def test_pictures_become_words_and_what_needs_a_script_goes(html, small):
    made = lightened(f"<html><head></head><body>{html}</body></html>", "/?data=low")
    assert BeautifulSoup(made, "html.parser").body.get_text() == small
    assert not re.search("<(img|picture|script|svg|noscript)", made)


def test_forms_lead_on_in_the_mode():
    made = lightened('<form><input name="q"></form><form method="post" action="/subscribe/"></form>', "/?data=low")
    assert '<input name="data" type="hidden" value="low"/>' in made
    assert 'action="/subscribe/?data=low"' in made


@pytest.mark.django_db
def test_a_page_is_small_and_leads_back_to_the_full_one(missions):
    programme(missions.first, [stored(missions.first, 1, title="Alpha")])
    page = visitor(missions.first).get(f"/music/dombra/{LOW}")
    html = page.content.decode()
    assert "Alpha" in html
    assert re.search(r"<audio[^>]*controls[^>]*>\s*<source", html)
    assert "<sample-player" not in html
    assert '<a class="low-data" href="/music/dombra/" rel="nofollow">Full version</a>' in html
    assert 'href="/music/?data=low"' in html
    assert "data=low" not in re.search(r"<link[^>]*canonical[^>]*>", html)[0]
    full = visitor(missions.first).get("/music/dombra/").content.decode()
    assert '<a class="low-data" href="/music/dombra/?data=low" rel="nofollow">Low-data version</a>' in full


@pytest.mark.django_db
def test_what_is_no_page_is_what_it_always_is(missions):
    assert (
        visitor(missions.first).get(f"/robots.txt{LOW}").content == visitor(missions.first).get("/robots.txt").content
    )


@pytest.mark.browser
@pytest.mark.xdist_group("site")
def test_everything_that_a_browser_loads_of_it_is_at_most_thirty_kilobytes(browser, running_site):
    visits = Visits(browser, running_site)
    found = {}
    for name in KINDS:
        # The browser has seen nothing yet, each time.
        context = browser.new_context()
        page, came = context.new_page(), []
        page.on("requestfinished", lambda request, came=came: came.append(request))
        page.goto(running_site.url + with_low(PAGES[name](visits.asker).address))
        page.wait_for_load_state("networkidle")
        loaded = [
            (request.resource_type, size_of(request.response())) for request in came if "data:" not in request.url
        ]
        context.close()
        assert {kind for kind, _size in loaded} <= {"document", "stylesheet", "image"}, name
        found[name] = sum(size for _kind, size in loaded)
    visits.close()
    assert {name: size for name, size in found.items() if size > MOST} == {}
