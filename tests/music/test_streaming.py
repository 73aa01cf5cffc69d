"""The audio layer as the server sees it: headers, methods, conditions, places, and what goes wrong on the way."""

import asyncio
import logging
import os
from urllib.parse import quote, unquote

import pytest
from asgiref.sync import async_to_sync
from django.utils.http import http_date

from core.clients import household_of
from music import streaming
from music.access import AudioFile
from music.conditionals import Validators
from music.delivery import NEVER_KEPT
from music.listeners import Full, Listeners
from music.streaming import CHUNK_SIZE, AudioLayer
from tests.missions import visitor
from tests.music.asking import MIME_TYPES, ask, ask_async, make_sample, nobody, noise

CHANGED = 1_700_000_000
LARGE = 5 * CHUNK_SIZE + 17
ADDRESS = "/music/audio/0123456789abcdef01234567/original/sample.mp3"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sample.mp3"
    path.write_bytes(noise(LARGE))
    validators = Validators('"abc"', CHANGED)
    return AudioFile(str(path), "audio/01/sample.mp3", LARGE, "audio/mpeg", "Дала таңы.mp3", validators, 600)


@pytest.fixture
def layer(file, monkeypatch):
    """The layer with permission already given, so that no test here needs the database."""
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    return AudioLayer(nobody)


def url(sample):
    return f"/music/audio/{sample.public_id}/original/{sample.file_name}"


def test_the_whole_file_comes_in_chunks(layer):
    reply = ask(layer, ADDRESS)
    assert (reply.status, reply.complete) == (200, True)
    assert reply.body == noise(LARGE)
    assert reply.chunks == 7  # six of the file and the end
    assert reply.headers == {
        "accept-ranges": "bytes",
        "cache-control": "public, max-age=600",
        "content-disposition": "inline; filename=\"Dala tangy.mp3\"; filename*=UTF-8''" + quote("Дала таңы.mp3"),
        "content-length": str(LARGE),
        "content-type": "audio/mpeg",
        "etag": '"abc"',
        "last-modified": http_date(CHANGED),
        "x-content-type-options": "nosniff",
    }


def test_head_answers_with_the_same_headers_and_no_byte(layer):
    assert ask(layer, ADDRESS, "HEAD").headers == ask(layer, ADDRESS).headers
    assert ask(layer, ADDRESS, "HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_other_methods_are_refused(layer, method):
    reply = ask(layer, ADDRESS, method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", ["/", "/music/", "/music/audio", "/kk/music/audio/x/original/a.mp3", "/media/a.png"])
def test_everything_else_is_handed_on(layer, path):
    assert ask(layer, path).body == b"Django"


def test_what_is_no_http_is_handed_on(layer):
    seen = []

    async def inner(scope, receive, send):
        seen.append(scope["type"])

    async_to_sync(AudioLayer(inner))({"type": "lifespan"}, None, None)
    assert seen == ["lifespan"]


def test_without_tls_a_site_with_tls_lets_django_redirect(layer, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert ask(layer, ADDRESS).body == b"Django"


def test_a_download_is_an_attachment(layer):
    shown, saved = ask(layer, ADDRESS), ask(layer, ADDRESS, query="download=1")
    assert shown.headers["content-disposition"].startswith("inline; ")
    assert saved.headers["content-disposition"].startswith("attachment; ")
    assert unquote(saved.headers["content-disposition"]).endswith("filename*=UTF-8''Дала таңы.mp3")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If-None-Match": '"abc"'}, 304),
        ({"If-None-Match": 'W/"abc"'}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-Modified-Since": http_date(CHANGED)}, 304),
        ({"If-Modified-Since": http_date(CHANGED - 1)}, 200),
        ({"If-None-Match": '"x"', "If-Modified-Since": http_date(CHANGED)}, 200),
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": '"abc"'}, 200),
        ({"If-Unmodified-Since": http_date(CHANGED - 1)}, 412),
        # conditions come before the range
        ({"If-None-Match": '"abc"', "Range": "bytes=0-9"}, 304),
        ({"If-Match": '"x"', "Range": "bytes=0-9"}, 412),
        ({"If-None-Match": '"abc"', "Range": f"bytes={LARGE}-"}, 304),
        ({"If-Match": '"abc"', "Range": "bytes=0-9"}, 206),
        # and If-Range decides whether the range counts at all
        ({"If-Range": '"abc"', "Range": "bytes=0-9"}, 206),
        ({"If-Range": http_date(CHANGED), "Range": "bytes=0-9"}, 206),
        ({"If-Range": 'W/"abc"', "Range": "bytes=0-9"}, 200),
        ({"If-Range": '"x"', "Range": "bytes=0-9"}, 200),
        ({"If-Range": http_date(CHANGED + 1), "Range": "bytes=0-9"}, 200),
        ({"If-Range": '"x"', "Range": f"bytes={LARGE}-"}, 200),
        ({"If-Range": '"abc"', "Range": f"bytes={LARGE}-"}, 416),
        ({"If-Range": '"abc"'}, 200),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_conditions_and_ranges_together(layer, method, headers, status):
    if method == "HEAD" and status in {206, 416}:
        status = 200
    reply = ask(layer, ADDRESS, method, headers)
    assert reply.status == status
    assert reply.headers["x-content-type-options"] == "nosniff"
    if status == 304:
        assert reply.body == b""
        assert {"etag", "cache-control", "last-modified"} < reply.headers.keys()
        assert not {"content-length", "content-type"} & reply.headers.keys()


def test_a_listener_beyond_the_places_is_asked_to_come_again(layer):
    layer.listeners = Listeners(in_all=2, per_address=1)

    async def listen_while_others_try():
        others = []

        async def try_once(reply):
            if reply.chunks == 1:
                others.append(await ask_async(layer, ADDRESS))
                others.append(await ask_async(layer, ADDRESS, address="203.0.113.8"))

        first = await ask_async(layer, ADDRESS, after_chunk=try_once)
        return first, others, await ask_async(layer, ADDRESS)

    first, (same_address, another), afterwards = async_to_sync(listen_while_others_try)()
    assert (first.status, another.status, afterwards.status) == (200, 200, 200)
    assert (same_address.status, same_address.headers["retry-after"]) == (503, "10")
    assert dict([NEVER_KEPT])["Cache-Control"] == same_address.headers["cache-control"]
    assert not layer.listeners.taken


def test_what_sends_no_bytes_takes_no_place(layer):
    layer.listeners = Listeners(in_all=0, per_address=0)
    assert ask(layer, ADDRESS).status == 503
    assert ask(layer, ADDRESS, "HEAD").status == 200
    assert ask(layer, ADDRESS, headers={"If-None-Match": '"abc"'}).status == 304
    assert ask(layer, ADDRESS, headers={"Range": f"bytes={LARGE}-"}).status == 416


def test_places_in_all_are_counted_over_all_addresses():
    listeners = Listeners(in_all=2, per_address=2)
    with (
        listeners.place("198.51.100.1"),
        listeners.place("198.51.100.2"),
        pytest.raises(Full),
        listeners.place("198.51.100.3"),
    ):
        pass
    assert not listeners.taken


@pytest.mark.parametrize(
    ("address", "household"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::1", "2001:db8:1:2::"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_one_ipv6_line_is_one_listener(address, household):
    assert household_of(address) == household


def test_reading_stops_when_the_listener_leaves(layer):
    gone = asyncio.Event()

    async def leave(reply):
        gone.set()
        await asyncio.sleep(0.05)

    async def listen():
        return await ask_async(layer, ADDRESS, after_chunk=leave, gone=gone)

    reply = async_to_sync(listen)()
    assert (reply.chunks, reply.complete) == (1, False)
    assert not layer.listeners.taken


def test_a_listener_who_takes_nothing_loses_the_place(layer, caplog):
    caplog.set_level(logging.INFO)
    layer.stall = 0.05

    async def never(reply):
        await asyncio.sleep(30)

    reply = ask(layer, ADDRESS, after_chunk=never)
    assert (reply.chunks, reply.complete) == (1, False)
    assert not layer.listeners.taken
    assert "let go" in caplog.text


def test_a_cancelled_stream_frees_its_place(layer):
    async def listen():
        stuck = asyncio.Event()

        async def hold(reply):
            stuck.set()
            await asyncio.sleep(30)

        task = asyncio.create_task(ask_async(layer, ADDRESS, after_chunk=hold))
        await stuck.wait()
        assert layer.listeners.taken
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async_to_sync(listen)()
    assert not layer.listeners.taken


def test_a_file_cut_short_on_the_way_ends_the_answer_with_a_log_line(layer, file, caplog):
    async def cut(reply):
        os.truncate(file.path, CHUNK_SIZE + 5)

    reply = ask(layer, ADDRESS, after_chunk=cut)
    assert not reply.complete
    assert len(reply.body) < LARGE
    assert "became shorter" in caplog.text
    assert not layer.listeners.taken


def test_a_file_that_vanishes_between_question_and_answer_is_not_found(layer, file, caplog):
    os.remove(file.path)
    reply = ask(layer, ADDRESS)
    assert (reply.status, reply.complete) == (404, True)
    assert file.path in caplog.text


def test_an_empty_file_is_whole_at_once(layer, file, monkeypatch):
    empty = AudioFile(file.path, file.storage_name, 0, file.mime_type, file.download_name, file.validators, 600)
    monkeypatch.setattr(streaming, "look_up", lambda scope: empty)
    reply = ask(layer, ADDRESS)
    assert (reply.status, reply.body, reply.headers["content-length"]) == (200, b"", "0")


def test_behind_nginx_only_permission_is_answered(layer, file, settings, monkeypatch):
    settings.AUDIO_DELIVERY = "x-accel"
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    reply = ask(AudioLayer(nobody), ADDRESS, headers={"Range": "bytes=0-9", "If-None-Match": '"abc"'})
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["x-accel-redirect"] == "/private/audio/01/sample.mp3"
    assert reply.headers["content-type"] == "audio/mpeg"
    assert not {"etag", "last-modified", "accept-ranges", "content-range"} & reply.headers.keys()


@pytest.mark.parametrize("kind", MIME_TYPES)
def test_a_stored_recording_is_delivered_with_its_type(missions, kind):
    sample = make_sample(missions.first, kind=kind)
    reply = ask(AudioLayer(nobody), url(sample))
    assert (reply.status, reply.headers["content-type"]) == (200, MIME_TYPES[kind])
    assert (reply.headers["etag"], len(reply.body)) == (f'"{sample.sha256}"', sample.size)


@pytest.mark.parametrize("change", ["remove", "shorten"])
def test_a_file_that_is_not_what_the_database_says_is_not_found_and_logged(missions, caplog, change):
    sample = make_sample(missions.first)
    if change == "remove":
        os.remove(sample.file.path)
    else:
        os.truncate(sample.file.path, 10)
    for headers in ({}, {"If-None-Match": f'"{sample.sha256}"'}, {"Range": "bytes=0-9"}):
        assert ask(AudioLayer(nobody), url(sample), headers=headers).status == 404
    assert f"sample {sample.pk}" in caplog.text


def test_without_the_layer_django_answers_not_found(missions):
    """As under `manage.py runserver`, where no audio is carried."""
    sample = make_sample(missions.first)
    assert visitor(missions.first).get(url(sample)).status_code == 404
