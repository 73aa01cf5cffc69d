"""The scheduler: each job at its time, once, whoever else is running; a failing one stops nobody."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from core import scheduler
from core.management.commands.scheduler import Command
from core.models import DayCount, ScheduledJob
from core.scheduler import HOLD, Job, prepare, registered, run_due, seconds_to_next
from news.models import BulletinPage, NewsIndexPage
from tests.database import template
from tests.missions import visitor

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 3, 8, 12, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is turned."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def ran() -> list[datetime]:
    return []


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def jobs(db, ran, clock) -> dict[str, Job]:
    jobs = {"app.job": Job("app.job", timedelta(minutes=1), lambda: ran.append(clock()))}
    prepare(jobs, clock())
    return jobs


def test_a_job_runs_at_once_and_then_once_a_period(jobs, ran, clock):
    assert run_due(jobs, clock) == ["app.job"]
    assert run_due(jobs, clock) == []
    clock.turn(seconds=59)
    assert run_due(jobs, clock) == []
    clock.turn(seconds=1)
    assert run_due(jobs, clock) == ["app.job"]
    assert ran == [START, START + timedelta(minutes=1)]


def test_runs_that_were_missed_are_reported_and_not_made_up_for(jobs, ran, clock, caplog):
    run_due(jobs, clock)
    clock.turn(hours=3, seconds=10)
    with caplog.at_level(logging.WARNING, "core.scheduler"):
        run_due(jobs, clock)
    assert "app.job runs 10750 seconds late" in caplog.text
    row = ScheduledJob.objects.get()
    assert row.late_seconds == 10750
    assert row.due_at == START + timedelta(hours=3, minutes=1)
    assert len(ran) == 2


def test_a_run_in_time_is_not_reported(jobs, clock, caplog):
    run_due(jobs, clock)
    clock.turn(seconds=75)
    run_due(jobs, clock)
    assert "late" not in caplog.text


def test_a_job_that_somebody_else_is_at_is_left_alone_until_that_one_is_taken_for_dead(jobs, ran, clock):
    ScheduledJob.objects.update(holder="other", held_until=clock() + HOLD)
    assert run_due(jobs, clock) == []
    clock.turn(seconds=HOLD.total_seconds() + 1)
    assert run_due(jobs, clock) == ["app.job"]


def test_whoever_was_taken_for_dead_does_not_settle_the_job_of_its_successor(db, clock):
    def stalls() -> None:
        clock.turn(seconds=HOLD.total_seconds() + 1)
        assert scheduler._take("app.job", "successor", clock()) is not None

    jobs = {"app.job": Job("app.job", timedelta(minutes=1), stalls)}
    prepare(jobs, clock())
    run_due(jobs, clock)
    assert ScheduledJob.objects.get().holder == "successor"


def test_a_failing_job_is_remembered_with_its_reason_and_the_next_one_runs(db, ran, clock, caplog):
    def fails() -> None:
        raise ValueError("the disk is full")

    minute = timedelta(minutes=1)
    jobs = {"a.fails": Job("a.fails", minute, fails), "b.works": Job("b.works", minute, lambda: ran.append(clock()))}
    prepare(jobs, clock())
    assert run_due(jobs, clock) == ["a.fails", "b.works"]
    row = ScheduledJob.objects.get(name="a.fails")
    assert (row.failures, row.error) == (1, "ValueError: the disk is full")
    assert "the disk is full" in caplog.text
    assert len(ran) == 1
    clock.turn(minutes=1)
    run_due(jobs, clock)
    assert ScheduledJob.objects.get(name="a.fails").failures == 2


def test_a_job_that_nobody_registers_any_more_is_forgotten(jobs, clock):
    prepare({}, clock())
    assert not ScheduledJob.objects.exists()


def test_the_scheduler_sleeps_until_something_is_due_and_never_long(jobs, clock):
    assert seconds_to_next(jobs, clock()) == 0
    run_due(jobs, clock)
    assert seconds_to_next(jobs, clock()) == scheduler.LONGEST_SLEEP_S
    clock.turn(seconds=58)
    assert seconds_to_next(jobs, clock()) == 2


def test_the_apps_jobs_are_found():
    assert {"core.publish", "core.prune", "newsletter.forget_unconfirmed"} <= set(registered())


def test_a_database_that_does_not_answer_is_asked_again_later(db, monkeypatch, capsys):
    def away(jobs):
        raise OperationalError("locked")

    monkeypatch.setattr("core.management.commands.scheduler.run_due", away)
    assert Command()._turn({}) == scheduler.LONGEST_SLEEP_S
    assert "trying again" in capsys.readouterr().err


def test_a_page_whose_time_has_come_goes_live(missions):
    index = missions.first.home["en"].add_child(instance=NewsIndexPage(title="News"))
    page = index.add_child(instance=BulletinPage(title="Later", slug="later", live=False))
    page.go_live_at = timezone.now() - timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert visitor(missions.first).get("/news/later/").status_code == 404
    call_command("scheduler", once=True)
    assert visitor(missions.first).get("/news/later/").status_code == 200


@pytest.mark.django_db
def test_what_is_over_is_forgotten():
    today = timezone.now().date()
    DayCount.objects.create(key="old", day=today - timedelta(days=1))
    DayCount.objects.create(key="new", day=today)
    call_command("scheduler", once=True)
    assert set(DayCount.objects.values_list("key", flat=True)) == {"new"}


def test_of_two_at_once_one_gets_the_job(jobs, clock):
    taken = [scheduler._take("app.job", holder, clock()) for holder in ("a", "b")]
    assert [row.holder for row in taken if row] == ["a"]


def test_it_ends_by_itself_when_it_is_told_to(tmp_path):
    environment = os.environ | {
        "EMBASSY_VAR": str(tmp_path),
        "EMBASSY_ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
    }
    (tmp_path / "db.sqlite3").write_bytes(template().read_bytes())
    process = subprocess.Popen(
        [sys.executable, "manage.py", "scheduler"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        end = datetime.now(UTC) + timedelta(seconds=30)
        while datetime.now(UTC) < end and process.poll() is None:
            with sqlite3.connect(tmp_path / "db.sqlite3") as database:
                done = database.execute("select count(*) from core_scheduledjob where finished_at is not null")
                if done.fetchone()[0] >= 3:
                    break
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.communicate()
