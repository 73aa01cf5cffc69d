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

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

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


def _migrate(folder: Path) -> None:
    environment = {**os.environ, "EMBASSY_VAR": str(folder), "EMBASSY_ENV_FILE": os.devnull}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with sqlite3.connect(folder / "db.sqlite3") as database:
        database.execute("PRAGMA journal_mode=DELETE")
    database.close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """As pytest-django's own, but on SQLite the tables are copied instead of made by a hundred migrations."""
    with django_db_blocker.unblock():
        if connection.vendor != "sqlite":
            made = setup_databases(verbosity=0, interactive=False)
            yield
            teardown_databases(made, verbosity=0)
            return
        source = sqlite3.connect(template())
        connection.close()
        connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
        connection.ensure_connection()
        source.backup(connection.connection)
        source.close()
    yield
