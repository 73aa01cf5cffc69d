"""A database in which transactions end, as on a server; afterwards all is as it was."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from core.memory import forget
from tests.database import copy_on_server, fingerprint, template
from tests.missions import Missions, make_missions


@contextmanager
def put_back() -> Iterator[None]:
    """Puts the tables back as they are now; quicker than to empty a hundred of them."""
    connection.ensure_connection()
    is_file = connection.vendor == "sqlite"
    if is_file:
        kept = sqlite3.connect(":memory:")
        connection.connection.backup(kept)
    cache.clear()
    forget()
    try:
        yield
    finally:
        if is_file:
            kept.backup(connection.connection)
            kept.close()
        else:
            # Between tests there is nothing in it but what was migrated.
            copy_on_server(f"embassy_tests_{fingerprint()}", connection.settings_dict["NAME"])
        cache.clear()
        forget()


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Missions]:
    """The two missions, in a test that is no transaction: what follows a commit happens."""
    with django_db_blocker.unblock(), put_back():
        missions = make_missions()
        yield missions


@pytest.fixture
def threaded(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Missions]:
    """The two missions in a database that many threads may write to at once, as on a server.

    On SQLite that is a file of its own: what lies in memory knows no waiting for each other.
    """
    with django_db_blocker.unblock(), in_file(tmp_path) if connection.vendor == "sqlite" else put_back():
        yield make_missions()


@contextmanager
def in_file(folder: Path) -> Iterator[None]:
    """Has every connection of this process speak to a copy of the empty database in ``folder``."""
    connection.ensure_connection()
    shared, name = connection.connection, connection.settings_dict["NAME"]
    path = folder / "db.sqlite3"
    shutil.copy(template(), path)
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    cache.clear()
    forget()
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = shared, name
        cache.clear()
        forget()
