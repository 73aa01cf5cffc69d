"""A recording in the text of a page."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from wagtail.blocks import StreamBlock

from music.blocks import AudioSampleBlock, ProgrammeBlock
from music.models import AudioSample
from tests.missions import visitor
from tests.music.test_pages import music_page, programme, translation
from tests.music.uploading import stored
from tests.news.ground import make_bulletin, make_index

pytestmark = pytest.mark.django_db
BODY = StreamBlock([("audio_sample", AudioSampleBlock()), ("programme", ProgrammeBlock())])


@pytest.fixture
def request_of(missions):
    def make(mission, *, preview=False):
        request = RequestFactory().get("/", headers={"host": mission.host})
        request.is_preview = preview
        return request

    return make


def rendered(pks, request, kind="audio_sample"):
    body = BODY.to_python([{"type": kind, "value": pk} for pk in pks])
    template = Template("{% load wagtailcore_tags %}{% for block in body %}{% include_block block %}{% endfor %}")
    return template.render(Context({"body": body, "request": request}))


def test_a_recording_in_a_text_can_be_heard(missions, request_of):
    sample = stored(missions.first, 1, title="Alpha")
    assert f"/music/audio/{sample.public_id}/original/alpha.opus" in rendered([sample.pk], request_of(missions.first))


def test_a_recording_that_strangers_may_not_hear_is_absent(missions, request_of):
    hidden, theirs = stored(missions.first, 1, public=False), stored(missions.second, 2)
    assert rendered([hidden.pk, theirs.pk], request_of(missions.first)).strip() == ""


def test_a_recording_whose_permission_ended_leaves_a_polite_sentence(missions, request_of):
    now = timezone.now()
    since = {"first_public_at": now - timedelta(days=3), "permission_until": now}
    lapsed = stored(missions.first, 1, title="Alpha", **since)
    hidden, theirs = stored(missions.first, 2, public=False, **since), stored(missions.second, 3, **since)
    told = rendered([lapsed.pk, hidden.pk, theirs.pk], request_of(missions.first))
    assert told.count("may no longer be heard") == 1
    assert "Alpha" not in told
    assert "Visitors cannot hear “Alpha”" in rendered([lapsed.pk], request_of(missions.first, preview=True))


def test_a_preview_says_why_a_recording_is_absent(missions, request_of):
    hidden = stored(missions.first, 1, title="Hidden one", public=False)
    told = rendered([hidden.pk], request_of(missions.first, preview=True))
    assert "Visitors cannot hear “Hidden one”" in told
    assert "/music/audio/" not in told


def test_a_recording_that_is_gone_leaves_nothing(missions, request_of):
    sample = stored(missions.first, 1)
    pk = sample.pk
    sample.delete()
    assert "/music/audio/" not in rendered([pk], request_of(missions.first))


def test_one_recording_and_twenty_cost_the_same_queries(missions, request_of):
    samples = [stored(missions.first, seed).pk for seed in range(100, 120)]
    rendered(samples[:1], request_of(missions.first))
    with CaptureQueriesContext(connection) as one:
        rendered(samples[:1], request_of(missions.first))
    with CaptureQueriesContext(connection) as twenty:
        page = rendered(samples, request_of(missions.first))
    assert page.count("<audio controls") == 20
    assert len(twenty) == len(one)


def test_a_page_counts_as_a_use_of_the_recording_in_its_text(missions):
    from home.models import StandardPage

    sample = stored(missions.first, 1, title="Alpha")
    home = missions.first.home["en"]
    body = json.dumps([{"type": "audio_sample", "value": sample.pk}])
    page = home.add_child(instance=StandardPage(title="About us", slug="about-us", locale=home.locale, body=body))
    assert AudioSample.objects.with_uses().get().uses == 1
    assert "Alpha" in visitor(missions.first).get(page.url).content.decode()


def test_a_programme_in_a_text_has_its_players_in_order_and_a_way_to_it(missions, request_of):
    samples = [stored(missions.first, seed, title=title) for seed, title in ((1, "Omega"), (2, "Alpha"))]
    page = programme(missions.first, samples)
    shown = rendered([page.pk], request_of(missions.first), "programme")
    assert 'href="/music/dombra/"' in shown
    assert shown.index("Omega") < shown.index("Alpha")
    assert shown.count("<audio controls") == 2


def test_a_programme_that_strangers_may_not_read_or_hear_is_absent_and_a_preview_says_why(missions, request_of):
    hidden = programme(missions.first, [stored(missions.first, 1, public=False)])
    theirs = programme(missions.second, [stored(missions.second, 2)])
    draft = hidden.get_parent().add_child(instance=type(hidden)(title="Draft", slug="draft", live=False))
    for page in (hidden, theirs, draft):
        assert rendered([page.pk], request_of(missions.first), "programme").strip() == ""
        told = rendered([page.pk], request_of(missions.first, preview=True), "programme")
        assert f"Visitors see nothing of “{page.title}”" in told


def test_a_programme_in_a_text_is_shown_in_the_language_of_the_text(missions, request_of):
    source = programme(missions.first, [stored(missions.first, 1)])
    other = translation(source, music_page(missions.first, "kk", source.get_parent().translation_key))
    other.save_revision().publish()
    source.save_revision().publish()
    with override("kk"):
        assert "Домбыра" in rendered([source.pk], request_of(missions.first), "programme")
    with override("ru"):
        assert '<a href="/music/dombra/" lang="en">Dombra</a>' in rendered(
            [source.pk], request_of(missions.first), "programme"
        )


def test_a_bulletin_with_a_programme_is_readable_in_the_feed(missions):
    page = programme(missions.first, [stored(missions.first, 1, title="Alpha"), stored(missions.first, 2)])
    make_bulletin(make_index(missions.first), body=json.dumps([{"type": "programme", "value": page.pk}]))
    feed = visitor(missions.first).get("/news/feed.rss").content.decode()
    assert "/music/dombra/" in feed
    assert feed.count("&lt;audio") == 2
