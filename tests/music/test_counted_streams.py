"""Which answers of the audio layer are listenings: so much from the start was sent to somebody, and by no player of ours."""

import asyncio

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from music import streaming
from music.access import AudioFile
from music.conditionals import Validators
from music.decisions import Decisions
from music.hearings import may_count
from music.listenings import Note
from music.models import PlayCount, Way
from music.pieces import CHUNK_SIZE
from music.play_counts import count_all
from music.ranges import parse_range
from music.streaming import AudioLayer
from music.tally import Tally
from tests.music.asking import ask, ask_async, make_sample, nobody, noise, scope_of

SIZE = 8 * CHUNK_SIZE
PUBLIC_ID = "0123456789abcdef01234567"
ADDRESS = f"/music/audio/{PUBLIC_ID}/original/sample.mp3"
FIREFOX = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


class Fixed:
    """A content version that stays."""

    value = 7

    def fresh(self):
        return self.value


@pytest.fixture
def kept():
    return Tally(write=lambda notes: None, wait=0)


@pytest.fixture
def file(tmp_path):
    """Two minutes long: a quarter of it is enough."""
    path = tmp_path / "sample.mp3"
    path.write_bytes(noise(SIZE))
    validators = Validators('"abc"', 1_700_000_000)
    return AudioFile(str(path), "x", SIZE, "audio/mpeg", "a.mp3", validators, 600, seconds=120.0)


@pytest.fixture
def layer(file, kept, monkeypatch):
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    return AudioLayer(nobody, tally=kept)


def ways(kept):
    return [note.way for note in kept._notes]


@pytest.mark.parametrize(
    ("headers", "query", "found"),
    [
        ({}, "", [Way.STREAM]),
        ({"range": "bytes=0-"}, "", [Way.STREAM]),
        ({"range": f"bytes=0-{SIZE // 4 - 1}"}, "", [Way.STREAM]),
        ({"range": f"bytes=0-{SIZE // 4 - 2}"}, "", []),
        ({"range": f"bytes={SIZE // 2}-"}, "", []),
        ({"range": f"bytes=-{SIZE}"}, "", [Way.STREAM]),
        ({"range": f"bytes=0-1,{SIZE // 2}-{SIZE - 1}"}, "", []),
        ({"if-none-match": '"abc"'}, "", []),
        ({}, "download=1", [Way.DOWNLOAD]),
        ({}, "by=player", []),
        ({}, "download=1&by=library", []),
        ({"sec-gpc": "1"}, "", []),
        ({"user-agent": "Googlebot/2.1"}, "", []),
        ({"user-agent": ""}, "", []),
    ],
)
def test_what_of_an_answer_is_a_listening(layer, kept, headers, query, found):
    ask(layer, ADDRESS, headers={**FIREFOX, **headers}, query=query)
    assert ways(kept) == found


def test_asking_for_the_head_is_no_listening(layer, kept):
    ask(layer, ADDRESS, "HEAD", headers=FIREFOX)
    assert len(kept) == 0


def test_what_an_editor_alone_may_hear_is_not_counted(layer, kept, file, monkeypatch):
    private = AudioFile(**{**vars(file), "fresh_for": None})
    monkeypatch.setattr(streaming, "look_up", lambda scope: private)
    ask(layer, ADDRESS, headers=FIREFOX)
    assert len(kept) == 0


@pytest.mark.parametrize(("chunks", "counted"), [(1, False), (2, True)])
def test_a_listener_who_leaves_counts_after_enough_was_sent(layer, kept, chunks, counted):
    async def leave():
        gone = asyncio.Event()

        async def after(reply):
            if reply.chunks == chunks:
                gone.set()
            # The layer learns of it before the next part.
            await asyncio.sleep(0.01)

        await ask_async(layer, ADDRESS, headers=FIREFOX, after_chunk=after, gone=gone)

    asyncio.run(leave())
    assert (len(kept) == 1) is counted


def test_a_note_says_the_recording_and_the_household(layer, kept):
    ask(layer, ADDRESS, headers=FIREFOX, address="2001:db8:1:2:3:4:5:6")
    assert list(kept._notes) == [Note(PUBLIC_ID, Way.STREAM, "2001:db8:1:2::", FIREFOX["user-agent"])]


@pytest.mark.parametrize(
    ("part", "query", "at_once"),
    [
        ("bytes=0-65535", "", False),
        ("bytes=0-65534", "", True),
        ("bytes=1-65536", "", True),
        ("bytes=0-65535", "by=player", True),
    ],
)
def test_a_part_that_may_be_a_listening_takes_the_way_that_counts(tmp_path, kept, part, query, at_once):
    path = tmp_path / "short.mp3"
    path.write_bytes(noise(CHUNK_SIZE // 2))
    short = AudioFile(str(path), "x", CHUNK_SIZE // 2, "audio/mpeg", "a.mp3", Validators('"abc"', 1), 600)
    scope = scope_of(ADDRESS, "GET", {**FIREFOX, "range": part}, "aland.example", query, "203.0.113.7")
    assert may_count(short, parse_range(part, short.size).spans[0], scope) is not at_once
    layer = AudioLayer(nobody, decisions=Decisions(version=Fixed()), tally=kept)
    layer.decisions.keep((streaming._host_of(scope), ADDRESS), Fixed.value, short)
    found = layer.ready(scope)
    assert (found is not None) is at_once
    if found is not None:
        found.let_go()


def test_without_a_tally_nothing_is_looked_at(file, monkeypatch):
    monkeypatch.setattr(streaming, "look_up", lambda scope: file)
    monkeypatch.setattr(streaming, "hearing_of", lambda *args: 1 / 0)
    assert ask(AudioLayer(nobody), ADDRESS, headers=FIREFOX).complete


@pytest.mark.django_db
def test_a_stream_and_a_download_are_counted_apart_and_cost_the_stream_no_query(missions):
    sample = make_sample(missions.first, noise(1000), duration=2.0, download_allowed=True)
    kept = Tally(write=count_all, wait=0)
    address = f"/music/audio/{sample.public_id}/original/{sample.file_name}"
    costs = []
    for layer in (AudioLayer(nobody), AudioLayer(nobody, tally=kept)):
        with CaptureQueriesContext(connection) as captured:
            for query in ("", "download=1", ""):
                ask(layer, address, headers=FIREFOX, query=query)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    kept.flush()
    assert sorted(PlayCount.objects.values_list("way", "number")) == [("download", 1), ("stream", 1)]


@pytest.mark.django_db
def test_a_download_that_is_refused_is_not_counted(missions):
    sample = make_sample(missions.first, noise(1000), duration=2.0)
    kept = Tally(write=count_all, wait=0)
    address = f"/music/audio/{sample.public_id}/original/{sample.file_name}"
    assert ask(AudioLayer(nobody, tally=kept), address, headers=FIREFOX, query="download=1").status == 403
    kept.flush()
    assert not PlayCount.objects.exists()
