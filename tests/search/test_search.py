"""What a visitor finds, and what nobody must find."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction
from wagtail.search.models import IndexEntry

from music.models import AudioSampleWords
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, editor_of, visitor
from tests.search.ground import bulletin_with, music, plain_page, publish, sample, search, titles


@pytest.fixture
def stranger(missions: Missions) -> Client:
    return visitor(missions.first)


def test_a_published_page_is_found_at_once_by_its_body(missions: Missions, stranger: Client) -> None:
    bulletin_with(missions.first, "Politics", "The Constitution was amended in May 2007.", number=None)
    answer = search(stranger, "constitution")
    assert answer.status_code == 200
    assert titles(answer) == ["Politics"]
    text = answer.content.decode()
    assert "The <mark>Constitution</mark> was amended in May 2007." in text
    assert "1 result for" in text
    assert "December 22, 2008" in text
    assert 'href="/news/politics/"' in text


def test_all_kinds_stand_in_one_list(missions: Missions, stranger: Client) -> None:
    first = missions.first
    bulletin_with(first, "Steppe reform")
    make_event(make_calendar(first.home["en"]), title="Steppe evening")
    plain_page(first, "About the steppe")
    music(first)
    sample(first, "Steppe dawn", artist="Dombra player")
    answer = search(stranger, "steppe")
    assert set(titles(answer)) == {"Steppe reform", "Steppe evening", "About the steppe", "Steppe dawn"}
    text = answer.content.decode()
    for kind in ("Bulletin", "Event", "Page", "Music"):
        assert f'<p class="entry-kind">{kind}</p>' in text
    assert 'href="/music/samples/sample-1/"' in text
    assert '<p class="numeral" data-digits="2" aria-hidden="true">16</p>' in text


def test_the_best_comes_first(missions: Missions, stranger: Client) -> None:
    filling = "Other words of the text. " * 20
    for number in range(8):
        plain_page(missions.first, f"Filling {number}", filling)
    bulletin_with(missions.first, "Long", f"{filling} reform {filling}")
    bulletin_with(missions.first, "Much", f"reform reform reform {filling} {filling}")
    bulletin_with(missions.first, "Reform in the title", filling)
    assert titles(search(stranger, "reform")) == ["Reform in the title", "Much", "Long"]


def test_every_word_must_be_there_and_the_last_may_be_a_beginning(missions: Missions, stranger: Client) -> None:
    bulletin_with(missions.first, "Political reforms")
    assert titles(search(stranger, "political refo")) == ["Political reforms"]
    assert titles(search(stranger, "POLITICAL")) == ["Political reforms"]
    assert titles(search(stranger, "poli reforms")) == []
    assert titles(search(stranger, "political law")) == []


def test_words_in_kazakh_and_russian_are_found_in_any_case(missions: Missions) -> None:
    client = visitor(missions.first)
    bulletin_with(missions.first, "Қазақстан Республикасы", "Ұлттық күй кеші", code="kk")
    assert titles(search(client, "ҚАЗАҚСТАН", "/kk/search/")) == ["Қазақстан Республикасы"]
    assert titles(search(client, "ұлттық КҮЙ", "/kk/search/")) == ["Қазақстан Республикасы"]
    assert "<mark>Ұлттық</mark>" in search(client, "ұлттық", "/kk/search/").content.decode()


def test_each_language_finds_its_own_pages(missions: Missions, stranger: Client) -> None:
    bulletin_with(missions.first, "Steppe")
    bulletin_with(missions.first, "Steppe ru", code="ru")
    assert titles(search(stranger, "steppe")) == ["Steppe"]
    assert titles(search(stranger, "steppe", "/ru/search/")) == ["Steppe ru"]


def test_drafts_and_private_pages_are_not_found(missions: Missions, stranger: Client) -> None:
    first = missions.first
    shown = plain_page(first, "Steppe shown", "Before")
    shown.body = [("text", "<p>Secretword</p>")]
    shown.save_revision()
    hidden = plain_page(first, "Steppe unpublished")
    hidden.unpublish()
    private = plain_page(first, "Steppe private")
    below = type(private)(title="Steppe below", locale=private.locale)
    publish(private, below)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    never = type(private)(title="Steppe never", live=False, locale=private.locale)
    first.home["en"].add_child(instance=never)
    later = plain_page(first, "Steppe scheduled")
    later.unpublish()
    later.go_live_at = timezone.now() + timedelta(days=1)
    later.save_revision().publish()
    for client in (stranger, editor_of(first)):
        assert titles(search(client, "steppe")) == ["Steppe shown"]
        assert titles(search(client, "secretword")) == []


def test_another_missions_content_is_not_found(missions: Missions) -> None:
    first, second = missions.first, missions.second
    for mission, name in ((first, "Ours"), (second, "Theirs")):
        bulletin_with(mission, f"{name} steppe")
        music(mission)
        sample(mission, f"{name} steppe tune")
    assert set(titles(search(visitor(first), "steppe"))) == {"Ours steppe", "Ours steppe tune"}
    assert set(titles(search(visitor(second), "steppe"))) == {"Theirs steppe", "Theirs steppe tune"}


def test_recordings_that_strangers_do_not_hear_are_not_found(missions: Missions, stranger: Client) -> None:
    first, now = missions.first, timezone.now()
    music(first)
    closed = first.collection.add_child(instance=Collection(name="Closed"))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    sample(first, "Tune audible", 1)
    sample(first, "Tune hidden", 2, public=False)
    sample(first, "Tune early", 3, permission_from=now + timedelta(hours=1))
    sample(first, "Tune late", 4, permission_until=now - timedelta(hours=1))
    sample(first, "Tune closed", 5, collection=closed)
    answer = search(stranger, "tune")
    assert titles(answer) == ["Tune audible"]
    assert "1 result for" in answer.content.decode()


def test_a_recording_is_described_in_the_language_of_the_page(missions: Missions, stranger: Client) -> None:
    music(missions.first)
    tune = sample(missions.first, "Дала таңы", title_language="kk", artist="Player", year=2025)
    tune.words = [
        AudioSampleWords(language="en", label="Music sample 1", translated_title="Dawn on the steppe"),
        AudioSampleWords(language="ru", credits="Домбра соло"),
    ]
    tune.save()
    text = search(stranger, "dawn").content.decode()
    assert '<p class="entry-excerpt"><mark>Dawn</mark> on the steppe</p>' in text
    assert 'lang="kk">Дала таңы</a>' in text
    assert "Music sample 1" in text
    assert "Домбра" not in text
    assert titles(search(stranger, "домбра")) == ["Дала таңы"]


def test_tags_are_found_as_soon_as_they_are_set(missions: Missions, stranger: Client) -> None:
    music(missions.first)
    tune = sample(missions.first, "Tune")
    tune.tags.add("nauryz")
    page = bulletin_with(missions.first, "Politics")
    page.tags.add("nauryz")
    page.save_revision().publish()
    assert set(titles(search(stranger, "nauryz"))) == {"Tune", "Politics"}
    tune.tags.clear()
    page.tags.clear()
    page.save_revision().publish()
    assert titles(search(stranger, "nauryz")) == []


def test_a_deleted_thing_leaves_nothing_in_the_index(missions: Missions, stranger: Client) -> None:
    music(missions.first)
    tune = sample(missions.first, "Tune")
    tune.words = [AudioSampleWords(language="en", label="Music sample 1")]
    tune.save()
    tune.tags.add("nauryz")
    page = bulletin_with(missions.first, "Politics")
    page.tags.add("nauryz")
    page.save_revision().publish()
    kept = IndexEntry.objects.count()
    tune.delete()
    page.delete()
    assert IndexEntry.objects.count() == kept - 2
    assert titles(search(stranger, "nauryz")) == []


def test_recordings_are_found_only_where_they_have_a_page(missions: Missions) -> None:
    music(missions.first)
    sample(missions.first, "Tune")
    client = visitor(missions.first)
    assert titles(search(client, "tune")) == ["Tune"]
    assert titles(search(client, "tune", "/kk/search/")) == []


def test_what_is_taken_back_is_found_no_more(missions: Missions, stranger: Client) -> None:
    page = plain_page(missions.first, "Steppe")
    assert titles(search(stranger, "steppe")) == ["Steppe"]
    page.unpublish()
    assert titles(search(stranger, "steppe")) == []


def test_kinds_narrow_the_list_and_keep_their_counts(missions: Missions, stranger: Client) -> None:
    for number in range(3):
        bulletin_with(missions.first, f"Steppe {number}")
    plain_page(missions.first, "About the steppe")
    answer = search(stranger, "steppe", type="bulletin")
    assert sorted(titles(answer)) == ["Steppe 0", "Steppe 1", "Steppe 2"]
    text = answer.content.decode()
    assert '<a href="?q=steppe">All <span class="count">4</span></a>' in text
    assert (
        '<a href="?q=steppe&amp;type=bulletin" aria-current="true">Bulletins <span class="count">3</span></a>' in text
    )
    assert '<a href="?q=steppe&amp;type=page">Pages <span class="count">1</span></a>' in text
    assert search(stranger, "steppe", type="nonsense").status_code == 404
    none = search(stranger, "steppe", type="event")
    assert none.status_code == 200
    assert titles(none) == []


def test_the_list_has_pages(missions: Missions, stranger: Client) -> None:
    for number in range(12):
        plain_page(missions.first, f"Steppe {number}")
    first, second = search(stranger, "steppe"), search(stranger, "steppe", page="2")
    assert len(titles(first)) == 10
    assert len(titles(second)) == 2
    assert not set(titles(first)) & set(titles(second))
    assert 'href="?q=steppe&amp;page=2"' in first.content.decode()
    for number in ("0", "3", "abc", "-1", "1e3", "", "\0", "9" * 50):
        assert search(stranger, "steppe", page=number).status_code == 404, number


def test_an_empty_list_says_so_and_leads_on(missions: Missions, stranger: Client) -> None:
    page = plain_page(missions.first, "Consular services")
    page.show_in_menus = True
    page.save_revision().publish()
    for answer in (search(stranger, "nothinghere"), stranger.get("/search/"), search(stranger, "?")):
        assert answer.status_code == 200
        assert ">Consular services</a></li>" in answer.content.decode()
    assert "Nothing was found" in search(stranger, "nothinghere").content.decode()
    assert "Write one or more words" in stranger.get("/search/").content.decode()


def test_no_search_engine_keeps_results(missions: Missions, stranger: Client) -> None:
    answer = search(stranger, "steppe")
    assert answer["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()


QUESTIONS = [
    "%20", "", "%22", "%22%22", "%22unclosed", "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%C3%28", "%F0%9F%99%82", "%0D%0A",
    "AND", "OR", "NOT", "NEAR(a,b)", "a+AND", "title:a", "a*", "*", "**", "%5E", "a%5Eb", "%7Ba%7D%3Ab", "-a", "%2Ba", "a-b",
    "(", ")", "((a)", "%27", "%27%27", "a%27b", "%5C", "%5C%27", "%25", "%25s", "%25(x)s", ";drop", "--", "/*", "a:b|c&!d",
    "%E2%84%96+24", "%D2%9A%D0%B0%D0%B7%D0%B0%D2%9B", "%E2%80%8F%E2%80%8F", "%EF%BF%BF", "%CC%81", "<script>", "%3Cb%3E", "0",
    "%F0%90%80%80", "%E1%84%80", "a" * 199, "a+" * 99, "%D2%9A" * 150,
]  # fmt: skip


@pytest.mark.parametrize("raw", QUESTIONS)
def test_any_bytes_get_an_answer(missions: Missions, stranger: Client, raw: str) -> None:
    plain_page(missions.first, "A page & <b>title</b>", "a b NOT and or title s 24 № Қазақ")
    for more in ("", "&type=bulletin", "&type=music"):
        answer = stranger.get(f"/search/?q={raw}{more}")
        assert answer.status_code == 200
        text = answer.content.decode()
        assert "\0" not in text
        assert "<script>" not in text
        assert "<b>" not in text


@pytest.mark.parametrize("raw", ["a" * 201, "a+" * 5000, "%00" * 10_000 + "a", "x" * 10_000])
def test_a_question_that_is_too_long_gets_a_sentence(missions: Missions, stranger: Client, raw: str) -> None:
    answer = stranger.get(f"/search/?q={raw}")
    if raw.startswith("%00"):
        assert answer.status_code == 200
        return
    assert answer.status_code == 400
    assert "Write 200 characters at most" in answer.content.decode()


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=120) | st.text(alphabet=st.characters(codec="utf-8"), max_size=80).map(str.encode))
def test_whatever_is_asked_gets_an_answer(missions: Missions, question: bytes) -> None:
    assert visitor(missions.first).get(f"/search/?q={quote(question)}").status_code in {200, 400}


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_searching_is_reading(missions: Missions, stranger: Client, method: str) -> None:
    assert getattr(stranger, method)("/search/").status_code == 405


def queries_of(client: Client, question: str) -> int:
    search(client, question)
    with CaptureQueriesContext(connection) as captured:
        assert search(client, question).status_code == 200
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_results(
    missions: Missions, stranger: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr("search.views.PER_PAGE", 100)
    first = missions.first
    calendar = make_calendar(first.home["en"])
    music(first)

    def one_of_each(number: int) -> None:
        bulletin_with(first, f"Steppe {number}", "On the steppe", date=date(2008, 1, 1))
        make_event(calendar, title=f"Steppe evening {number}")
        plain_page(first, f"About the steppe {number}", "A steppe")
        sample(first, f"Steppe tune {number}", number)

    one_of_each(1)
    few = queries_of(stranger, "steppe")
    for number in range(2, 7):
        one_of_each(number)
    assert len(titles(search(stranger, "steppe"))) == 24
    assert queries_of(stranger, "steppe") == few
    bare = queries_of(stranger, "nothinghere")
    assert few - bare <= 7
