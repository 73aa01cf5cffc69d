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

from tests.programs import need

ROOT = Path(__file__).resolve().parent.parent
# The transaction of a test never ends, so in tests the version rises at once (core/migrations/0008).
AT_ONCE = """
DROP TRIGGER core_contentchange_raise ON core_contentchange;
CREATE CONSTRAINT TRIGGER core_contentchange_raise AFTER INSERT ON core_contentchange
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION core_raise_content_version();
"""


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
    own = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    with connection.cursor() as cursor:
        # One process makes it, the others wait: a lock of this number is nobody else's.
        cursor.execute("SELECT pg_advisory_lock(7201)")
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{name}_new"')
            url = urlsplit(os.environ["DATABASE_URL"])
            fill_server(urlunsplit(url._replace(path=f"/{name}_new")))
            cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
        cursor.execute("SELECT pg_advisory_unlock(7201)")
    copy_on_server(name, own)
    yield
    connection.close()
    facts["NAME"] = main
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
    connection.close()


def copy_on_server(source: str, name: str) -> None:
    """Makes a database anew as a copy of another, and has the connection speak to it."""
    connection.close()
    connection.settings_dict["NAME"] = urlsplit(os.environ["DATABASE_URL"]).path[1:]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7201)")  # a template must have no other user
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        cursor.execute("SELECT pg_advisory_unlock(7201)")
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute(AT_ONCE)


def fill_server(url: str) -> None:
    """Puts the migrated tables into an empty database, out of a file where an earlier run left one."""
    dump = ROOT / "var" / "tests" / f"{fingerprint()}.sql"
    if dump.exists():
        command = [need("psql"), "--quiet", "--dbname", url, "--file", str(dump)]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        return
    with tempfile.TemporaryDirectory() as folder:
        _run_migrations(Path(folder), {"DATABASE_URL": url})
    dump.parent.mkdir(parents=True, exist_ok=True)
    draft = dump.with_suffix(f".{os.getpid()}")
    command = [need("pg_dump"), "--no-owner", "--dbname", url, "--file", str(draft)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    draft.replace(dump)
