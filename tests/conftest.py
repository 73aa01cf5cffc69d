"""Fixtures that every test may use, and what a run says at its end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from core.memory import forget
from tests.chromium import browser, browser_context
from tests.committing import committed
from tests.database import django_db_setup
from tests.missions import editor_client, missions
from tests.programs import summary
from tests.running import running_site

__all__ = ["browser", "browser_context", "committed", "django_db_setup", "editor_client", "missions", "running_site"]


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for line in summary([reason.removesuffix("')") for reason in skipped]):
        terminalreporter.write_line(line, yellow=True)


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
