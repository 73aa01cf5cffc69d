"""A database in which transactions end, as on a server; afterwards all is as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from core.memory import forget
from tests.missions import Missions, make_missions


@contextmanager
def put_back() -> Iterator[None]:
    """Puts the tables back as they are now; quicker than to empty a hundred of them."""
    connection.ensure_connection()
    kept = sqlite3.connect(":memory:")
    connection.connection.backup(kept)
    cache.clear()
    forget()
    try:
        yield
    finally:
        kept.backup(connection.connection)
        kept.close()
        cache.clear()
        forget()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Missions]:
    """The two missions, in a test that is no transaction: what follows a commit happens."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            pytest.skip("puts back a database of SQLite only")
        with put_back():
            missions = make_missions()
            yield missions
