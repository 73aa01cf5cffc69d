"""A mail server on this machine that greets, offers encryption or not, and takes nothing."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import trustme

DAY = timedelta(days=1)


@cache
def authority() -> trustme.CA:
    return trustme.CA()


def trust(monkeypatch: Any, folder: Path) -> None:
    """Makes this process trust the tests' authority, as a machine trusts those of its system."""
    path = folder / "authority.pem"
    authority().cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def certificate(name: str = "localhost", ends: timedelta = 400 * DAY, issuer: trustme.CA | None = None) -> Any:
    """The server's side of a line with a certificate for that name."""
    now = datetime.now(UTC)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued = (issuer or authority()).issue_cert(name, not_before=now - 800 * DAY, not_after=now + ends)
    issued.configure_cert(context)
    return context


@contextmanager
def mail_server(
    context: ssl.SSLContext | None = None, *, implicit: bool = False, starttls: bool = True, silent: bool = False
) -> Iterator[int]:
    """The port. Speaks STARTTLS where it has a certificate, or TLS from the first byte on."""
    over = threading.Event()

    class Session(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with ExitStack() as lines, suppress(OSError):  # whoever looks hangs up as it likes
                line = self.request
                if implicit and context:
                    line = lines.enter_context(context.wrap_socket(line, server_side=True))
                self.talk(line, lines)

        def talk(self, line: socket.socket, lines: ExitStack) -> None:
            if silent:
                over.wait(20)
                return
            line.sendall(b"220 mail.test ESMTP\r\n")
            while words := line.recv(1000).split():
                command = words[0].upper()
                if command == b"EHLO":
                    offers = starttls and context and not implicit
                    line.sendall(b"250-mail.test\r\n250-STARTTLS\r\n250 OK\r\n" if offers else b"250 mail.test\r\n")
                elif command == b"STARTTLS" and context:
                    line.sendall(b"220 go on\r\n")
                    line = lines.enter_context(context.wrap_socket(line, server_side=True))
                else:
                    line.sendall(b"250 OK\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            over.set()
            server.shutdown()
