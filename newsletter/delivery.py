"""Hands letters to the mail server. Whatever goes wrong on the way there is one exception for everybody else."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as ServerBackend

logger = logging.getLogger(__name__)


class NotSent(Exception):
    """The mail server did not take the letter; it can be tried again."""


def deliver(message: EmailMessage) -> None:
    """Sends one letter. Raises NotSent."""
    try:
        message.send()
    except (OSError, SMTPException) as error:
        raise _failure(error) from error


def knock() -> None:
    """Does what sending does, without a letter: who waits for the answer cannot tell whether one was sent.

    Only a server far away takes time worth hiding. Raises NotSent as ``deliver`` would.
    """
    connection = get_connection()
    if not isinstance(connection, ServerBackend):
        return
    try:
        connection.open()
        connection.close()
    except (OSError, SMTPException) as error:
        raise _failure(error) from error


def _failure(error: Exception) -> NotSent:
    # The error of a server may name the reader, who is nobody's business in a log.
    logger.error("The mail server takes no mail: %s", type(error).__name__)
    return NotSent()
