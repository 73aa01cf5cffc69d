"""Parts of recordings that are sent at once: the same as by the long way, and nothing that would have to wait."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from music import streaming
from music.access import AudioFile
from music.conditionals import Validators
from music.decisions import Decisions
from music.listeners import Listeners
from music.pieces import CHUNK_SIZE
from music.streaming import AudioLayer
from tests.music.asking import ask, ask_async, nobody, noise, scope_of

SIZE = CHUNK_SIZE + 1000
ADDRESS = "/music/audio/0123456789abcdef01234567/original/sample.mp3"


class Version:
    """A content version that a test sets."""

    value: int | None = 7

    async def current(self) -> int | None:
        return self.value

    def fresh(self) -> int | None:
        return self.value


@pytest.fixture
def layer(tmp_path, monkeypatch):
    """The layer in whose memory the decision about one recording lies."""
    path = tmp_path / "sample.mp3"
    path.write_bytes(noise(SIZE))
    named = Validators('"abc"', 1_700_000_000)
    file = AudioFile(str(path), "audio/01/sample.mp3", SIZE, "audio/mpeg", "Дала таңы.mp3", named, 600)
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    found = AudioLayer(nobody, Listeners(2, 2), decisions=Decisions(version=Version()))
    ask(found, ADDRESS, "HEAD")
    return found


def part_of(layer, method="GET", query="", **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return layer.ready(scope_of(ADDRESS, method, named, "aland.example", query, "203.0.113.7"))


@given(st.integers(0, SIZE + 5), st.integers(0, CHUNK_SIZE), st.sampled_from(["", "download=1"]), st.booleans())
@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
def test_a_part_is_what_the_long_way_gives(layer, first, length, query, is_conditional):
    headers = {"range": f"bytes={first}-{first + length}"} | ({"if-none-match": '"abc"'} if is_conditional else {})
    reply = ask(layer, ADDRESS, headers=headers, query=query)
    part = part_of(layer, query=query, **headers)
    if reply.status != 206 or len(reply.body) > CHUNK_SIZE:
        assert part is None
        return
    first_line, *lines = part.head.decode("latin-1").split("\r\n")[:-1]
    assert first_line == "HTTP/1.1 206 Partial Content"
    assert {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)} == reply.headers
    assert os.pread(part.file, part.count, part.offset) == reply.body
    part.let_go()
    assert not layer.listeners.taken


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "HEAD", "range": "bytes=0-1"},
        {"method": "POST", "range": "bytes=0-1"},
        {"range": "bytes=0-1,5000-5001"},
        {"range": "bytes=99999999-"},
        {"range": "bytes=0-"},
        {},
        {"range": "bytes=0-1", "if_match": '"other"'},
        {"range": "bytes=0-1", "host": "other.example"},
    ],
)
def test_everything_else_takes_the_long_way(layer, asked):
    assert part_of(layer, range="bytes=0-1") is not None
    assert part_of(layer, **asked) is None


def test_what_would_have_to_be_looked_up_or_waited_for_takes_the_long_way(layer, monkeypatch):
    layer.decisions.version.value = 8
    assert part_of(layer, range="bytes=0-1") is None
    layer.decisions.version.value = None
    assert part_of(layer, range="bytes=0-1") is None
    layer.decisions.version.value = 7
    monkeypatch.setattr(os, "preadv", lambda *_all: (_ for _ in ()).throw(BlockingIOError()))
    assert part_of(layer, range="bytes=0-1") is None
    assert not layer.listeners.taken


def test_a_file_that_is_gone_takes_the_long_way_and_no_place(layer, tmp_path):
    (tmp_path / "sample.mp3").unlink()
    assert part_of(layer, range="bytes=0-1") is None
    assert not layer.listeners.taken


def test_a_listener_beyond_the_places_is_answered_the_long_way(layer):
    parts = [part_of(layer, range="bytes=0-1") for _time in range(2)]
    assert part_of(layer, range="bytes=0-1") is None
    for part in parts:
        part.let_go()
    assert part_of(layer, range="bytes=0-1") is not None


def test_behind_nginx_nothing_is_sent_from_here(layer, settings):
    settings.AUDIO_DELIVERY = "x-accel"
    again = AudioLayer(nobody, decisions=layer.decisions)
    assert part_of(again, range="bytes=0-1") is None


def test_what_the_connection_did_not_take_follows_and_the_place_is_given_back(layer):
    part = part_of(layer, range="bytes=10-2009")
    reply = asyncio.run(ask_async(part.rest(500), ADDRESS))
    assert reply.body == noise(SIZE)[510:2010]
    assert reply.complete
    assert not layer.listeners.taken
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(part.file)
