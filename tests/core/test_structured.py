"""Structured data says what the page shows, in valid words of schema.org, and can break no page."""

from __future__ import annotations

import json
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models import MissionWords, OpeningHours
from core.structured import json_ld
from tests.core.schema import SCRIPT, problems, things_of
from tests.missions import fetched, visitor
from tests.news.ground import make_bulletin, make_index


@pytest.fixture
def first(missions):
    mission = missions.first.mission
    mission.address = "1401 16th Street, NW\nWashington, DC 20036"
    mission.email = "mail@aland.example"
    mission.telephones = [
        ("telephone", {"kind": "telephone", "label": "", "number": "202-232-5488", "extension": "104"}),
        ("telephone", {"kind": "fax", "label": "", "number": "202-232-5845", "extension": ""}),
    ]
    mission.social_links = [("link", {"name": "Network", "url": "https://network.example/aland"})]
    mission.words.add(MissionWords(language="kk", mission_name="Аланд Елшілігі", country_name="Аланд"))
    mission.hours.set([OpeningHours(weekday=day, opens=time(9), closes=time(18)) for day in range(4)])
    mission.hours.add(OpeningHours(weekday=4, opens=time(9), closes=time(13)))
    mission.save()
    return missions.first


def shown(mission, path):
    html = visitor(mission).get(path).content.decode()
    return things_of(html), SCRIPT.sub("", html)


def test_every_page_says_who_speaks(first):
    html = visitor(first).get("/").content.decode()
    said = things_of(html)["GovernmentOrganization"]
    page = SCRIPT.sub("", html)
    assert said["name"] == "Embassy of Aland"
    assert said["alternateName"] == ["Аланд Елшілігі"]
    assert said["url"] == "http://aland.example/"
    assert said["address"] == "1401 16th Street, NW, Washington, DC 20036"
    assert said["telephone"] == ["202-232-5488 ext 104"]
    assert said["faxNumber"] == ["202-232-5845"]
    for part in ("202-232-5488 ext 104", "202-232-5845", said["email"], *said["sameAs"], *said["alternateName"]):
        assert part in page
    assert fetched(first, said["logo"]["url"].removeprefix("http://aland.example")) == (200, "image/png")


def test_the_hours_are_those_of_the_page(first):
    things, page = shown(first, "/")
    hours = things["GovernmentOrganization"]["location"]["openingHoursSpecification"]
    assert [(len(one["dayOfWeek"]), one["opens"], one["closes"]) for one in hours] == [
        (1, "09:00", "13:00"),
        (4, "09:00", "18:00"),
    ]
    assert hours[0]["dayOfWeek"] == ["https://schema.org/Friday"]
    assert "09:00 to 18:00" in page
    assert "09:00 to 13:00" in page


def test_a_mission_that_says_little_is_still_valid(missions):
    things, _page = shown(missions.second, "/")
    assert set(things["GovernmentOrganization"]) == {"@type", "@id", "name", "url", "logo"}


def test_home_tells_how_the_site_is_searched(first):
    things, _page = shown(first, "/kk/")
    site = things["WebSite"]
    assert (site["name"], site["inLanguage"], site["url"]) == ("Аланд Елшілігі", "kk", "http://aland.example/kk/")
    template = site["potentialAction"]["target"]["urlTemplate"]
    assert template == "http://aland.example/kk/search/?q={search_term_string}"
    assert visitor(first).get("/kk/search/?q=x").status_code == 200


def test_the_way_to_a_page_is_that_of_the_page(first):
    index = make_index(first)
    make_bulletin(index, "Deep", slug="deep")
    things, page = shown(first, "/news/deep/")
    steps = things["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    for step in steps:
        path = step["item"].removeprefix("http://aland.example")
        assert f'href="{path}">{step["name"]}</a>' in page
    assert "BreadcrumbList" not in shown(first, "/news/")[0]


@given(st.text(), st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4))
def test_no_text_ends_the_element_around_it(text, more):
    nasty = [text, "</script><script>alert(1)</script>", "<!--", "]]>", "&lt;", "\u2028\u2029", more]
    written = json_ld(nasty)
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written) == nasty


def test_a_nasty_title_stays_data(first):
    title = '</script><script>alert(1)</script><!-- " & \u2028'
    make_bulletin(make_index(first), title, slug="nasty")
    things, page = shown(first, "/news/nasty/")
    assert things["NewsArticle"]["headline"] == title
    assert "<script>alert" not in page


def test_the_checker_finds_what_is_wrong():
    bad = {"@type": "AudioObject", "contentUrl": "/music/x.mp3", "duration": "72"}
    assert problems([bad], set()) == [
        "[0]/AudioObject lacks encodingFormat",
        "[0]/AudioObject: contentUrl is '/music/x.mp3'",
        "[0]/AudioObject: duration is '72'",
    ]
    assert problems([{"@id": "x"}], set()) == ["[0] refers to x, which is not there"]
