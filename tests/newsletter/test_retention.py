"""Whom a letter went to is known for some weeks, and what came back for a year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from newsletter import retention
from newsletter.bounces import take_refusals
from newsletter.issuing import counts, send_unknown_again
from newsletter.models import Bounce, Consent, Delivery, Subscriber
from newsletter.retention import forget_readers, forget_returned
from tests.missions import Missions
from tests.newsletter.letters import NOON, make_letters

LATER = NOON + timedelta(days=31)


def test_old_letters_lose_their_readers_and_keep_their_figures(missions: Missions, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    issue = make_letters(missions.first, 5)
    issue.deliveries.update(state="sent", settled_at=NOON)
    young = issue.deliveries.last()
    Delivery.objects.filter(pk=young.pk).update(settled_at=LATER)
    assert forget_readers(LATER) == 4
    assert forget_readers(LATER) == 0
    assert counts([issue]) == {issue.pk: {"sent": 5}}
    kept = set(Delivery.objects.values_list("email", "public_id"))
    assert kept == {("", ""), (young.email, young.public_id)}


def test_at_once_only_so_many_are_emptied(missions: Missions, monkeypatch: Any) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    monkeypatch.setattr(retention, "PORTIONS", 2)
    make_letters(missions.first, 5).deliveries.update(state="sent", settled_at=NOON)
    assert forget_readers(LATER) == 4
    assert forget_readers(LATER) == 1


def test_what_is_not_settled_keeps_its_address(missions: Missions) -> None:
    make_letters(missions.first, 1)
    assert forget_readers(LATER) == 0
    assert Delivery.objects.get().email


def test_an_emptied_letter_is_not_sent_again(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    issue.deliveries.update(state="unknown", settled_at=NOON)
    forget_readers(LATER)
    assert not send_unknown_again(issue.deliveries.get(), LATER)


def test_reports_of_returned_letters_go_after_a_year_and_are_not_counted_anew(missions: Missions) -> None:
    issue = make_letters(missions.first, 1)
    issue.deliveries.update(state="failed", error="550 5.7.1", settled_at=NOON)
    assert take_refusals(NOON) == 1
    assert forget_returned(NOON + timedelta(days=364)) == 0
    assert forget_returned(NOON + timedelta(days=366)) == 1
    assert take_refusals(NOON + timedelta(days=366)) == 0
    assert not Bounce.objects.exists()


def test_what_a_removed_reader_agreed_to_goes_with_the_row(missions: Missions) -> None:
    make_letters(missions.first, 1)
    Consent.objects.create(subscriber=Subscriber.objects.get(), act="asked", at=NOON)
    Subscriber.objects.get().delete()
    assert not Consent.objects.exists()
