"""Security headers, the admin's nonce, the language of an address, and the login throttle."""

import re

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from core.errors import bad_request, csrf_failure
from core.middleware import AddressLocaleMiddleware
from tests.missions import editor_of, visitor

PUBLIC = ["/", "/kk/", "/robots.txt", "/nothing-here/", "/health/live"]


def policy(response):
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_answer_carries_the_strict_policy(missions, path):
    response = visitor(missions.first).get(path)
    rules = policy(response)
    assert rules["default-src"] == ["'none'"]
    assert rules["script-src"] == ["'self'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'self'"]
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "nonce-" not in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_answer_varies_by_language_header_or_is_redirected(missions, path):
    response = visitor(missions.first).get(path, headers={"accept-language": "ru"})
    assert response.status_code in {200, 404}
    assert "Accept-Language" not in response.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("path", "language"), [("/", "en"), ("/kk/", "kk"), ("/ru/news/", "ru"), ("/kkk/", "en"), ("/admin/", "en")]
)
def test_the_address_alone_decides_the_language(path, language):
    request = RequestFactory(headers={"accept-language": "kk", "cookie": "django_language=kk"}).get(path)
    seen = []
    AddressLocaleMiddleware(lambda request: seen.append(request.LANGUAGE_CODE) or bad_request(request, ValueError()))(
        request
    )
    assert seen == [language]


def test_the_admin_knows_its_inline_scripts_by_nonce_and_allows_no_others(missions):
    client = editor_of(missions.first)
    home = missions.first.home["en"]
    response = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    scripts = policy(response)["script-src"]
    assert "'unsafe-inline'" not in scripts
    inline = re.findall(r"<script((?![^>]*\ssrc=)[^>]*)>", response.content.decode())
    inline = [attributes for attributes in inline if "json" not in attributes]
    nonces = {re.search(r'nonce="([^"]+)"', attributes).group(1) for attributes in inline}
    if nonces:
        assert scripts == ["'self'", *(f"'nonce-{nonce}'" for nonce in nonces)]


def test_the_nonce_lasts_for_a_login_and_differs_between_logins(missions):
    def nonce(client):
        text = client.get(reverse("wagtailadmin_pages:edit", args=[missions.first.home["en"].pk])).headers[
            "Content-Security-Policy"
        ]
        return re.findall(r"'nonce-([^']+)'", text)

    first, other = editor_of(missions.first), editor_of(missions.first)
    assert nonce(first)
    assert nonce(first) == nonce(first)
    assert nonce(first) != nonce(other)


def test_wagtails_inline_scripts_are_marked_in_their_sources():
    source = engines["django"].get_template("wagtailadmin/panels/inline_panel.html").template.source
    assert "<script{% script_nonce %}>" in source
    linked = engines["django"].get_template("wagtailadmin/shared/_workflow_init.html").template.source
    assert "script_nonce" not in linked


@pytest.mark.django_db
@override_settings(AXES_ENABLED=True)
def test_a_login_is_locked_after_some_wrong_passwords_for_that_name_and_address_only(missions):
    client = visitor(missions.first)
    url = reverse("wagtailadmin_login")
    wrong = {"username": missions.first.editor.username, "password": "not it"}
    answers = [client.post(url, wrong).status_code for _attempt in range(settings.AXES_FAILURE_LIMIT)]
    assert answers[:-1] == [200] * (settings.AXES_FAILURE_LIMIT - 1)
    assert client.post(url, wrong | {"password": "not-a-default-9"}).status_code == 429
    other = {"username": missions.second.editor.username, "password": "not-a-default-9"}
    assert client.post(url, other).status_code == 302
    elsewhere = client.post(url, wrong | {"password": "not-a-default-9"}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


def test_static_files_are_served_whole_or_in_part_with_the_headers_of_every_answer():
    client = Client()
    path = "/static/wagtailadmin/js/vendor.js"
    whole = client.get(path)
    assert whole.status_code == 200
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in whole.headers
    part = client.get(path, headers={"range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, whole.content[2:6])
    head = client.head(path)
    assert (head.content, head.headers["Content-Length"]) == (b"", str(len(whole.content)))
    again = client.get(path, headers={"if-modified-since": whole.headers["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/health/live", "/robots.txt"])
def test_neutral_addresses_answer_safe_methods_only(path):
    client = Client()
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readiness_asks_the_database(monkeypatch):
    from django.db import OperationalError, connection

    assert Client().get("/health/ready").status_code == 200

    def fail():
        raise OperationalError("away")

    monkeypatch.setattr(connection, "cursor", fail)
    response = Client().get("/health/ready")
    assert response.status_code == 503
    assert "no-store" in response.headers["Cache-Control"]


def test_robots_are_kept_from_the_admin_and_told_of_the_sitemap():
    text = Client(headers={"host": "aland.example"}).get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://aland.example/sitemap.xml" in text


def test_refusals_render_without_database():
    request = RequestFactory().get("/")
    assert bad_request(request, ValueError()).status_code == 400
    assert csrf_failure(request).status_code == 403
