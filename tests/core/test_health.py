"""What whoever watches is told: which part is amiss, and whether that keeps pages from being served."""

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from core import health
from core.heartbeats import SCHEDULER, WORKER, beat, lease


@pytest.fixture(autouse=True)
def asked_anew(monkeypatch):
    monkeypatch.setitem(health.PROBES, "migrations", health.Migrations())
    monkeypatch.setitem(health.PROBES, "storage", health.Remembered(health._storage, 0))


def ready(query=""):
    response = Client().get("/health/ready" + query)
    return response.status_code, response.json()["state"], response.json()["parts"]


@pytest.mark.django_db
def test_all_parts_of_a_sound_site_are_well(settings):
    assert ready() == (
        200,
        "ready",
        {
            "database": "ok",
            "migrations": "ok",
            "cache": "ok",
            "storage": "ok",
            "worker": "not expected",
            "scheduler": "not expected",
        },
    )
    settings.EXPECTED_PROCESSES = ["worker", "scheduler"]
    beat(WORKER)
    beat(SCHEDULER)
    assert ready("?strict")[:2] == (200, "ready")


@pytest.mark.django_db
def test_a_late_worker_is_told_and_takes_no_page_away(settings):
    settings.EXPECTED_PROCESSES = ["worker"]
    beat(WORKER, "one", timezone.now() - 2 * lease())
    code, state, parts = ready()
    assert (code, state, parts["worker"], parts["scheduler"]) == (200, "degraded", "late", "not expected")
    assert ready("?strict")[0] == 503


@pytest.mark.django_db
def test_a_migration_that_is_not_applied_is_noticed(monkeypatch):
    names = health.migration_names()
    assert ("core", "0001_initial") in names
    assert len(names) > 100
    monkeypatch.setattr(health, "migration_names", lambda: names | {("core", "9999_tomorrow")})
    assert ready()[0] == 503
    assert ready()[2]["migrations"] == "late"


@pytest.mark.django_db
def test_a_cache_that_keeps_nothing_is_told_and_takes_no_page_away(monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key: None)
    code, state, parts = ready()
    assert (code, state, parts["cache"]) == (200, "degraded", "failed")


@pytest.mark.django_db
def test_a_storage_that_cannot_be_written_is_noticed(monkeypatch, caplog):
    def refuse(*args):
        raise PermissionError("/secret/place")

    monkeypatch.setattr(type(default_storage), "save", refuse, raising=False)
    code, _state, parts = ready()
    assert (code, parts["storage"]) == (503, "failed")
    assert "PermissionError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.django_db
def test_the_storage_probe_leaves_nothing_behind():
    assert health._storage() == "ok"
    assert default_storage.listdir("health")[1] == []


def test_a_probe_is_not_repeated_for_some_seconds():
    asked = []
    probe = health.Remembered(lambda: asked.append(1) or "ok", 60)
    assert [probe(), probe(), len(asked)] == ["ok", "ok", 1]


@pytest.mark.django_db
def test_a_database_that_is_away_makes_the_site_not_ready_and_still_gets_an_answer(monkeypatch):
    def fail():
        raise OperationalError("password=secret")

    monkeypatch.setattr(connection, "cursor", fail)
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert response.json()["parts"]["database"] == "failed"
    assert b"secret" not in response.content
