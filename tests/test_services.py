"""PostgreSQL, Redis and an S3 store by variables: what is read, and what stops the start with the variable's name."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import services
from config.env import Environment
from tests.test_promises import COMPLETE, start

ROOT = Path(__file__).resolve().parent.parent
PG = "postgresql://user:pa%40ss@db.example:5433/embassy?sslmode=require"
S3 = {"S3_BUCKET": "originals", "S3_REGION": "eu-central-1"}
NAME = re.compile(r"\b(?:env\.\w+\(\s*|environ(?:\.get\(|\[))\"([A-Z][A-Z0-9_]+)\"")
# What the machine or a test sets, not an owner.
NOT_FOR_OWNERS = {"EMBASSY_ENV_FILE", "DJANGO_SETTINGS_MODULE", "HOST", "PORT"}


@pytest.fixture
def env(monkeypatch):
    def read(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        return Environment()

    return read


def test_without_variables_everything_is_a_file(env, tmp_path):
    found = services.database(env(), tmp_path / "db.sqlite3")
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", tmp_path / "db.sqlite3")
    assert services.cache(env())["BACKEND"].endswith("LocMemCache")
    assert services.s3(env()) is None
    assert services.origins(None) == []
    assert services.audio_delivery(env(), None) == "stream"


@pytest.mark.parametrize(
    ("package", "variable"), [("psycopg", "DATABASE_URL"), ("django_redis", "REDIS_URL"), ("storages", "S3_BUCKET")]
)
def test_a_service_without_its_package_stops_the_start(env, tmp_path, monkeypatch, package, variable):
    monkeypatch.setattr(services, "find_spec", lambda name: None)
    found = env(DATABASE_URL=PG, REDIS_URL="redis://cache.example", **S3)
    read = {"DATABASE_URL": lambda: services.database(found, tmp_path), "REDIS_URL": lambda: services.cache(found)}
    with pytest.raises(ImproperlyConfigured, match=f"{variable} is set, but the package {package} is missing"):
        read.get(variable, lambda: services.s3(found))()


def test_the_address_of_a_database_is_read(env, tmp_path):
    found = services.database(env(DATABASE_URL=PG, DATABASE_POOL="3"), tmp_path)
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == (
        "embassy", "user", "pa@ss", "db.example", "5433",
    )  # fmt: skip
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]["max_size"] == 3
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (0, True)
    socket = services.database(env(DATABASE_URL="postgresql:///embassy?host=/run/postgresql"), tmp_path)
    assert socket["HOST"] == "/run/postgresql"
    assert "pool" not in services.database(env(DATABASE_POOL="0"), tmp_path)["OPTIONS"]


def test_a_store_is_reached_under_its_own_address_or_that_of_amazon(env):
    amazon = services.s3(env(**S3))
    assert amazon["endpoint"] == "https://s3.eu-central-1.amazonaws.com"
    assert services.origins(amazon) == ["https://originals.s3.eu-central-1.amazonaws.com"]
    own = services.s3(
        env(
            S3_ENDPOINT="http://store:9000",
            S3_VISITORS_ENDPOINT="https://store.example",
            S3_ADDRESSING="path",
            S3_PUBLIC_URL="https://pictures.example/open/",
            S3_ACCESS_KEY="a",
            S3_SECRET_KEY="b",
        )
    )
    assert services.origins(own) == ["https://store.example", "https://pictures.example"]
    assert own["public_url"] == "https://pictures.example/open"
    assert services.audio_delivery(env(), own) == "redirect"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("DATABASE_URL", {"DATABASE_URL": "mysql://secret@db/x"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgresql://user:secret@db:port/x"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgresql://user:secret@db"}),
        ("DATABASE_URL", {"DATABASE_URL": "postgresql://user:secret@db/x?ssl=yes"}),
        ("DATABASE_POOL", {"DATABASE_URL": PG, "DATABASE_POOL": "-1"}),
        ("REDIS_URL", {"REDIS_URL": "secret"}),
        ("REDIS_URL", {"REDIS_URL": "redis://:secret@host/zero"}),
        ("REDIS_URL", {"REDIS_URL": "redis://:secret@host:port/0"}),
        ("S3_REGION", {"S3_BUCKET": "x"}),
        ("S3_BUCKET", {"S3_ACCESS_KEY": "secret"}),
        ("S3_SECRET_KEY", S3 | {"S3_ACCESS_KEY": "secret"}),
        ("S3_ENDPOINT", S3 | {"S3_ENDPOINT": "store.example"}),
        ("S3_PUBLIC_URL", S3 | {"S3_PUBLIC_URL": "https://x.example/?y"}),
        ("S3_ADDRESSING", S3 | {"S3_ADDRESSING": "auto"}),
        ("S3_LINK_SECONDS", S3 | {"S3_LINK_SECONDS": "0"}),
    ],
)
def test_a_wrong_value_is_named_and_no_password_repeated(env, tmp_path, name, values):
    given = env(**values)

    def read_all():
        return services.database(given, tmp_path), services.cache(given), services.s3(given)

    with pytest.raises(ImproperlyConfigured, match=name) as refusal:
        read_all()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("way", "values"), [("redirect", {}), ("stream", S3), ("x-accel", S3), ("pigeon", {}), ("pigeon", S3)]
)
def test_recordings_travel_in_a_way_that_fits_where_they_lie(env, way, values):
    given = env(AUDIO_DELIVERY=way, **values)
    with pytest.raises(ImproperlyConfigured, match="AUDIO_DELIVERY"):
        services.audio_delivery(given, services.s3(given))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("LOG_FORMAT", "xml"),
        ("ACCESS_LOG", "perhaps"),
        ("EXPECTED_PROCESSES", "worker,cook"),
        ("HEARTBEAT_LEASE", "soon"),
        ("TASK_TRIES", "0"),
    ],
)
def test_the_start_is_refused_and_the_variable_named(tmp_path, name, value):
    done = start(tmp_path, COMPLETE | {name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_a_larger_install_loads(tmp_path):
    more = S3 | {"DATABASE_URL": PG, "REDIS_URL": "redis://127.0.0.1:6379/0", "LOG_FORMAT": "json"}
    code = (
        "import django; django.setup(); print(s.AUDIO_DELIVERY, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['media-src'])"
    )
    done = start(tmp_path, COMPLETE | more, code)
    assert done.stdout == f"redirect [\"'self'\", 'https://originals.s3.{S3['S3_REGION']}.amazonaws.com']\n", (
        done.stderr
    )


def test_the_table_of_variables_has_each_that_is_read_and_no_other():
    read = set()
    for path in (ROOT / "config").rglob("*.py"):
        read |= set(NAME.findall(path.read_text(encoding="utf-8")))
    read |= {"S3_ACCESS_KEY", "S3_SECRET_KEY"}  # read in a loop
    table = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8").split("## Variables")[1].split("\n## ")[0]
    told = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_0-9]+)`", line.split("|")[1])
    }
    assert told == read - NOT_FOR_OWNERS
