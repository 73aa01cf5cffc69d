"""What the owner may say about the mission's mail: read strictly, refused with the variable's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils import timezone

from config.env import Environment
from newsletter.doctor.circumstances import patient_of, patient_of_domain
from newsletter.doctor.patient import Security, Server
from tests.missions import Missions


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Environment]:
    def read(value: str) -> Environment:
        monkeypatch.setenv("X", value)
        return Environment()

    return read


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("", None),
        ("127.0.0.1:5353", ("127.0.0.1", 5353)),
        ("9.9.9.9", ("9.9.9.9", 53)),
        ("[::1]:53", ("::1", 53)),
        ("2620:fe::fe", ("2620:fe::fe", 53)),
    ],
)
def test_a_name_server_is_an_address_with_or_without_port(env: Any, value: str, wanted: Any) -> None:
    assert env(value).name_server("X") == wanted


@pytest.mark.parametrize("value", ["dns.example", "127.0.0.1:no", "1.2.3", "127.0.0.1:99999", "http://127.0.0.1"])
def test_another_name_server_stops_the_start(env: Any, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="X is"):
        env(value).name_server("X")


def test_addresses_are_read_in_their_usual_form(env: Any) -> None:
    assert env(" 8.8.4.4, 2A00:1450:0::5 ").ip_addresses("X") == ["8.8.4.4", "2a00:1450::5"]
    assert env("").ip_addresses("X") == []
    with pytest.raises(ImproperlyConfigured, match=r"X is wrong.*mail\.example"):
        env("8.8.4.4,mail.example").ip_addresses("X")


def test_a_selector_is_a_word(env: Any) -> None:
    assert env("mail2026, s1.x_y.s2").selectors("X") == ["mail2026", "s1.x_y.s2"]
    for wrong in ("a b", "-a", "a..b", "ключ", "a/b"):
        with pytest.raises(ImproperlyConfigured, match="X names"):
            env(wrong).selectors("X")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("backend", "has_server", "to_files"),
    [
        ("django.core.mail.backends.smtp.EmailBackend", True, False),
        ("django.core.mail.backends.filebased.EmailBackend", False, True),
        ("django.core.mail.backends.console.EmailBackend", False, True),
        ("django.core.mail.backends.dummy.EmailBackend", False, True),
        ("django.core.mail.backends.base.BaseEmailBackend", False, False),
    ],
)
def test_the_way_out_is_what_the_settings_say(
    missions: Missions, backend: str, has_server: bool, to_files: bool
) -> None:
    with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="mail.mission.org", EMAIL_PORT=25):
        found = patient_of(missions.first.site, timezone.now())
    assert (found.server is not None, found.to_files) == (has_server, to_files)
    assert {"List-Unsubscribe", "List-Unsubscribe-Post"} <= set(found.headers)
    assert found.site_domain == "aland.example"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("tls", "ssl", "security"),
    [(False, False, Security.NONE), (True, False, Security.STARTTLS), (False, True, Security.IMPLICIT)],
)
def test_the_line_is_encrypted_as_the_settings_say(
    missions: Missions, tls: bool, ssl: bool, security: Security
) -> None:
    more: dict[str, Any] = {
        "EMAIL_HOST": "mail.mission.org",
        "EMAIL_PORT": 25,
        "EMAIL_USE_TLS": tls,
        "EMAIL_USE_SSL": ssl,
    }
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", **more):
        found = patient_of(missions.first.site, timezone.now())
    assert found.server == Server("mail.mission.org", 25, security)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "sender"),
    [("press@mission.org", "press@mission.org"), ("", "embassy@localhost"), ("a@Почта.рф", "a@xn--80a1acny.xn--p1ai")],
)
def test_the_sender_is_that_of_a_real_letter(missions: Missions, email: str, sender: str) -> None:
    missions.first.mission.email = email
    missions.first.mission.save()
    assert patient_of(missions.first.site, timezone.now()).sender == sender


def test_a_domain_alone_has_no_way_out() -> None:
    found = patient_of_domain("mission.org")
    assert (found.domain, found.server, found.domain_only) == ("mission.org", None, True)
