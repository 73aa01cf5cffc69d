"""How often somebody may ask, and what is kept of who asks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from core.limits import next_day, next_hour, take_in_hour
from core.models import DayCount, OutboxMessage
from core.schedule import prune
from newsletter.consents import Proof
from newsletter.models import Consent, Subscriber
from newsletter.subscription import TooMany, ask
from tests.missions import Missions
from tests.newsletter.ground import ADDRESS, BULLETINS, browser, fields_of, join, later, send_mail

NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)
HERE = Proof("aland.example/subscribe/", "By joining you agree.")


def asks(missions: Missions, email: str = ADDRESS, client: str = "", now: datetime = NOON) -> None:
    ask(missions.first.site, email, BULLETINS, client, HERE, now)


def test_a_thousand_posts_for_one_address_send_two_letters(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_HOUR = 10_000
    ways = ("reader@example.org", "READER@example.org", "reader+x@example.org", "Reader+Y@Example.org")
    for number in range(1000):
        asks(missions, ways[number % 4], f"198.51.100.{number}", NOON + timedelta(seconds=number))
    assert OutboxMessage.objects.count() == 2
    assert Consent.objects.count() == 2
    asks(missions, now=NOON + timedelta(days=1))
    assert OutboxMessage.objects.count() == 3


def test_a_thousand_addresses_from_one_network_are_slowed(missions: Missions) -> None:
    refused = []
    for number in range(1000):
        try:
            asks(missions, f"reader{number}@example.org", client="192.0.2.7")
        except TooMany as refusal:
            refused.append(refusal.until)
    assert OutboxMessage.objects.count() == Subscriber.objects.count() == 10
    assert set(refused) == {NOON + timedelta(hours=1)}
    for hour in (1, 2, 3):
        for number in range(10):
            try:
                asks(missions, f"late{hour}-{number}@example.org", "192.0.2.7", NOON + timedelta(hours=hour))
            except TooMany as refusal:
                refused.append(refusal.until)
    assert OutboxMessage.objects.count() == 30
    assert refused[-1] == datetime(2026, 3, 17, tzinfo=UTC)


def test_from_everywhere_together_come_only_so_many_letters_an_hour(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_HOUR = 3
    for number in range(3):
        asks(missions, f"reader{number}@example.org", client=f"198.51.100.{number}")
    with pytest.raises(TooMany) as refusal:
        asks(missions, client="198.51.100.9")
    assert refusal.value.until == NOON + timedelta(hours=1)
    ask(missions.second.site, ADDRESS, BULLETINS, "198.51.100.9", HERE, NOON)  # the other mission's list is open
    asks(missions, client="198.51.100.9", now=NOON + timedelta(hours=1))


def test_who_asks_too_often_is_told_when_to_go_on_and_loses_nothing(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_CLIENT_HOUR = 2
    for number in range(2):
        assert join(browser(missions.first), f"reader{number}@example.org").status_code == 200
    reader = browser(missions.first)
    refused = join(reader, "reader3@example.org", topics=["music"], rhythm="weekly", language="kk")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert "no-store" in refused.headers["Cache-Control"]
    told = refused.content.decode()
    assert "Too many at once" in told
    assert re.search(r"in \d+ minutes?\.", told)
    kept = fields_of(refused)
    assert (kept["email"], kept["topics"], kept["rhythm"], kept["language"]) == (
        "reader3@example.org", ["music"], "weekly", "kk",
    )  # fmt: skip
    assert len(mail.outbox) == 2
    assert not Subscriber.objects.filter(email="reader3@example.org").exists()
    with later(hours=1, seconds=5):
        assert reader.post("/subscribe/", kept).status_code == 200


def test_after_the_turns_of_a_day_it_is_tomorrow(missions: Missions, settings: Any) -> None:
    settings.LIST_MAILS_PER_CLIENT = 1
    with mock.patch("django.utils.timezone.now", return_value=NOON):
        reader = browser(missions.first)
        fields = {**fields_of(reader.get("/subscribe/")), "email": "reader2@example.org"}
    with mock.patch("django.utils.timezone.now", return_value=NOON + timedelta(seconds=5)):
        first = {**fields, "email": "reader1@example.org"}
        assert reader.post("/subscribe/", first).status_code == 200
        refused = reader.post("/subscribe/", fields)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str(12 * 3600 - 5)
    assert "Please press the button again tomorrow" in refused.content.decode()


def test_no_address_of_a_computer_is_kept(missions: Missions, reader: Client) -> None:
    reader.defaults["REMOTE_ADDR"] = "192.0.2.77"
    join(reader)
    assert DayCount.objects.count() == 4
    kept = str([list(table.objects.values()) for table in (DayCount, Subscriber, Consent, OutboxMessage)])
    assert "192.0.2.77" not in kept
    assert not any(ADDRESS in row.key for row in DayCount.objects.all())


def test_what_is_counted_is_forgotten_the_day_after_also_if_nobody_asks(missions: Missions, reader: Client) -> None:
    join(reader)
    assert DayCount.objects.exists()
    with later(days=1, hours=1):
        prune()
    assert not DayCount.objects.exists()


def test_a_letter_waits_while_no_mail_can_be_sent(missions: Missions, reader: Client) -> None:
    send = "django.core.mail.backends.locmem.EmailBackend.open"
    with mock.patch(send, side_effect=ConnectionRefusedError()):
        answer = join(reader)
    assert answer.status_code == 200
    assert mail.outbox == []
    with later(minutes=10):
        send_mail()
    assert len(mail.outbox) == 1


def test_a_letter_whose_link_has_ended_is_not_sent_any_more(missions: Missions, settings: Any) -> None:
    settings.LIST_CONFIRM_DAYS = 7
    asks(missions)
    assert OutboxMessage.objects.get().expires_at == NOON + timedelta(days=7)


def test_an_hour_and_a_day_begin_by_the_clock_of_the_world() -> None:
    almaty = timezone.get_fixed_timezone(300)
    moment = datetime(2026, 3, 16, 4, 59, 30, tzinfo=almaty)
    assert next_hour(moment) == datetime(2026, 3, 16, 0, tzinfo=UTC)
    assert next_day(moment) == datetime(2026, 3, 16, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_turns_of_an_hour_come_back_with_the_next() -> None:
    assert [take_in_hour("test", "somebody", 2, NOON) for _turn in range(3)] == [True, True, False]
    assert take_in_hour("test", "somebody else", 2, NOON)
    assert take_in_hour("test", "somebody", 2, NOON + timedelta(hours=1))
