"""The reader's own page: changing, leaving by hand and by a mail program, one's own data, and the end of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.models import OutboxMessage
from newsletter.consents import Proof
from newsletter.leaving import forget_left, leave
from newsletter.models import Bounce, Consent, Delivery, Issue, Subscriber, Suppression
from newsletter.suppression import is_suppressed
from tests.missions import Missions, TestMission
from tests.news.ground import make_bulletin, make_category, make_index
from tests.newsletter.ground import ADDRESS, browser, fields_of, in_threads, join, joined, later, link_to, links_in
from tests.newsletter.letters import PUT_OFF, Clock, FakeLine, make_letters, run_worker, states

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def letter_on_its_way(mission: TestMission, row: Subscriber, state: str = "waiting") -> Delivery:
    now = timezone.now()
    issue = Issue.objects.create(site=mission.site, kind="bulletin", title="A year", fallback="en", made_at=now)
    return Delivery.objects.create(
        issue=issue,
        subscriber=row,
        email=row.email,
        public_id=row.public_id,
        language="en",
        message_id=f"<{issue.public_id}@aland.example>",
        not_before=now,
        state=state,
    )


@pytest.fixture
def member(missions: Missions, reader: Client) -> Subscriber:
    return joined(reader)


def test_a_program_that_opens_every_link_changes_nothing(missions: Missions, reader: Client) -> None:
    join(reader)
    own = link_to("manage")
    links = [*links_in(mail.outbox[-1]), f"{own}data.json", f"{own}erase/"]
    for state in ("unconfirmed", "confirmed"):
        before = [list(table.objects.order_by("pk").values()) for table in (Subscriber, Suppression, Consent)]
        for link in links:
            for ask in (reader.get, reader.head):
                assert ask(link).status_code == 200, link
        assert [list(t.objects.order_by("pk").values()) for t in (Subscriber, Suppression, Consent)] == before
        assert Subscriber.objects.get().state == state
        reader.post(link_to("confirm"))


def test_leaving_takes_one_press(missions: Missions, reader: Client, member: Subscriber) -> None:
    manage = link_to("manage")
    reader.post(manage, {"something": "else"})
    assert Subscriber.objects.get().state == "confirmed"
    answer = reader.post(manage, {"leave": "1"})
    assert "You have left the list" in answer.content.decode()
    assert "You had left before" not in answer.content.decode()
    assert Subscriber.objects.get().state == "left"
    assert "You have left the list" in reader.get(manage).content.decode()
    assert "You had left before" in reader.post(manage, {"leave": "1"}).content.decode()
    assert Consent.objects.filter(act="left").count() == 1
    assert Consent.objects.get(act="left").page == "aland.example/subscribe/manage/"


def test_who_left_is_not_written_to_and_cannot_be_put_back(
    missions: Missions, reader: Client, member: Subscriber
) -> None:
    waiting, sent = letter_on_its_way(missions.first, member), letter_on_its_way(missions.first, member, "sent")
    reader.post(link_to("manage"), {"leave": "1"})
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.state, sent.state) == ("dropped", "sent")
    assert is_suppressed(missions.first.site, ADDRESS.upper())
    assert not is_suppressed(missions.second.site, ADDRESS)


def test_a_letter_that_asks_is_taken_back_when_its_reader_leaves(missions: Missions, reader: Client) -> None:
    join(reader)
    manage = link_to("manage")
    with later(days=1):
        fields = {**fields_of(reader.get("/subscribe/")), "email": ADDRESS}
    with later(days=1, seconds=5):
        reader.post("/subscribe/", fields)
        assert OutboxMessage.objects.filter(state="waiting").count() == 1
        reader.post(manage, {"leave": "1"})
    assert not OutboxMessage.objects.filter(state="waiting").exists()
    assert not OutboxMessage.objects.exclude(recipient="").exists()


def test_a_mail_program_leaves_by_its_own_post(missions: Missions, member: Subscriber) -> None:
    letter = mail.outbox[-1]
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    path = url.removeprefix("http://aland.example")
    assert path.startswith("/subscribe/manage/")
    provider = Client(enforce_csrf_checks=True, headers={"host": "aland.example", "Sec-Fetch-Site": "cross-site"})
    for _press in range(2):
        answer = provider.post(path, ONE_CLICK)
        assert (answer.status_code, answer.cookies, answer.headers["Content-Type"]) == (200, {}, "text/plain")
        assert Subscriber.objects.get().state == "left"
    assert Consent.objects.filter(act="left").count() == 1
    Subscriber.objects.all().delete()
    assert provider.post(path, ONE_CLICK).status_code == 200
    assert provider.post(path[:-4] + "xxx/", ONE_CLICK).status_code == 404


@pytest.mark.parametrize("kind", ["multipart/form-data", "application/x-www-form-urlencoded"])
def test_both_ways_of_writing_the_post_are_understood(missions: Missions, member: Subscriber, kind: str) -> None:
    """RFC 8058, 3.2."""
    if kind == "multipart/form-data":
        browser(missions.first).post(link_to("manage"), ONE_CLICK)
    else:
        browser(missions.first).post(link_to("manage"), "List-Unsubscribe=One-Click", content_type=kind)
    assert Subscriber.objects.get().state == "left"


def test_pressed_many_times_at_once_it_leaves_once(threaded: Missions) -> None:
    joined(browser(threaded.first))
    manage = link_to("manage")
    told = in_threads([lambda: browser(threaded.first).post(manage, {"leave": "1"}).content.decode()] * 6)
    assert sum("You had left before" in page for page in told) == 5
    assert Consent.objects.filter(act="left").count() == 1
    assert Suppression.objects.count() == 1


def test_what_comes_can_be_changed(missions: Missions, reader: Client) -> None:
    category = make_category(missions.first)
    make_bulletin(make_index(missions.first), category=category)
    row = joined(reader, topics=["bulletins", "music"], categories=[str(category.pk)], rhythm="daily")
    manage = link_to("manage")
    shown = fields_of(reader.get(manage))
    assert (shown["topics"], shown["categories"]) == (["bulletins", "music"], [str(category.pk)])
    assert (shown["rhythm"], shown["language"]) == ("daily", "en")
    wanted = {"topics": ["events"], "rhythm": "weekly", "language": "ru", "save": "1"}
    answer = reader.post(manage, wanted)
    assert "Saved." in answer.content.decode()
    row.refresh_from_db()
    assert (row.rhythm, row.language, row.state) == ("weekly", "ru", "confirmed")
    assert list(row.wishes.values_list("topic", "category")) == [("events", None)]
    changed = Consent.objects.get(act="changed")
    assert changed.wording.splitlines() == ["Events", "One letter a week, in weeks with news", "Русский"]
    assert "token" not in changed.page
    assert changed.page == "aland.example/subscribe/manage/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"topics": []}, "Choose at least one thing to receive."),
        ({"topics": ["weather"]}, "weather"),
        ({"rhythm": "hourly"}, "hourly"),
        ({"language": "tlh"}, "tlh"),
        ({"rhythm": ""}, "Choose how often letters may come."),
        ({"language": ""}, "Choose the language of the letters."),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    missions: Missions, reader: Client, member: Subscriber, changes: dict[str, Any], words: str
) -> None:
    before = list(member.wishes.order_by("pk").values())
    answer = reader.post(link_to("manage"), {**fields_of(reader.get(link_to("manage"))), **changes, "save": "1"})
    assert words in answer.content.decode()
    assert "One thing to correct" in answer.content.decode()
    assert list(member.wishes.order_by("pk").values()) == before
    assert not Consent.objects.filter(act="changed").exists()


def test_a_category_without_bulletins_stays_chosen_until_its_reader_changes_that(
    missions: Missions, reader: Client
) -> None:
    category = make_category(missions.first)
    bulletin = make_bulletin(make_index(missions.first), category=category)
    row = joined(reader, categories=[str(category.pk)])
    bulletin.unpublish()
    shown = fields_of(reader.get(link_to("manage")))
    assert shown["categories"] == [str(category.pk)]
    assert "Saved." in reader.post(link_to("manage"), {**shown, "save": "1"}).content.decode()
    assert row.wishes.filter(category=category).exists()


@pytest.mark.parametrize("state", ["unconfirmed", "left", "stopped"])
def test_who_is_not_on_the_list_can_change_nothing_there(
    missions: Missions, reader: Client, member: Subscriber, state: str
) -> None:
    Subscriber.objects.update(state=state)
    answer = reader.post(link_to("manage"), {"topics": ["music"], "rhythm": "daily", "language": "en", "save": "1"})
    assert answer.status_code == 200
    assert "Saved." not in answer.content.decode()
    assert 'name="topics"' not in answer.content.decode()
    assert not member.wishes.filter(topic="music").exists()


def test_all_that_is_kept_can_be_taken_away(missions: Missions, reader: Client, member: Subscriber) -> None:
    sent = letter_on_its_way(missions.first, member, "sent")
    Bounce.objects.create(
        site=missions.first.site,
        key="1",
        kind="soft",
        status="4.2.2",
        reason="full",
        subscriber=member,
        delivery=sent,
        at=timezone.now(),
    )
    answer = reader.get(f"{link_to('manage')}data.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="email-list.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    told = json.loads(answer.content)
    assert (told["email"], told["state"], told["rhythm"]) == (ADDRESS, "confirmed", "each")
    assert [topic["topic"] for topic in told["topics"]] == ["alerts", "bulletins", "events"]
    assert [entry["act"] for entry in told["history"]] == ["asked", "confirmed"]
    assert [(entry["title"], entry["state"]) for entry in told["letters"]] == [("A year", "sent")]
    assert [entry["reason"] for entry in told["reports_of_mail_servers"]] == ["full"]
    assert [entry["kind"] for entry in told["messages_about_the_list"]] == ["newsletter.confirm"]
    assert told["gets_no_letters_because"] == []


def test_the_copy_of_ones_data_names_every_column_that_is_kept(
    missions: Missions, reader: Client, member: Subscriber
) -> None:
    """A column that is added later is added to the copy, or here with its reason."""
    told = json.loads(reader.get(f"{link_to('manage')}data.json").content)
    own = {field.attname for field in Subscriber._meta.concrete_fields}
    # Keys of the database; and names under which the copy tells the same.
    elsewhere = {"id", "site_id", "public_id", "soft_bounces", "hard_bounces"}
    assert own - elsewhere <= set(told)


def test_ones_own_data_is_erased_after_a_second_question(
    missions: Missions, reader: Client, member: Subscriber
) -> None:
    manage = link_to("manage")
    waiting, sent = letter_on_its_way(missions.first, member), letter_on_its_way(missions.first, member, "sent")
    Bounce.objects.create(
        site=missions.first.site, key="1", kind="soft", reason=f"no {ADDRESS}", subscriber=member, at=timezone.now()
    )
    page = reader.get(f"{manage}erase/")
    assert "This cannot be undone." in page.content.decode()
    reader.post(f"{manage}erase/", {"something": "else"})
    assert Subscriber.objects.exists()
    assert "It is erased" in reader.post(f"{manage}erase/", {"erase": "1"}).content.decode()
    assert not Subscriber.objects.exists()
    assert not Consent.objects.exists()
    assert is_suppressed(missions.first.site, ADDRESS)
    assert Suppression.objects.get().reason == "erased"
    for delivery, state in ((waiting, "dropped"), (sent, "sent")):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.email, delivery.public_id, delivery.subscriber) == (state, "", "", None)
    tables = (Subscriber, Suppression, Consent, Delivery, Bounce, OutboxMessage)
    assert ADDRESS not in str([list(table.objects.values()) for table in tables])
    for ask, address in ((reader.get, f"{manage}data.json"), (reader.post, manage), (reader.post, f"{manage}erase/")):
        answer = ask(address, {"erase": "1"})
        assert answer.status_code == 410
        assert "Nothing is kept of this address" in answer.content.decode()


def test_who_was_erased_can_join_again(missions: Missions, reader: Client, member: Subscriber) -> None:
    reader.post(f"{link_to('manage')}erase/", {"erase": "1"})
    joined(reader)
    assert not is_suppressed(missions.first.site, ADDRESS)


def test_who_left_is_forgotten_some_days_later_but_for_the_hash(missions: Missions, settings: Any) -> None:
    settings.LIST_LEFT_DAYS, settings.LIST_CONFIRM_DAYS = 30, 7
    now, site = timezone.now(), missions.first.site

    def left(name: str, days: int, asked: int) -> None:
        Subscriber.objects.create(
            site=site,
            email=f"{name}@example.org",
            language="en",
            state="left",
            asked_at=now - timedelta(days=asked),
            left_at=now - timedelta(days=days),
        )

    left("long-ago", 31, 90)
    left("lately", 29, 90)
    left("asks-anew", 31, 6)
    assert forget_left(now) == 1
    assert {row.email for row in Subscriber.objects.all()} == {"lately@example.org", "asks-anew@example.org"}
    assert is_suppressed(site, "long-ago@example.org")
    assert forget_left(now) == 0


def test_the_link_of_another_mission_opens_nothing(missions: Missions, member: Subscriber) -> None:
    manage = link_to("manage")
    other = browser(missions.second)
    assert other.get(f"{manage}data.json").status_code == 404
    for address in (manage, f"{manage}erase/"):
        assert other.post(address, {"leave": "1", "erase": "1"}).status_code == 404
    assert Subscriber.objects.get().state == "confirmed"


def test_a_letter_that_was_on_the_wire_when_its_reader_left_is_not_tried_again(missions: Missions) -> None:
    issue = make_letters(missions.first, 3)
    line, clock = FakeLine({"reader1@example.org": [PUT_OFF]}), Clock()

    def leaves(recipient: str) -> None:
        if recipient == "reader1@example.org":
            leave(Subscriber.objects.get(email=recipient), Proof("", ""), clock())

    line.before = leaves
    assert run_worker(line, clock) == 2
    clock.now += timedelta(days=1)
    assert run_worker(line, clock) == 0
    assert line.got.count("reader1@example.org") == 1
    assert states(issue)["reader1@example.org"] == "dropped"
    issue.refresh_from_db()
    assert issue.state == "sent"


@pytest.mark.parametrize("how", ["left", "stopped", "removed"])
def test_a_letter_that_was_written_while_its_reader_left_is_not_sent(missions: Missions, how: str) -> None:
    issue = make_letters(missions.first, 2)
    readers = Subscriber.objects.filter(email="reader0@example.org")
    if how == "removed":
        readers.delete()
    else:
        readers.update(state=how)
    line = FakeLine()
    assert run_worker(line) == 1
    assert line.got == ["reader1@example.org"]
    assert states(issue) == {"reader0@example.org": "dropped", "reader1@example.org": "sent"}
