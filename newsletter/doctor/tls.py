"""The line to the mail server: whether it is encrypted, and whether the certificate is good (RFC 3207, RFC 8314).

Speaks only to the server that the settings name, and sends nothing but greetings.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from newsletter.doctor.findings import Finding
from newsletter.doctor.patient import Security, Server
from newsletter.doctor.resolver import Deadline

STEP_SECONDS = 4.0


@dataclass(frozen=True)
class Line:
    """What was seen: whether encryption was offered, and used with which certificate."""

    is_offered: bool
    version: str = ""
    ends: datetime | None = None


class _OutOfTime(OSError):
    """The examination is over before the server has said enough."""


def examine_line(server: Server, is_near: bool, deadline: Deadline, now: datetime, warning: timedelta) -> Finding:
    """``is_near``: the server is on this machine; ``warning``: so long before its end a certificate is told of."""
    facts = {"host": server.host, "port": str(server.port)}
    if is_near and server.security is Security.NONE:
        return Finding("tls.near", facts)
    try:
        line = _look(server, deadline)
    except ssl.SSLCertVerificationError as error:
        return Finding("tls.certificate", facts, (error.verify_message,))
    except ssl.SSLError as error:
        return Finding("tls.no_agreement", facts, (str(error.reason or ""),))
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        return Finding("tls.unreachable", facts, (type(error).__name__,))
    return _judge(line, server, facts, now, warning)


def _judge(line: Line, server: Server, facts: dict[str, str], now: datetime, warning: timedelta) -> Finding:
    if not line.is_offered:
        return Finding("tls.none", facts)
    if server.security is Security.NONE:
        return Finding("tls.unused", facts)
    if line.ends is not None and line.ends - now < warning:
        return Finding("tls.ending", facts | {"day": f"{line.ends:%Y-%m-%d}"})
    return Finding("tls.ok", facts | {"version": line.version})


def _look(server: Server, deadline: Deadline) -> Line:
    context = ssl.create_default_context()
    is_implicit = server.security is Security.IMPLICIT
    seconds = _step(deadline)
    opened = smtplib.SMTP_SSL(timeout=seconds, context=context) if is_implicit else smtplib.SMTP(timeout=seconds)
    try:
        return _greet(opened, server, context, deadline)
    finally:
        # Nothing is under way that would be lost: the server need not be told.
        opened.close()


def _greet(line: Any, server: Server, context: ssl.SSLContext, deadline: Deadline) -> Line:
    # The name that the certificate has to be for; smtplib knows it otherwise from its constructor only.
    line._host = server.host
    line.connect(server.host, server.port)
    line.sock.settimeout(_step(deadline))
    line.ehlo_or_helo_if_needed()
    if server.security is Security.IMPLICIT:
        return _seen(line.sock)
    if not line.has_extn("starttls"):
        return Line(is_offered=False)
    if server.security is Security.NONE:
        return Line(is_offered=True)
    line.sock.settimeout(_step(deadline))
    line.starttls(context=context)
    return _seen(line.sock)


def _seen(sock: ssl.SSLSocket) -> Line:
    certificate: Any = sock.getpeercert() or {}
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    return Line(is_offered=True, version=sock.version() or "", ends=ends)


def _step(deadline: Deadline) -> float:
    """How long one step may take. Raises OSError when the time is over."""
    seconds = min(STEP_SECONDS, deadline.left())
    if not seconds:
        raise _OutOfTime
    return seconds
