"""What a mail server says, as a verdict on the letter: a real dialogue over a socket of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.mail import EmailMessage

from core.delivery import Verdict
from newsletter.line import Line, Steps

LETTER = b"Subject: x\r\n\r\n.dot\r\nend\r\n"


class Server(threading.Thread):
    """Says to each command what the script has for its first word; None hangs up. Keeps what it got."""

    def __init__(self, script: dict[str, str | None]) -> None:
        super().__init__(daemon=True)
        self.script = {"EHLO": "250 here", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 taken"}
        self.script.update(script)  # type: ignore[arg-type]
        self.script.setdefault("RSET", "250 ok")
        self.script.setdefault("QUIT", "221 bye")
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.got: list[str] = []
        self.lines = 0

    def run(self) -> None:
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            self.lines += 1
            with line, line.makefile("rwb") as stream:
                self._serve(stream)

    def _serve(self, stream: Any) -> None:
        self._say(stream, "220 ready")
        while command := stream.readline():
            word = command.split()[0].decode().upper()
            self.got.append(command.decode().strip())
            answer = self.script[word]
            if answer is None:
                return
            self._say(stream, answer)
            if word == "DATA" and answer.startswith("354"):
                while (row := stream.readline()) != b".\r\n":
                    self.got.append(row.decode())
                if self.script["."] is None:
                    return
                self._say(stream, str(self.script["."]))

    def _say(self, stream: Any, words: str) -> None:
        stream.write(words.encode() + b"\r\n")
        stream.flush()


@contextmanager
def line_to(script: dict[str, str | None], settings: Any) -> Iterator[tuple[Line, Server]]:
    server = Server(script)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
    line = Line()
    line.open()
    try:
        yield line, server
    finally:
        line.close()
        server.socket.close()


def send(line: Line) -> Any:
    return line.hand_over("press@aland.example", "reader@example.org", LETTER, EmailMessage, Steps(lambda: True))


def test_a_letter_that_the_server_takes_is_sent_byte_by_byte(settings: Any) -> None:
    with line_to({}, settings) as (line, server):
        assert send(line).verdict is Verdict.SENT
        assert send(line).verdict is Verdict.SENT
    assert server.lines == 1
    assert "..dot\r\n" in server.got, "RFC 5321, 4.5.2"


@pytest.mark.parametrize(
    ("step", "said", "verdict", "reason", "is_systemic"),
    [
        ("RCPT", "550 5.1.1 <reader@example.org> unknown", Verdict.REFUSED, "550 5.1.1", False),
        ("RCPT", "450 4.2.2 full", Verdict.LATER, "450 4.2.2", False),
        ("RCPT", "550 <reader@example.org> unknown", Verdict.REFUSED, "550", False),
        ("RCPT", "421 4.7.0 too fast", Verdict.LATER, "RCPT 421 4.7.0", True),
        ("RCPT", "554 5.7.1 <reader@example.org> relay access denied", Verdict.LATER, "RCPT 554 5.7.1", True),
        ("RCPT", "503 log in first", Verdict.LATER, "RCPT 503", True),
        ("MAIL", "530 5.7.0 log in first", Verdict.LATER, "MAIL 530 5.7.0", True),
        ("DATA", "451 try later", Verdict.LATER, "DATA 451", True),
        (".", "554 5.7.1 spam", Verdict.LATER, "DATA 554 5.7.1", True),
        (".", "550 5.1.1 <reader@example.org> unknown", Verdict.REFUSED, "550 5.1.1", False),
        (".", "452 no room", Verdict.LATER, "DATA 452", True),
    ],
)
def test_a_refusal_is_read_by_its_code(
    settings: Any, step: str, said: str, verdict: Verdict, reason: str, is_systemic: bool
) -> None:
    with line_to({step: said}, settings) as (line, _server):
        answer = send(line)
    assert (answer.verdict, answer.reason, answer.is_systemic) == (verdict, reason, is_systemic)
    assert "reader" not in answer.reason


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_text_went_can_be_tried_again(settings: Any, step: str) -> None:
    with line_to({step: None}, settings) as (line, _server):
        answer = send(line)
    assert (answer.verdict, answer.is_systemic) == (Verdict.LATER, True)


def test_a_line_that_breaks_after_the_text_went_leaves_it_unknown(settings: Any) -> None:
    with line_to({".": None}, settings) as (line, _server):
        answer = send(line)
    assert answer.verdict is Verdict.UNKNOWN


def test_after_a_refused_address_the_same_line_goes_on(settings: Any) -> None:
    with line_to({"RCPT": "550 no"}, settings) as (line, server):
        send(line)
        server.script["RCPT"] = "250 ok"
        assert send(line).verdict is Verdict.SENT
    assert server.lines == 1
    assert "rset" in [word.lower() for word in server.got]


def test_a_letter_that_is_taken_back_never_has_its_text_asked_for(settings: Any) -> None:
    with line_to({}, settings) as (line, server):
        back = line.hand_over("press@aland.example", "no@example.org", LETTER, EmailMessage, Steps(lambda: False))
        assert back is None
        assert send(line).verdict is Verdict.SENT
    words = [word.split()[0].lower() for word in server.got if word.strip()]
    assert words[:3] == ["ehlo", "mail", "rset"]
    assert not any("no@example.org" in word for word in server.got)


def test_the_letter_is_on_the_wire_before_its_text_is_asked_for(settings: Any) -> None:
    seen: list[list[str]] = []
    with line_to({}, settings) as (line, server):

        def on_wire() -> bool:
            seen.append(list(server.got))
            return True

        line.hand_over("press@aland.example", "reader@example.org", LETTER, EmailMessage, Steps(on_wire))
    assert len(seen) == 1
    assert "data" not in [word.lower() for word in seen[0]]
