"""How renditions reach visitors, and what the library tells of them."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from music import preparation
from music.encoding import RECIPES
from music.listening import do
from music.loudness import shortfall
from music.models import AudioSample, SampleAnalysis, State
from music.player import audio_sources, audio_url, player_data
from music.preparation import prepare_next
from music.streaming import AudioLayer
from tests.missions import visitor
from tests.music.asking import ask, nobody
from tests.music.test_pages import music_page
from tests.music.uploading import stored

LAYER = AudioLayer(nobody)
INDEX = "/admin/music/samples/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nearby(monkeypatch):
    """The work in this process; that it has one of its own is tested elsewhere."""
    monkeypatch.setattr(preparation, "run", lambda job, beat: do(job))


def prepared(mission, **values):
    sample = stored(mission, **values)
    prepare_next()
    return AudioSample.objects.for_display().get(pk=sample.pk)


def player_of(sample, missions):
    request = RequestFactory().get("/", headers={"host": missions.first.site.hostname})
    return player_data(AudioSample.objects.for_display().get(pk=sample.pk), request)


def test_the_best_comes_first_and_the_original_last(missions):
    player = player_of(prepared(missions.first), missions)
    assert [source.url.split("/")[-2] for source in player.sources] == ["opus-96", "aac-128", "original"]
    assert player.sources[1].type == 'audio/mp4; codecs="mp4a.40.2"'
    assert player.frugal.url.split("/")[-2] == "opus-32"
    assert player.gain == 1.0


def test_what_is_not_made_is_not_offered_and_a_loud_original_is_lowered(missions):
    sample = prepared(missions.first)
    sample.renditions.all().delete()
    SampleAnalysis.objects.update(loudness=-10.0)
    player = player_of(sample, missions)
    assert [source.url for source in player.sources] == [player.url]
    assert player.frugal is None
    assert player.gain == pytest.approx(0.501, abs=0.001)


def test_what_is_of_other_bytes_is_neither_offered_nor_served(missions):
    sample = prepared(missions.first)
    sample.renditions.update(source_hash="0" * 64)
    assert set(audio_sources(AudioSample.objects.get(pk=sample.pk))) == {"original"}
    assert ask(LAYER, audio_url(sample, "opus-96"), host=missions.first.site.hostname).status == 404


@pytest.mark.parametrize("kind", RECIPES)
def test_a_rendition_is_served_like_the_original(missions, kind):
    sample = prepared(missions.first)
    made = sample.renditions.get(kind=kind)
    url, host = audio_url(sample, kind), missions.first.site.hostname
    whole = ask(LAYER, url, host=host)
    assert whole.status == 200
    assert whole.headers["etag"] == f'"{made.content_hash}"'
    assert whole.headers["content-type"] == RECIPES[kind].mime_type
    with made.file.open("rb") as file:
        assert whole.body == file.read()
    part = ask(LAYER, url, host=host, headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert ask(LAYER, url, host=host, headers={"If-None-Match": whole.headers["etag"]}).status == 304


@pytest.mark.parametrize("hidden", ["private", "over", "another host"])
def test_a_rendition_is_as_hidden_as_its_sample(missions, hidden):
    sample = prepared(missions.first)
    site = missions.second.site if hidden == "another host" else missions.first.site
    if hidden == "private":
        AudioSample.objects.update(public=False)
    elif hidden == "over":
        AudioSample.objects.update(permission_until=timezone.now() - timedelta(seconds=1))
    assert ask(LAYER, audio_url(sample, "opus-96"), host=site.hostname).status == 404


def test_a_page_offers_the_renditions_without_script(missions):
    music_page(missions.first)
    sample = prepared(missions.first, title="Alpha")
    page = visitor(missions.first).get(sample.get_absolute_url()).content.decode()
    assert page.index("/opus-96/") < page.index("/aac-128/") < page.index("/original/") < page.index("/opus-32/")


def test_the_library_shows_how_far_a_recording_is(missions, editor_client):
    sample = stored(missions.first)
    assert "Waiting for its turn" in editor_client.get(INDEX).content.decode()
    prepare_next()
    assert "Ready" in editor_client.get(INDEX).content.decode()
    page = editor_client.get(f"{INDEX}edit/{sample.pk}/").content.decode()
    assert "LUFS" in page
    assert "Analyse again" in page


@pytest.mark.parametrize(("state", "count"), [("failed", 0), ("done", 1), ("nonsense", 1)])
def test_the_list_is_narrowed_by_state(missions, editor_client, state, count):
    prepared(missions.first, title="Only one")
    page = editor_client.get(INDEX, {"analysis": state}).content.decode()
    assert ("Only one" in page) == bool(count)


def test_a_failure_says_at_which_step_and_why(missions, editor_client):
    sample = prepared(missions.first)
    SampleAnalysis.objects.update(state=State.FAILED, step="aac-128", reason="died")
    page = editor_client.get(f"{INDEX}edit/{sample.pk}/").content.decode()
    assert "Making the smaller file aac-128 failed." in page
    assert "twice" in page


def test_a_recording_that_stays_quiet_says_so(missions, editor_client):
    sample = prepared(missions.first)
    SampleAnalysis.objects.update(loudness=-28.0, true_peak=-4.0)
    assert shortfall(-28.0, -4.0) == 9.0
    assert "9.0 LU quieter" in editor_client.get(f"{INDEX}edit/{sample.pk}/").content.decode()
    assert "Ready, but quiet" in editor_client.get(INDEX).content.decode()


def test_an_editor_asks_for_it_again_and_another_missions_cannot(missions, editor_client):
    own, foreign = prepared(missions.first), prepared(missions.second, seed=8)
    assert editor_client.post(f"/admin/music/analyse/{own.pk}/").status_code == 302
    assert SampleAnalysis.objects.get(sample=own).state == State.WAITING
    assert editor_client.post(f"/admin/music/analyse/{foreign.pk}/").status_code == 404
    assert SampleAnalysis.objects.get(sample=foreign).state == State.DONE
    assert editor_client.get(f"/admin/music/analyse/{own.pk}/").status_code == 405
