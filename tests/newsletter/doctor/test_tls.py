"""The line to the mail server, looked at over real sockets with real certificates."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from newsletter.doctor import tls
from newsletter.doctor.findings import Finding
from newsletter.doctor.patient import Security, Server
from newsletter.doctor.resolver import Deadline
from tests.newsletter.doctor.mail_server import DAY, certificate, mail_server, trust

STARTTLS, IMPLICIT, NONE = Security.STARTTLS, Security.IMPLICIT, Security.NONE


@pytest.fixture(autouse=True)
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    trust(monkeypatch, tmp_path)


def look(port: int, security: Security, *, near: bool = False, seconds: float = 5, host: str = "localhost") -> Finding:
    now = datetime.now(UTC)
    finding = tls.examine_line(Server(host, port, security), near, Deadline(seconds), now, timedelta(days=14))
    assert finding.what
    return finding


@pytest.mark.parametrize(("security", "implicit"), [(STARTTLS, False), (IMPLICIT, True)])
def test_an_encrypted_line_with_a_good_certificate_is_in_order(security: Security, implicit: bool) -> None:
    with mail_server(certificate(), implicit=implicit) as port:
        finding = look(port, security)
    assert finding.code == "tls.ok"
    assert finding.facts["version"].startswith("TLSv1.")


@pytest.mark.parametrize(
    "context",
    [
        lambda: certificate("other.example"),
        lambda: certificate(ends=-DAY),
        lambda: certificate(issuer=trustme.CA()),
    ],
    ids=["another name", "expired", "unknown authority"],
)
@pytest.mark.parametrize(("security", "implicit"), [(STARTTLS, False), (IMPLICIT, True)])
def test_a_bad_certificate_is_told_with_its_reason(context: Any, security: Security, implicit: bool) -> None:
    with mail_server(context(), implicit=implicit) as port:
        finding = look(port, security)
    assert finding.code == "tls.certificate"
    assert finding.evidence[0]


def test_a_certificate_is_told_of_before_its_end() -> None:
    with mail_server(certificate(ends=13 * DAY)) as port:
        assert look(port, STARTTLS).code == "tls.ending"
    with mail_server(certificate(ends=15 * DAY)) as port:
        assert look(port, STARTTLS).code == "tls.ok"


@pytest.mark.parametrize(
    ("security", "offered", "near", "code"),
    [
        (STARTTLS, False, False, "tls.none"),
        (NONE, False, False, "tls.none"),
        (NONE, True, False, "tls.unused"),
        (NONE, False, True, "tls.near"),
    ],
)
def test_an_open_line_is_told(security: Security, offered: bool, near: bool, code: str) -> None:
    with mail_server(certificate(), starttls=offered) as port:
        assert look(port, security, near=near).code == code


def test_two_that_do_not_speak_the_same_way_find_no_agreement() -> None:
    with mail_server(certificate()) as port:
        assert look(port, IMPLICIT).code == "tls.no_agreement"


@pytest.mark.parametrize("security", [STARTTLS, IMPLICIT])
def test_a_silent_server_costs_only_so_much_time(monkeypatch: pytest.MonkeyPatch, security: Security) -> None:
    monkeypatch.setattr(tls, "STEP_SECONDS", 0.3)
    with mail_server(silent=True) as port:
        assert look(port, security).code == "tls.unreachable"


def test_where_nobody_listens_or_nobody_is_nothing_is_known() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert look(taken.getsockname()[1], STARTTLS).code == "tls.unreachable"
    assert look(25, STARTTLS, host="x" * 70 + ".org").code == "tls.unreachable"
    assert look(25, STARTTLS, seconds=0).code == "tls.unreachable"
