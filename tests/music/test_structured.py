"""Recordings and programmes in the words of schema.org: what their pages show, and nothing private."""

from __future__ import annotations

import pytest

from music.models import AudioSampleWords, MusicPage, ProgrammeItem, ProgrammePage
from tests.core.schema import SCRIPT, things_of
from tests.missions import visitor
from tests.music.asking import make_sample


@pytest.fixture
def music(missions):
    home = missions.first.home["en"]
    return home.add_child(instance=MusicPage(title="Music", slug="music", locale=home.locale))


def shown(mission, path):
    html = visitor(mission).get(path).content.decode()
    return things_of(html), SCRIPT.sub("", html)


def test_a_sample_says_what_its_page_shows(missions, music):
    sample = make_sample(
        missions.first,
        artist="Aigul",
        album="Steppe",
        composer="Qurmanghazy",
        genre="Kui",
        title_language="kk",
        duration=72.4,
    )
    sample.words.add(AudioSampleWords(language="en", translated_title="Dawn on the steppe", credits="Dombra"))
    sample.save()
    things, page = shown(missions.first, "/music/samples/dala-tany/")
    said = things["MusicRecording"]
    assert said["name"] == said["audio"]["name"] == "Дала таңы"
    assert said["alternateName"] == "Dawn on the steppe"
    assert said["inLanguage"] == "kk"
    assert said["duration"] == said["audio"]["duration"] == "PT1M12S"
    assert said["audio"]["encodingFormat"] == "audio/mpeg"
    assert said["byArtist"]["name"] == "Aigul"
    assert said["inAlbum"]["name"] == "Steppe"
    assert said["recordingOf"]["composer"]["name"] == "Qurmanghazy"
    source = said["audio"]["contentUrl"].removeprefix("http://aland.example")
    assert f'src="{source}"' in page
    for words in ("Дала таңы", "Dawn on the steppe", "Aigul", "Steppe", "Qurmanghazy", "Kui", said["creditText"]):
        assert words in page


def test_a_sample_with_nothing_but_a_title_is_valid(missions, music):
    make_sample(missions.first)
    things, _page = shown(missions.first, "/music/samples/dala-tany/")
    assert set(things["MusicRecording"]) == {"@type", "@id", "name", "url", "audio"}


def test_networks_are_given_the_recording(missions, music):
    make_sample(missions.first)
    html = visitor(missions.first).get("/music/samples/dala-tany/").content.decode()
    assert '<meta property="og:type" content="music.song">' in html
    assert '<meta property="og:audio:type" content="audio/mpeg">' in html


def test_a_programme_lists_what_can_be_heard_in_its_order(missions, music):
    first = missions.first
    programme = music.add_child(instance=ProgrammePage(title="Songs", slug="songs", locale=music.locale))
    titles = {"one": True, "secret": False, "two": True}
    for number, (title, public) in enumerate(titles.items()):
        sample = make_sample(first, title=title, slug=title, public=public)
        programme.items.add(ProgrammeItem(sample=sample, sort_order=number))
    programme.save_revision().publish()
    things, page = shown(first, "/music/songs/")
    said = things["MusicPlaylist"]
    names = [item["item"]["name"] for item in said["track"]["itemListElement"]]
    assert names == ["one", "two"]
    assert said["numTracks"] == said["track"]["numberOfItems"] == 2
    assert said["name"] in page
    assert page.index('samples/one/"') < page.index('samples/two/"')
    assert "secret" not in str(said)


def test_an_empty_programme_says_nothing(missions, music):
    music.add_child(instance=ProgrammePage(title="Songs", slug="songs", locale=music.locale))
    assert "MusicPlaylist" not in shown(missions.first, "/music/songs/")[0]
