"""Hands letters to the mail server, and says what became of each. Nobody else knows how mail travels."""

from __future__ import annotations

import logging
from email.utils import formataddr
from enum import Enum
from smtplib import SMTPException, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from core.mailboxes import in_ascii
from core.service_errors import FAILURES, reason_of, smtp_code

if TYPE_CHECKING:
    from core.models import MissionSettings

logger = logging.getLogger(__name__)

# Beside them a letter that no program can write.
FAILURES_TO_SEND: tuple[type[Exception], ...] = (*FAILURES, ValueError)


class NotSent(Exception):
    """The mail server did not take the letter; it can be tried again."""


class Verdict(Enum):
    """What became of a letter. UNKNOWN: the line broke while the server had it, so that nobody can tell."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Wire:
    """A line to the mail server, opened before the first letter and again after each that went wrong."""

    def __init__(self) -> None:
        self._connection: Any = None

    def open(self) -> None:
        """Makes sure that there is a line. Raises NotSent; no letter was touched then."""
        if self._connection is not None:
            return
        connection = get_connection()
        try:
            connection.open()
        except (OSError, SMTPException) as error:
            raise _failure(error) from error
        self._connection = connection

    def send(self, message: EmailMessage) -> tuple[Verdict, str]:
        """Hands over one letter; what became of it, and in a word why. The line must be open."""
        message.connection = self._connection
        try:
            message.send()
        except FAILURES_TO_SEND as error:
            self.close()
            return _verdict(error), reason_of(error)
        return Verdict.SENT, ""

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.close()
        except (OSError, SMTPException) as error:
            logger.info("The line to the mail server was cut: %s", type(error).__name__)


def _verdict(error: Exception) -> Verdict:
    """RFC 5321, 4.2.1: answers of the server from 400 are for now, from 500 for good."""
    code = smtp_code(error)
    if not code and isinstance(error, ValueError | SMTPNotSupportedError):
        return Verdict.REFUSED  # no program can write that letter
    if isinstance(error, SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    elif isinstance(error, SMTPResponseException):
        code = error.smtp_code
    if 400 <= code < 500:
        return Verdict.LATER
    return Verdict.REFUSED if 500 <= code < 600 else Verdict.UNKNOWN


def deliver(message: EmailMessage) -> None:
    """Sends one letter. Raises NotSent."""
    try:
        message.send()
    except FAILURES as error:
        raise _failure(error) from error


def sender(mission: MissionSettings, name: str) -> str:
    """The mission by name, and its own address where it has one."""
    return formataddr((name, in_ascii(one_line(mission.email)) or settings.DEFAULT_FROM_EMAIL))


def one_line(text: str) -> str:
    """A text that cannot begin a new header."""
    return " ".join(text.split())


def _failure(error: Exception) -> NotSent:
    # The error of a server may name the reader, who is nobody's business in a log.
    logger.error("The mail server takes no mail: %s", reason_of(error))
    return NotSent()
