"""Fixtures that every test may use, and what a run says at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.utils import translation

from core.memory import forget
from tests.chromium import browser, browser_context
from tests.committing import committed, threaded
from tests.database import django_db_setup
from tests.missions import editor_client, missions
from tests.object_store import object_store, s3
from tests.programs import summary
from tests.running import running_site

__all__ = [
    "browser",
    "browser_context",
    "committed",
    "django_db_setup",
    "editor_client",
    "missions",
    "object_store",
    "running_site",
    "s3",
    "threaded",
]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for line in summary([reason.removesuffix("')") for reason in skipped]):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def one_connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """On a database server a test's transaction ends with its connection, which requests would close at their end.

    Django's own test client leaves the connection alone too; these are the places that it does not know.
    """
    if connection.vendor == "sqlite":
        yield
        return
    monkeypatch.setattr("music.streaming.close_old_connections", lambda: None)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test starts in the main one again."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A database that was rolled back gives its keys again: what a process kept under them is another test's."""
    cache.clear()
    forget()
