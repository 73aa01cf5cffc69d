"""Recordings in a store: permission is decided here, the bytes come from there by a link that lasts a while."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from music.streaming import AudioLayer
from tests.core.test_object_storage import fetch
from tests.missions import editor_of
from tests.music.asking import ask, make_sample, nobody, noise
from tests.music.test_access import STATES, UNKNOWN, cookie_of, hidden, url


def test_a_listener_is_sent_to_the_bytes(s3, missions):
    content = noise(5000)
    sample = make_sample(missions.first, content, "opus")
    reply = ask(AudioLayer(nobody), url(sample))
    assert (reply.status, reply.body) == (302, b"")
    assert reply.headers["cache-control"] == "private, no-store"
    assert reply.headers["x-content-type-options"] == "nosniff"
    status, headers, body = fetch(reply.headers["location"])
    assert (status, body, headers["Content-Type"]) == (200, content, "audio/ogg")
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert headers["Cache-Control"] == "private, max-age=600"
    status, headers, body = fetch(reply.headers["location"], Range="bytes=-10")
    assert (status, body, headers["Content-Range"]) == (206, content[-10:], "bytes 4990-4999/5000")


def test_a_download_is_saved_under_its_title(s3, missions):
    sample = make_sample(missions.first, download_allowed=True)
    _status, headers, _body = fetch(ask(AudioLayer(nobody), url(sample), query="download=1").headers["location"])
    assert headers["Content-Disposition"].startswith("attachment; filename=")


def test_a_link_for_head_is_signed_for_head(s3, missions):
    sample = make_sample(missions.first)
    layer = AudioLayer(nobody)
    get, head = (ask(layer, url(sample), method).headers["location"] for method in ("GET", "HEAD"))
    assert parse_qs(urlsplit(get).query)["X-Amz-Signature"] != parse_qs(urlsplit(head).query)["X-Amz-Signature"]
    assert "response-content-type" not in head


@pytest.mark.parametrize("state", STATES)
def test_strangers_get_no_link_to_what_is_not_for_them(s3, missions, state):
    sample = hidden(state, missions, timezone.now())
    layer = AudioLayer(nobody)
    for headers in ({}, {"If-None-Match": f'"{sample.sha256}"'}, {"Range": "bytes=0-9"}):
        assert ask(layer, url(sample), headers=headers) == ask(layer, UNKNOWN)


def test_a_link_does_not_outlive_the_permission(s3, missions):
    sample = make_sample(missions.first, permission_until=timezone.now() + timedelta(seconds=100))
    link = ask(AudioLayer(nobody), url(sample)).headers["location"]
    assert 0 < int(parse_qs(urlsplit(link).query)["X-Amz-Expires"][0]) <= 100


def test_an_editor_hears_what_is_not_public_and_nobody_may_keep_it(s3, missions):
    sample = make_sample(missions.first, public=False)
    reply = ask(AudioLayer(nobody), url(sample), headers=cookie_of(editor_of(missions.first)))
    assert reply.status == 302
    assert fetch(reply.headers["location"])[1]["Cache-Control"] == "private, no-store"
