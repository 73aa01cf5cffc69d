"""The line to the mail server by which an issue leaves: many letters over one connection, each with its verdict.

A letter whose line broke before the server had asked for its text (RFC 5321, 4.1.1.4) can be sent again; one whose
line broke after that may have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTP, SMTPException

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as ServerBackend

from core.delivery import Verdict, Wire
from core.service_errors import OF_THE_ADDRESS

GOES_ON = 354
CLOSING = 421


@dataclass(frozen=True)
class Answer:
    """What became of a letter.

    ``is_systemic``: it is the server, the sender or the line that is at fault, not this one address. ``reason`` is
    short and names no reader.
    """

    verdict: Verdict
    reason: str = ""
    is_systemic: bool = False


SENT = Answer(Verdict.SENT)


class Line(Wire):
    """As the Wire of single letters; a mail server gets the bytes as they were cast."""

    def hand_over(self, sender: str, recipient: str, content: bytes, letter: Callable[[], EmailMessage]) -> Answer:
        """Sends ``content``, or ``letter()`` where mail goes through a service or into files. The line must be open."""
        smtp: SMTP | None = getattr(self._connection, "connection", None)
        if not isinstance(self._connection, ServerBackend) or smtp is None:
            verdict, reason = self.send(letter())
            return Answer(verdict, reason, is_systemic=verdict is not Verdict.SENT and reason not in OF_THE_ADDRESS)
        try:
            answer = _dialogue(smtp, sender, recipient, content)
            if answer.verdict in (Verdict.LATER, Verdict.REFUSED):
                smtp.rset()
        except (OSError, SMTPException) as error:
            answer = Answer(Verdict.LATER, type(error).__name__, is_systemic=True)
        if answer.is_systemic:
            self.close()
        return answer


def _dialogue(smtp: SMTP, sender: str, recipient: str, content: bytes) -> Answer:
    """RFC 5321, 3.3. Raises OSError or SMTPException where the line broke before the text of the letter went."""
    smtp.ehlo_or_helo_if_needed()
    code, said = smtp.mail(sender, [f"size={len(content)}"] if smtp.has_extn("size") else [])
    if code != 250:
        return _refused(code, said, is_systemic=True)
    code, said = smtp.rcpt(recipient)
    if code not in (250, 251):
        return _refused(code, said, is_systemic=code == CLOSING)
    code, said = smtp.docmd("data")
    if code != GOES_ON:
        return _refused(code, said, is_systemic=True)
    try:
        smtp.send(_stuffed(content) + b".\r\n")
        code, said = smtp.getreply()
    except (OSError, SMTPException) as error:
        return Answer(Verdict.UNKNOWN, type(error).__name__, is_systemic=True)
    return SENT if code == 250 else _refused(code, said, is_systemic=True)


def _stuffed(content: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets another one."""
    text = content if content.endswith(b"\r\n") else content + b"\r\n"
    return (b"." if text.startswith(b".") else b"") + text.replace(b"\r\n.", b"\r\n..")


def _refused(code: int, said: bytes, *, is_systemic: bool) -> Answer:
    """The server's code and its enhanced status (RFC 3463), and nothing else of what it said: that may name people."""
    first = said.decode("ascii", "replace").split(maxsplit=1)
    status = first[0] if first and first[0].count(".") == 2 and first[0].replace(".", "").isdigit() else ""
    verdict = Verdict.LATER if 400 <= code < 500 else Verdict.REFUSED
    return Answer(verdict, f"{code} {status}".strip(), is_systemic)
