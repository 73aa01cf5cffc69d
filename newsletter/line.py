"""The line to the mail server by which an issue leaves: many letters over one connection, each with its verdict.

A letter whose line broke before the server had asked for its text (RFC 5321, 4.1.1.4) can be sent again; one whose
line broke after that may have arrived.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from smtplib import SMTP, SMTPException, quoteaddr

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as ServerBackend

from core.delivery import Verdict, Wire
from core.service_errors import OF_THE_ADDRESS

GOES_ON = 354
CLOSING = 421
OF_ADDRESSES = (550, 551, 552, 553)  # RFC 5321, 4.2.3
OF_SENDERS = (("1", "7"), ("1", "8"))


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


@dataclass(frozen=True)
class Steps:
    """What the sender does while the server works, so that neither waits for the other.

    ``before_text`` puts the letter on the wire, on disk, before the server is asked for its text; it returns False
    where the letter is not to be sent any more. ``meanwhile`` has the time that the server takes for the text.
    """

    before_text: Callable[[], bool]
    meanwhile: Callable[[], None] = lambda: None


class Line(Wire):
    """As the Wire of single letters; a mail server gets the bytes as they were cast."""

    def hand_over(
        self, sender: str, recipient: str, content: bytes, letter: Callable[[], EmailMessage], steps: Steps
    ) -> Answer | None:
        """Sends ``content``, or ``letter()`` where mail goes through a service or into files. The line must be open.

        None where ``before_text`` took the letter back.
        """
        smtp: SMTP | None = getattr(self._connection, "connection", None)
        if not isinstance(self._connection, ServerBackend) or smtp is None:
            return self._hand_to_service(letter, steps)
        try:
            answer = _dialogue(smtp, sender, recipient, content, steps)
            if answer is None or answer.verdict in (Verdict.LATER, Verdict.REFUSED):
                smtp.rset()
        except (OSError, SMTPException) as error:
            answer = Answer(Verdict.LATER, type(error).__name__, is_systemic=True)
        if answer is not None and answer.is_systemic:
            self.close()
        return answer

    def _hand_to_service(self, letter: Callable[[], EmailMessage], steps: Steps) -> Answer | None:
        if not steps.before_text():
            return None
        verdict, reason = self.send(letter())
        return Answer(verdict, reason, is_systemic=verdict is not Verdict.SENT and reason not in OF_THE_ADDRESS)


def _dialogue(smtp: SMTP, sender: str, recipient: str, content: bytes, steps: Steps) -> Answer | None:
    """RFC 5321, 3.3. Raises OSError or SMTPException where the line broke before the text of the letter went."""
    smtp.ehlo_or_helo_if_needed()
    size = f" size={len(content)}" if smtp.has_extn("size") else ""
    smtp.putcmd("mail", f"FROM:{quoteaddr(sender)}{size}")
    is_ours = steps.before_text()
    code, said = smtp.getreply()
    if not is_ours:
        return None
    if code != 250:
        return _refused("MAIL", code, said)
    code, said = smtp.rcpt(recipient)
    if code not in (250, 251):
        return _refused("RCPT", code, said)
    code, said = smtp.docmd("data")
    if code != GOES_ON:
        return _refused("DATA", code, said)
    try:
        smtp.send(_stuffed(content) + b".\r\n")
        steps.meanwhile()
        code, said = smtp.getreply()
    except (OSError, SMTPException) as error:
        return Answer(Verdict.UNKNOWN, type(error).__name__, is_systemic=True)
    return SENT if code == 250 else _refused("DATA", code, said)


def _stuffed(content: bytes) -> bytes:
    """RFC 5321, 4.5.2: a line that begins with a dot gets another one."""
    text = content if content.endswith(b"\r\n") else content + b"\r\n"
    return (b"." if text.startswith(b".") else b"") + text.replace(b"\r\n.", b"\r\n..")


def _refused(step: str, code: int, said: bytes) -> Answer:
    """The server's code and its enhanced status (RFC 3463), and nothing else of what it said: that may name people.

    What is not the address's fault is worth another try, also where the server says that it never will be: somebody
    can mend the server, and the reader has done nothing.
    """
    first = said.decode("ascii", "replace").split(maxsplit=1)
    status = first[0] if first and first[0].count(".") == 2 and first[0].replace(".", "").isdigit() else ""
    reason = f"{code} {status}".strip()
    if not _is_of_address(step, code, status):
        return Answer(Verdict.LATER, f"{step} {reason}", is_systemic=True)
    return Answer(Verdict.LATER if 400 <= code < 500 else Verdict.REFUSED, reason)


def _is_of_address(step: str, code: int, status: str) -> bool:
    """Whether it is this one address that the server does not want, and not the sender, the letter or all mail."""
    subject, _dot, detail = status.partition(".")[2].partition(".")
    if step == "RCPT" and 400 <= code < 500:
        return code != CLOSING
    if status:
        # RFC 3463: 1 is the address, but for those of senders; 2 the mailbox; 4 the way to it.
        subjects = ("1", "2", "4") if step == "RCPT" else ("1", "2")
        return step != "MAIL" and subject in subjects and (subject, detail) not in OF_SENDERS
    return step == "RCPT" and code in OF_ADDRESSES
