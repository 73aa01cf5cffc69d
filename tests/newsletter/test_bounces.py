"""Letters that come back stop an address when they should, once, and nobody can stop another's address by a forgery."""

from __future__ import annotations

import imaplib
import mailbox
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from newsletter import bounce_sources
from newsletter.bounces import take_refusals, take_report
from newsletter.models import Bounce, Delivery, Subscriber
from newsletter.returned import Report, read_report
from newsletter.suppression import is_suppressed
from tests.missions import Missions
from tests.newsletter.letters import (
    NOON,
    NOT_OURS,
    REFUSED,
    FakeLine,
    make_letters,
    make_reader,
    run_worker,
    states,
)
from tests.newsletter.returns import LETTER, OURS, SPAM, WHO, dsn


@pytest.fixture
def reader(missions: Missions) -> Subscriber:
    issue = make_letters(missions.first, 1)
    Subscriber.objects.update(email=WHO)
    issue.deliveries.update(message_id=OURS, state="sent", email=WHO)
    return Subscriber.objects.get()


def report(kind: str = "hard", status: str = "5.1.1", key: str = "k1", message_id: str = OURS) -> Report:
    return Report(kind, WHO, status, "550", message_id, key)


def state_of(reader: Subscriber) -> str:
    reader.refresh_from_db()
    return reader.state


def test_an_address_that_does_not_exist_is_stopped_at_once(reader: Subscriber) -> None:
    assert take_report(report(), NOON)
    assert state_of(reader) == "stopped"
    assert is_suppressed(reader.site, WHO)
    assert reader.consents.get().act == "stopped"


def test_another_hard_return_stops_an_address_the_second_time(reader: Subscriber) -> None:
    take_report(report(status="5.7.1"), NOON)
    assert state_of(reader) == "confirmed"
    take_report(report(status="5.7.1", key="k2"), NOON)
    assert state_of(reader) == "stopped"


def test_the_same_report_counts_once(reader: Subscriber) -> None:
    assert take_report(report(status="5.7.1"), NOON)
    assert take_report(report(status="5.7.1"), NOON) is None
    assert state_of(reader) == "confirmed"
    assert reader.hard_bounces == 1


def test_letters_that_are_put_off_stop_an_address_after_so_many_in_a_month(reader: Subscriber, settings: Any) -> None:
    settings.LIST_SOFT_BOUNCES = 3
    for day in (0, 20, 40, 60):
        take_report(report("soft", "4.2.2", f"k{day}"), NOON + timedelta(days=day))
        assert state_of(reader) == "confirmed"
    take_report(report("soft", "4.2.2", "last"), NOON + timedelta(days=61))
    assert state_of(reader) == "stopped"


def test_a_complaint_ends_it_at_once(reader: Subscriber) -> None:
    found = read_report(SPAM)
    assert found
    take_report(found, NOON)
    assert state_of(reader) == "left"
    assert is_suppressed(reader.site, WHO)


@pytest.mark.parametrize("kind", ["hard", "complaint"])
def test_a_report_that_names_no_letter_of_ours_is_worth_a_soft_one(reader: Subscriber, kind: str) -> None:
    bounce = take_report(report(kind, message_id="<forged@elsewhere.example>"), NOON)
    assert bounce
    assert bounce.kind == "soft"
    assert state_of(reader) == "confirmed"


def test_what_waits_for_a_stopped_address_is_dropped(reader: Subscriber) -> None:
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="waiting")
    take_report(report(), NOON)
    delivery.refresh_from_db()
    assert delivery.state == "dropped"


def test_an_address_that_the_server_refuses_at_once_counts_as_returned(missions: Missions) -> None:
    make_letters(missions.first, 2)
    run_worker(FakeLine({"reader1@example.org": REFUSED}))
    assert take_refusals(NOON) == 1
    assert take_refusals(NOON) == 0
    assert Subscriber.objects.get(email="reader1@example.org").state == "stopped"
    assert Subscriber.objects.get(email="reader0@example.org").state == "confirmed"


def test_a_server_that_takes_no_mail_of_ours_is_no_fault_of_the_readers(missions: Missions, settings: Any) -> None:
    settings.MAIL_TRIES = 1
    issue = make_letters(missions.first, 2)
    run_worker(FakeLine({f"reader{number}@example.org": NOT_OURS for number in range(2)}))
    assert set(states(issue).values()) == {"failed"}
    assert take_refusals(NOON) == 0
    assert set(Subscriber.objects.values_list("hard_bounces", flat=True)) == {0}


def test_an_address_on_two_lists_is_stopped_on_the_one_whose_letter_came_back(
    missions: Missions, reader: Subscriber
) -> None:
    other = make_reader(missions.second, WHO)
    take_report(report(), NOON)
    assert state_of(reader) == "stopped"
    assert state_of(other) == "confirmed"
    assert take_report(report(key="k9", message_id=""), NOON) is None, "nobody knows which list is meant"


def test_a_maildir_is_read_once(reader: Subscriber, tmp_path: Path, settings: Any) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for content in (dsn(), LETTER):
        box.add(content)
    settings.LIST_BOUNCE_MAILDIR = str(tmp_path / "box")
    call_command("read_bounces")
    assert state_of(reader) == "stopped"
    assert list((tmp_path / "box" / "new").iterdir()) == []
    assert len(list((tmp_path / "box" / "cur").iterdir())) == 2
    assert bounce_sources.read_all(NOON) == 0
    assert Bounce.objects.count() == 1


class FakeImap:
    """What imaplib's lines answer."""

    seen: set[bytes] = set()

    def __init__(self, *_args: Any, **_kwargs: Any) -> None:
        self.letters = {b"1": dsn(), b"2": LETTER}

    def login(self, name: str, password: str) -> None:
        if (name, password) != ("list@aland.example", "p@ss"):
            raise imaplib.IMAP4.error("AUTHENTICATIONFAILED list@aland.example")

    def select(self, folder: str) -> tuple[str, list[bytes]]:
        return ("OK" if folder == '"Bounces"' else "NO"), []

    def uid(self, what: str, *given: Any) -> tuple[str, list[Any]]:
        if what == "search":
            return "OK", [b" ".join(uid for uid in self.letters if uid not in self.seen)]
        if what == "store":
            self.seen.add(given[0])
            return "OK", []
        return "OK", [(b"head", self.letters[given[0]]), b")"]

    def logout(self) -> None:
        pass


def test_a_mailbox_is_read_once_over_imap(reader: Subscriber, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(imaplib, "IMAP4_SSL", FakeImap)
    FakeImap.seen = set()
    settings.LIST_BOUNCE_IMAP_URL = "imaps://list%40aland.example:p%40ss@mail.example/Bounces"
    assert bounce_sources.read_all(NOON) == 1
    assert bounce_sources.read_all(NOON) == 0
    assert FakeImap.seen == {b"1", b"2"}
    assert state_of(reader) == "stopped"


@pytest.mark.parametrize(
    "url", ["imaps://x:wrong@mail.example/Bounces", "imaps://list%40aland.example:p%40ss@m.example/No"]
)
def test_a_mailbox_that_does_not_open_is_told_without_its_password(settings: Any, monkeypatch: Any, url: str) -> None:
    monkeypatch.setattr(imaplib, "IMAP4_SSL", FakeImap)
    settings.LIST_BOUNCE_IMAP_URL = url
    with pytest.raises(CommandError) as raised:
        call_command("read_bounces")
    assert "wrong" not in str(raised.value)
    assert "p@ss" not in str(raised.value)


def test_without_a_mailbox_the_command_says_what_to_name() -> None:
    with pytest.raises(CommandError, match="LIST_BOUNCE_IMAP_URL"):
        call_command("read_bounces")
