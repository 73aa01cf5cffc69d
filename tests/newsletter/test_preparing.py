"""Who gets an issue, in which language, once; and what becomes of one whose preparation was cut off."""

from __future__ import annotations

from typing import Any

import pytest

from news.models import BulletinPage
from newsletter import preparing
from newsletter.composing import NothingToSend
from newsletter.issuing import prepare_started, trouble_words
from newsletter.models import Delivery, Issue
from newsletter.suppression import suppress
from newsletter.topics import Topic
from tests.missions import Missions
from tests.news.ground import make_bulletin, make_category, make_index, make_series
from tests.newsletter.letters import NOON, make_issue, make_reader, states


def prepared(issue: Issue, most: int = 1000) -> dict[str, str]:
    preparing.prepare(issue, NOON, most)
    return states(issue)


def test_readers_of_all_bulletins_and_of_the_category_get_it_and_others_do_not(missions: Missions) -> None:
    mine, other = make_category(missions.first, "mine"), make_category(missions.first, "other")
    issue = make_issue(missions.first, category=mine)
    make_reader(missions.first, "all@example.org")
    make_reader(missions.first, "mine@example.org", mine)
    make_reader(missions.first, "other@example.org", other)
    make_reader(missions.first, "events@example.org", Topic.EVENTS, Topic.MUSIC)
    make_reader(missions.first, "daily@example.org", rhythm="daily")
    make_reader(missions.first, "asked@example.org", state="unconfirmed")
    make_reader(missions.first, "left@example.org", state="left")
    make_reader(missions.second, "second@example.org")
    assert prepared(issue) == {"all@example.org": "waiting", "mine@example.org": "waiting"}
    issue.refresh_from_db()
    assert (issue.state, issue.started_at) == ("sending", NOON)


def test_a_letter_of_another_topic_goes_to_those_who_asked_for_it(missions: Missions) -> None:
    issue = make_issue(missions.first, topic=Topic.CONSULAR)
    make_reader(missions.first, "all@example.org")
    make_reader(missions.first, "consular@example.org", Topic.CONSULAR)
    assert prepared(issue) == {"consular@example.org": "waiting"}


@pytest.mark.parametrize("topic", [Topic.ALERTS, Topic.CONSULAR])
def test_what_is_in_no_digest_does_not_wait_for_one(missions: Missions, topic: Topic) -> None:
    issue = make_issue(missions.first, topic=topic)
    for rhythm in ("each", "daily", "weekly"):
        make_reader(missions.first, f"{rhythm}@example.org", topic, rhythm=rhythm)
    assert set(prepared(issue)) == {"each@example.org", "daily@example.org", "weekly@example.org"}


def test_a_bulletin_is_kept_in_each_of_its_languages_also_where_nobody_reads_it(missions: Missions) -> None:
    issue = make_issue(missions.first)
    assert prepared(issue) == {}
    assert issue.texts.get().language == "en"


def test_a_long_title_and_a_number_fit_into_what_is_kept_of_a_subject(missions: Missions) -> None:
    numbered = {"series": make_series(missions.first), "number": 24, "category": make_category(missions.first)}
    index = make_index(missions.first)
    issue = make_issue(missions.first, index=index, page=make_bulletin(index, title="A" * 250, **numbered))
    prepared(issue)
    subject = issue.texts.get().subject
    assert len(subject) <= 255
    assert subject.endswith("…")


def test_a_suppressed_address_gets_nothing_however_it_is_written(missions: Missions) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first, "Reader@Example.org")
    make_reader(missions.first, "other@example.org")
    suppress(missions.first.site.pk, "reader@example.org", "left", NOON)
    assert list(prepared(issue)) == ["other@example.org"]


def test_a_reader_of_a_language_that_is_not_there_gets_the_fallback(missions: Missions) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first, "kk@example.org", language="kk")
    prepared(issue)
    assert issue.deliveries.get().language == "en"
    assert issue.texts.get().language == "en"


def test_a_preparation_that_was_cut_off_goes_on_and_doubles_nothing(missions: Missions) -> None:
    issue = make_issue(missions.first)
    for number in range(7):
        make_reader(missions.first, f"r{number}@example.org")
    assert preparing._write(issue, preparing._next_readers(issue, 3), ["en"], NOON) == 3  # its end was never noted
    assert len(prepared(issue, most=2)) == 7
    assert Delivery.objects.values("message_id").distinct().count() == 7
    issue.state, issue.prepared_to = "preparing", 0
    issue.save()
    assert len(prepared(issue)) == 7


def test_an_issue_that_was_cancelled_meanwhile_gets_no_letters(missions: Missions) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first)
    Issue.objects.filter(pk=issue.pk).update(state="cancelled")
    assert prepared(issue) == {}
    issue.refresh_from_db()
    assert issue.state == "cancelled"


def test_an_issue_whose_bulletin_was_taken_down_stops_in_the_open(missions: Missions) -> None:
    issue = make_issue(missions.first)
    make_reader(missions.first)
    BulletinPage.objects.get(translation_key=issue.translation_key).unpublish()
    with pytest.raises(NothingToSend):
        preparing.prepare(issue, NOON)
    prepare_started(NOON)
    issue.refresh_from_db()
    assert (issue.state, issue.trouble) == ("stopped", "nothing")


def test_a_bulletin_that_breaks_its_letter_stops_in_the_open_and_holds_up_no_other(
    missions: Missions, monkeypatch: Any, caplog: Any
) -> None:
    broken, sound = make_issue(missions.first), make_issue(missions.second)
    whole = preparing.compose

    def compose(issue: Issue, language: str, variant: str) -> Any:
        if issue.pk == broken.pk:
            raise ValueError("a page that no letter can be made of")
        return whole(issue, language, variant)

    monkeypatch.setattr(preparing, "compose", compose)
    prepare_started(NOON)
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, broken.trouble, sound.state) == ("stopped", "broken", "sending")
    assert "administrator" in trouble_words(broken)
    assert "no letter can be made of" in caplog.text


def test_as_many_queries_for_one_reader_as_for_a_portion(
    missions: Missions, django_assert_max_num_queries: Any
) -> None:
    issue = make_issue(missions.first)
    for number in range(30):
        make_reader(missions.first, f"r{number}@example.org")
    preparing.keep_text(issue, "en", "")
    with django_assert_max_num_queries(19):
        preparing.prepare(issue, NOON)
