"""A decision about a recording holds for one content version and never longer than the permission."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.content_version import Tracker
from music.decisions import Decisions
from music.streaming import AudioLayer
from tests.missions import editor_of
from tests.music.asking import ask, make_sample, nobody
from tests.music.test_access import UNKNOWN, cookie_of, url

pytestmark = pytest.mark.django_db


class Known(Tracker):
    """A version that needs no database."""

    def __init__(self):
        super().__init__()
        self.value = 1

    async def current(self):
        return self.value


class Remembering:
    """The layer with a clock and a version that a test moves."""

    def __init__(self, room=10):
        self.now = timezone.now().timestamp()
        self.version = Known()
        self.decisions = Decisions(room, version=self.version, clock=lambda: self.now)
        self.layer = AudioLayer(nobody, decisions=self.decisions)

    def ask(self, path, host="aland.example", **headers):
        with CaptureQueriesContext(connection) as captured:
            reply = ask(self.layer, path, host=host, headers=headers)
        return reply, len(captured)


@pytest.fixture(params=["stream", "x-accel"])
def site(request, settings):
    settings.AUDIO_DELIVERY = request.param
    return Remembering()


def test_the_second_range_asks_no_database(site, missions):
    sample = make_sample(missions.first)
    first, queries = site.ask(url(sample), Range="bytes=0-9")
    assert first.status in {200, 206}
    assert queries > 0
    again, queries = site.ask(url(sample), Range="bytes=0-9")
    assert (again.status, again.body, again.headers) == (first.status, first.body, first.headers)
    assert queries == 0
    assert site.ask(url(sample), Range="bytes=10-19")[1] == 0


def test_any_change_has_it_decided_anew(site, missions):
    sample = make_sample(missions.first)
    site.ask(url(sample))
    sample.public = False
    sample.save()
    site.version.value += 1
    assert site.ask(url(sample))[0].status == 404


def test_it_ends_with_the_permission_though_nothing_changes(site, missions):
    end = timezone.now() + timedelta(seconds=300)
    sample = make_sample(missions.first, permission_until=end)
    assert site.ask(url(sample))[0].headers["cache-control"] in {"public, max-age=299", "public, max-age=300"}
    site.now = end.timestamp() - 100.5
    reply, queries = site.ask(url(sample))
    assert (reply.headers["cache-control"], queries) == ("public, max-age=100", 0)
    site.now = end.timestamp() + 1
    _reply, queries = site.ask(url(sample))
    assert queries > 0


def test_what_an_editor_alone_may_hear_is_decided_each_time(site, missions):
    sample = make_sample(missions.first, public=False)
    cookie = cookie_of(editor_of(missions.first))
    for _time in range(2):
        reply, queries = site.ask(url(sample), **cookie)
        assert reply.status == 200
        assert queries > 0
        assert site.ask(url(sample))[0].status == 404
    assert len(site.decisions) == 0


def test_it_is_one_missions(site, missions, settings):
    settings.ALLOWED_HOSTS = ["aland.example", "borduria.example"]
    sample = make_sample(missions.first)
    assert site.ask(url(sample))[0].status == 200
    assert site.ask(url(sample), host="borduria.example")[0].status == 404
    assert site.ask(url(sample), host="elsewhere.example")[0].status == 404


def test_what_anybody_can_invent_takes_no_room(site, missions):
    for number in range(5):
        assert site.ask(f"{UNKNOWN}".replace("0123", f"{number:04}"))[0].status == 404
    assert len(site.decisions) == 0
    sample = make_sample(missions.first)
    for number in range(20):
        site.ask(url(sample).replace(sample.file_name, f"name-{number}.mp3"))
    assert len(site.decisions) == 10


def test_while_the_database_is_away_nothing_old_is_believed(site, missions):
    sample = make_sample(missions.first)
    site.ask(url(sample))
    site.version.value = None
    assert site.ask(url(sample))[1] > 0
