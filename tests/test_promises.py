"""Promises about the whole: settings that refuse to start, templates that compile, nothing inline and nobody else
asked.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import engines
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
ASSETS = sorted(path for path in (ROOT / "static").rglob("*") if path.suffix in {".css", ".js"})
COMPLETE = {
    "SECRET_KEY": "k" * 30 + "0123456789-abcdefghijklmnopqrs",
    "ALLOWED_HOSTS": "embassy.example",
    "BASE_URL": "https://embassy.example",
}
# Addresses that name a vocabulary and are fetched by nobody.
NAMES = re.compile(
    r"https?://(?:www\.w3\.org|www\.sitemaps\.org|purl\.org|schema\.org|xspf\.org|www\.itunes\.com/dtds|search\.yahoo\.com/mrss)"
)


def start(folder: Path, environment: dict[str, str], code: str = "") -> subprocess.CompletedProcess:
    """Loads the production settings in a process of its own that has nothing but ``environment``."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"from django.conf import settings as s; s.DEBUG; {code}"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "EMBASSY_ENV_FILE": os.devnull,
            "EMBASSY_VAR": str(folder),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def source_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    return re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", text, flags=re.DOTALL)


def is_site_template(path: Path) -> bool:
    """Those that visitors get; mail and Wagtail's own are other worlds."""
    parts = path.relative_to(ROOT / "templates").parts
    is_mail = parts[:2] == ("newsletter", "letters")
    return not parts[0].startswith("wagtail") and not is_mail and path.suffix == ".html"


# A mail program loads no stylesheet: a letter brings its own.
LETTER = ROOT / "templates" / "newsletter" / "letters" / "issue.html"
SITE_TEMPLATES = [path for path in TEMPLATES if is_site_template(path)]


def test_production_settings_load_when_complete(tmp_path):
    done = start(tmp_path, COMPLETE, "import django; django.setup(); print(s.DEBUG, s.SECURE_SSL_REDIRECT)")
    assert (done.returncode, done.stdout) == (0, "False True\n"), done.stderr


@pytest.mark.parametrize("name", COMPLETE)
def test_production_refuses_to_start_without_what_only_the_owner_knows(tmp_path, name):
    missing = start(tmp_path, {key: value for key, value in COMPLETE.items() if key != name})
    empty = start(tmp_path, COMPLETE | {name: ""})
    for done in (missing, empty):
        assert done.returncode != 0
        assert name in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "embassy.example"),
        ("BASE_URL", "https://embassy.example/site"),
        ("MAX_AUDIO_MB", "much"),
        ("MAX_AUDIO_MB", "0"),
        ("LOGIN_FAILURE_LIMIT", "five"),
        ("LANGUAGES", "en,klingon"),
        ("LANGUAGE_CODE", "fr"),
    ],
)
def test_a_value_of_the_wrong_kind_stops_the_start_and_is_named(tmp_path, name, value):
    done = start(tmp_path, COMPLETE | {name: value})
    assert done.returncode != 0
    assert name in done.stderr.splitlines()[-1]


def test_what_needs_tls_follows_the_scheme_of_the_base_url(tmp_path):
    code = "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0)"
    assert start(tmp_path, COMPLETE, code).stdout == "True True True True\n"
    assert start(tmp_path, COMPLETE | {"BASE_URL": "http://127.0.0.1:8000"}, code).stdout == "False False False False\n"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles(path):
    engines["django"].from_string(path.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert {app: [str(migration) for migration in migrations] for app, migrations in wanted.items()} == {}


@pytest.mark.parametrize("path", SITE_TEMPLATES + ASSETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_nobody_else_is_asked_for_anything(path):
    text = NAMES.sub("", source_of(path))
    assert re.findall(r"(?:src|srcset|href|poster|action)=[\"'](?:https?:)?//[^\"']*", text) == []
    assert re.findall(r"(?:url\(|@import|import\s|from\s|fetch\()\s*[\"']?(?:https?:)?//[^\s)\"']*", text) == []


@pytest.mark.parametrize("path", SITE_TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_script_or_style_is_inline(path):
    text = source_of(path)
    assert re.findall(r"<style\b", text) == [] or path == LETTER
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=[\"']", text) == []
    scripts = re.findall(r"<script\b([^>]*)>", text)
    known = ("src=", "application/json", "application/ld+json", "{% script_nonce %}")
    assert [tag for tag in scripts if not any(word in tag for word in known)] == []


def test_the_error_page_needs_no_database():
    """pytest-django refuses every query in a test that did not ask for the database."""
    client = Client(raise_request_exception=False)
    response = client.get("/health/live")
    assert response.status_code == 200
    from core.errors import server_error

    assert server_error(response.wsgi_request).status_code == 500


def test_code_speaks_of_nothing_unfinished():
    marks = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
    folders = ("core", "music", "events", "news", "newsletter", "search", "home", "config", "templates", "static")
    found = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".css", ".js", ".txt", ".xml"}
        and marks.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
