"""The test database: migrated once, then copied. Hundreds of migrations take longer than the tests themselves."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def fingerprint() -> str:
    """Changes with any migration of ours, with any installed package, and with the languages."""
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    for line in sorted(f"{one.name} {one.version}" for one in distributions()):
        digest.update(line.encode())
    digest.update(repr(settings.LANGUAGES).encode())
    return digest.hexdigest()[:16]


def template() -> Path:
    """The migrated database file, made when it is missing; made twice at once, the last one stays."""
    path = ROOT / "var" / "tests" / f"{fingerprint()}.sqlite3"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            _migrate(Path(folder))
            os.replace(Path(folder) / "db.sqlite3", path)
    return path


def _run_migrations(folder: Path, more: dict[str, str]) -> None:
    environment = {**os.environ, "EMBASSY_VAR": str(folder), "EMBASSY_ENV_FILE": os.devnull, **more}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _migrate(folder: Path) -> None:
    _run_migrations(folder, {"DATABASE_URL": ""})
    with sqlite3.connect(folder / "db.sqlite3") as database:
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """As pytest-django's own, but the tables are copied instead of made by a hundred migrations."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _in_memory()
            yield
        else:
            yield from _on_server()


def _in_memory() -> None:
    """SQLite: each process has a copy in its memory."""
    source = sqlite3.connect(template())
    connection.close()
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
    connection.ensure_connection()
    source.backup(connection.connection)
    source.close()


def _on_server() -> Iterator[None]:
    """PostgreSQL (DATABASE_URL): a migrated database is made when it is missing, and each process gets a copy."""
    name = f"embassy_tests_{fingerprint()}"
    facts, main = connection.settings_dict, connection.settings_dict["NAME"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "one")
    own = f"{name}_{worker}"
    with connection.cursor() as cursor:
        # One process makes it, the others wait: a lock of this number is nobody else's.
        cursor.execute("SELECT pg_advisory_lock(7201)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}_new"')
            _migrate_server(name + "_new")
            cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}"')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{name}"')
        cursor.execute("SELECT pg_advisory_unlock(7201)")
    connection.close()
    facts["NAME"] = own
    yield
    connection.close()
    facts["NAME"] = main
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    connection.close()


def _migrate_server(name: str) -> None:
    url = urlsplit(os.environ["DATABASE_URL"])
    with tempfile.TemporaryDirectory() as folder:
        _run_migrations(Path(folder), {"DATABASE_URL": urlunsplit(url._replace(path=f"/{name}"))})
