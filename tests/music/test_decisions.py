"""What is remembered of decisions about recordings never outlives their truth."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.utils import timezone

from core.content_version import tracker
from music import streaming
from music.decisions import KEPT_SECONDS, Decisions
from tests.missions import Missions
from tests.music.asking import Reply, ask_async, make_sample


class Ears:
    """The audio layer, and how often it asked the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.layer = streaming.AudioLayer(None)  # type: ignore[arg-type]  # nothing else is asked
        self.now = timezone.now().timestamp()
        self.layer.decisions = Decisions(clock=lambda: self.now)
        self.questions = 0
        look_up = streaming.look_up

        def counted(scope: Any) -> Any:
            self.questions += 1
            return look_up(scope)

        monkeypatch.setattr(streaming, "look_up", counted)

    def hear(self, address: str, host: str) -> Reply:
        return async_to_sync(ask_async)(self.layer, address, host=host)


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    return Ears(monkeypatch)


def address_of(sample: Any) -> str:
    return f"/music/audio/{sample.public_id}/original/{sample.file_name}"


def test_a_second_listener_costs_no_question(committed: Missions, ears: Ears) -> None:
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    bodies = [ears.hear(address_of(sample), host).body for _listener in range(3)]
    assert bodies[0] == bodies[1] == bodies[2] != b""
    assert ears.questions == 1


def test_a_sample_that_is_withdrawn_is_silent_at_once(committed: Missions, ears: Ears) -> None:
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    assert ears.hear(address_of(sample), host).status == 200
    sample.public = False
    sample.save()
    assert ears.hear(address_of(sample), host).status == 404


def test_another_host_gets_its_own_answer(committed: Missions, ears: Ears) -> None:
    sample = make_sample(committed.first, slug="dawn")
    assert ears.hear(address_of(sample), committed.first.host).status == 200
    assert ears.hear(address_of(sample), committed.second.host).status == 404


def test_the_end_of_a_permission_is_not_slept_through(committed: Missions, ears: Ears) -> None:
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    sample.permission_until = timezone.now() + timedelta(seconds=30)
    sample.save()
    assert ears.hear(address_of(sample), host).status == 200
    ears.now += 20
    assert ears.hear(address_of(sample), host).headers["cache-control"] in ("public, max-age=9", "public, max-age=10")
    ears.now += 11
    ears.hear(address_of(sample), host)
    assert ears.questions == 2


def test_nothing_is_remembered_longer_than_a_minute(committed: Missions, ears: Ears) -> None:
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    ears.hear(address_of(sample), host)
    ears.now += KEPT_SECONDS
    ears.hear(address_of(sample), host)
    assert ears.questions == 2


def test_what_is_missing_is_asked_for_each_time(committed: Missions, ears: Ears) -> None:
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    ears.hear(address_of(sample), host)
    os.unlink(sample.file.path)
    assert [ears.hear(address_of(sample), host).status for _time in range(2)] == [404, 404]
    assert ears.questions == 3


def test_without_a_version_nothing_is_remembered(
    committed: Missions,
    ears: Ears,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unknown() -> None:
        return None

    monkeypatch.setattr(tracker, "current", unknown)
    sample, host = make_sample(committed.first, slug="dawn"), committed.first.host
    for _listener in range(2):
        assert ears.hear(address_of(sample), host).status == 200
    assert ears.questions == 2
