"""Words that are sung are found, and the result opens at their second."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from music.models import SampleText
from tests.missions import Missions, TestMission, visitor
from tests.search.ground import music, sample, search, titles

LRC = "[00:12.00]Таң атты, дала оянды\n[01:23.50]Домбырам, сен де ән қосшы"


def sung(mission: TestMission, number: int = 1, **facts: str) -> None:
    song = sample(mission, f"Song {number}", number, **facts)
    song.texts.add(
        SampleText(role="original", language="kk", body=LRC),
        SampleText(role="translation", language="en", body="Dawn has come over the steppe\nMy lute, join me"),
    )
    song.save()


def links(text: str) -> list[str]:
    return re.findall(r'<h2 class="entry-title"><a href="([^"]+)"', text)


@pytest.fixture
def shelf(missions: Missions) -> Missions:
    music(missions.first)
    return missions


def test_a_line_that_is_sung_is_found_and_opened_at_its_second(shelf: Missions) -> None:
    sung(shelf.first)
    text = search(visitor(shelf.first), "домбырам").content.decode()
    assert links(text) == ["/music/samples/sample-1/#t=83.5"]
    assert '<p class="entry-excerpt" lang="kk"><mark>Домбырам</mark>, сен де ән қосшы</p>' in text
    assert "<li>At 1:23</li>" in text


def test_the_line_with_most_of_the_words_is_opened(shelf: Missions) -> None:
    sung(shelf.first)
    text = search(visitor(shelf.first), "таң қосшы сен").content.decode()
    assert links(text) == ["/music/samples/sample-1/#t=83.5"]


def test_a_line_without_a_time_leads_to_the_words(shelf: Missions) -> None:
    sung(shelf.first)
    text = search(visitor(shelf.first), "lute").content.decode()
    assert links(text) == ["/music/samples/sample-1/#words"]
    assert '<p class="entry-excerpt">My <mark>lute</mark>, join me</p>' in text


def test_a_chapter_is_found_whoever_named_it(shelf: Missions) -> None:
    song = sample(shelf.first, "Song", 1, chapters_read=[[0, ""], [5000, "Prelude"]])
    client = visitor(shelf.first)
    assert links(search(client, "prelude").content.decode()) == ["/music/samples/sample-1/#t=5"]
    song.chapters = "0:07 Interlude"
    song.save()
    assert links(search(client, "interlude").content.decode()) == ["/music/samples/sample-1/#t=7"]
    assert titles(search(client, "prelude")) == []


def test_what_the_title_says_is_opened_at_the_beginning(shelf: Missions) -> None:
    sung(shelf.first, title_language="en")
    song = sample(shelf.first, "Домбырам", 2)
    song.texts.add(SampleText(language="kk", body=LRC))
    song.save()
    found = links(search(visitor(shelf.first), "домбырам").content.decode())
    assert sorted(found) == ["/music/samples/sample-1/#t=83.5", "/music/samples/sample-2/"]


def test_times_and_signs_of_a_notation_are_no_words(shelf: Missions) -> None:
    sung(shelf.first)
    for question in ("83", "00", "webvtt"):
        assert titles(search(visitor(shelf.first), question)) == []


def test_a_text_that_is_taken_away_is_found_no_more(shelf: Missions) -> None:
    sung(shelf.first)
    client = visitor(shelf.first)
    SampleText.objects.get(language="en").delete()
    assert titles(search(client, "lute")) == []
    changed = SampleText.objects.get(language="kk")
    changed.body = "[00:05.00]Жорға"
    changed.save()
    assert titles(search(client, "домбырам")) == []
    assert links(search(client, "жорға").content.decode()) == ["/music/samples/sample-1/#t=5"]


def test_nothing_is_told_of_what_strangers_may_not_hear(shelf: Missions) -> None:
    music(shelf.second)
    sung(shelf.second)
    sung(shelf.first, 2, public=False)
    assert titles(search(visitor(shelf.first), "домбырам")) == []
    assert titles(search(visitor(shelf.second), "домбырам")) == ["Song 1"]


def test_ten_songs_cost_as_many_queries_as_one(shelf: Missions) -> None:
    client = visitor(shelf.first)

    def queries() -> int:
        search(client, "домбырам")
        with CaptureQueriesContext(connection) as made:
            search(client, "домбырам")
        return len(made)

    sung(shelf.first)
    one = queries()
    for number in range(2, 11):
        sung(shelf.first, number)
    assert queries() == one
