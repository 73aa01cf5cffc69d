"""A programme as a file for players of one's own."""

import xml.etree.ElementTree as ET

import pytest
from wagtail.models import PageViewRestriction

from core.svg import rewrite
from music.models import AudioSample
from music.playlists import xspf
from tests.missions import visitor
from tests.music.test_pages import programme
from tests.music.uploading import stored

pytestmark = pytest.mark.django_db
SPACE = {"x": "http://xspf.org/ns/0/"}


@pytest.fixture
def page(missions):
    own = missions.first
    samples = [stored(own, seed, title=title) for seed, title in enumerate(("One", "Two\nhttps://elsewhere.example/"))]
    return programme(own, [*samples, stored(own, 9, title="Private", public=False)])


def asked(mission, kind):
    return visitor(mission).get(f"/music/dombra/programme.{kind}")


def test_m3u8_has_the_audible_samples_in_their_order(missions, page):
    answer = asked(missions.first, "m3u8")
    lines = answer.content.decode().splitlines()
    assert lines[:2] == ["#EXTM3U", "#PLAYLIST:Dombra"]
    entries = [line for line in lines[2:] if line.startswith("#EXTINF:")]
    assert [entry.rpartition(",")[2].rpartition(" - ")[2] for entry in entries] == [
        "One",
        "Two https://elsewhere.example/",
    ]
    root = missions.first.site.root_url
    addresses = [line for line in lines if not line.startswith("#")]
    assert addresses == [
        f"{root}/music/audio/{one.public_id}/original/{one.file_name}"
        for one in AudioSample.objects.filter(public=True).order_by("pk")
    ]
    assert answer["Content-Type"] == "audio/mpegurl; charset=utf-8"
    assert 'filename="Dombra.m3u8"' in answer["Content-Disposition"]


def test_xspf_is_well_formed_and_says_the_same(missions, page):
    root = ET.fromstring(asked(missions.first, "xspf").content)
    assert root.tag == "{http://xspf.org/ns/0/}playlist"
    assert root.get("version") == "1"
    assert root.findtext("x:title", namespaces=SPACE) == "Dombra"
    tracks = root.findall("x:trackList/x:track", SPACE)
    assert [track.findtext("x:title", namespaces=SPACE) for track in tracks] == [
        "One",
        "Two https://elsewhere.example/",
    ]
    assert all(
        track.findtext("x:location", namespaces=SPACE).startswith(missions.first.site.root_url) for track in tracks
    )


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_who_may_not_see_the_programme_gets_no_list(missions, page, kind):
    assert asked(missions.second, kind).status_code == 404
    assert visitor(missions.first).get(f"/music/nothing/programme.{kind}").status_code == 404
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert asked(missions.first, kind).status_code == 404
    restriction.delete()
    page.unpublish()
    assert asked(missions.first, kind).status_code == 404


def test_a_playlist_changes_nothing_for_drawings_that_are_written_after_it():
    xspf("Songs", [], "https://a.example/", "/music/songs/")
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>'
    assert "<circle" in rewrite(drawing, 1000)
