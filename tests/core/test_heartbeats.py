"""Signs of life, and what happens to the tasks of a worker that gives none any more."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from core.heartbeats import KEPT, WORKER, beat, forget, is_alive, lease, prune
from core.models import Heartbeat
from core.reaper import UNKNOWN, reap

SECOND = timedelta(seconds=1)


def running(worker, started_at, tries=1):
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=started_at,
        worker_ids=["earlier"] * (tries - 1) + [worker],
        args_kwargs={"args": [], "kwargs": {}},
        task_path="core.somewhere.something",
        backend_name="background",
        run_after=get_date_max(),
        exception_class_path="",
        traceback="",
    )


def status_of(task):
    task.refresh_from_db()
    return task.status


@pytest.mark.django_db
def test_a_process_counts_as_alive_until_its_lease_is_over():
    now = timezone.now()
    assert not is_alive(WORKER, now)
    beat(WORKER, "one", now)
    beat(WORKER, "one", now)
    assert Heartbeat.objects.count() == 1
    assert is_alive(WORKER, now + lease())
    assert not is_alive(WORKER, now + lease() + SECOND)
    assert not is_alive("scheduler", now)
    forget(WORKER, "one")
    assert not is_alive(WORKER, now)


@pytest.mark.django_db
def test_rows_of_the_dead_are_dropped_after_some_days():
    now = timezone.now()
    beat(WORKER, "old", now - KEPT - SECOND)
    beat(WORKER, "young", now - KEPT + SECOND)
    prune(now)
    assert [row.name for row in Heartbeat.objects.all()] == ["young"]


@pytest.mark.django_db
def test_only_a_task_whose_worker_is_gone_is_handed_back():
    now = timezone.now()
    long_ago = now - 10 * lease()
    beat(WORKER, "alive", now)
    beat(WORKER, "dead", now - lease() - SECOND)
    held, lost, young = running("alive", long_ago), running("dead", long_ago), running("dead", now)
    assert reap(now) == (1, 0)
    assert (status_of(held), status_of(lost), status_of(young)) == ("RUNNING", "READY", "RUNNING")
    assert lost.worker_ids == ["dead"]
    assert reap(now) == (0, 0)


@pytest.mark.django_db
def test_a_task_of_an_unknown_worker_is_left_alone_for_an_hour():
    now = timezone.now()
    young, old = running("stranger", now - UNKNOWN + SECOND), running("stranger", now - UNKNOWN - SECOND)
    assert reap(now) == (1, 0)
    assert (status_of(young), status_of(old)) == ("RUNNING", "READY")


@pytest.mark.django_db
def test_a_task_that_kills_its_workers_is_given_up(settings):
    settings.TASK_TRIES = 3
    now = timezone.now()
    beat(WORKER, "dead", now - 2 * lease())
    twice, thrice = running("dead", now - 5 * lease(), 2), running("dead", now - 5 * lease(), 3)
    assert reap(now) == (1, 1)
    assert (status_of(twice), status_of(thrice)) == ("READY", "FAILED")
    assert thrice.exception_class_path == "core.reaper.WorkerLost"
