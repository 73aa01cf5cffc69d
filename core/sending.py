"""Brings what waits in the outbox to the mail server: never silently twice, however a process ends.

A message is on the wire, and that is committed, before the server hears of it; what the server said is settled after.
"""

from __future__ import annotations

import logging
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.utils import timezone

from core.delivery import NotSent, Verdict, Wire
from core.letter_heads import heads_of
from core.models import OutboxMessage

logger = logging.getLogger(__name__)

STATE = OutboxMessage.State
PORTION = 50
# Why a message was settled without an answer of the server, as the row keeps it.
LOST, LATE = "lost", "late"
# Much longer than a mail server may be silent (EMAIL_TIMEOUT): who has not said more by then is gone.
LEASE = timedelta(minutes=5)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=2), timedelta(hours=12)


def send_due(clock: Callable[[], datetime] = timezone.now, most: int = PORTION) -> int:
    """Sends what is due, ``most`` at once; returns how many letters the server took.

    Several processes may do so at the same time. While no server answers, the messages wait as they are.
    """
    settle_lost(clock())
    give_up_late(clock())
    due = list(OutboxMessage.objects.due(clock()).values_list("pk", flat=True)[:most])
    wire, sent = Wire(), 0
    try:
        for pk in due:
            wire.open()
            message = _take(pk, clock())
            if message is not None:
                verdict, why = wire.send(letter_of(message))
                _settle(message, verdict, why, clock())
                sent += verdict is Verdict.SENT
    except NotSent:
        logger.warning("%d messages wait until the mail server answers.", len(due) - sent)
    finally:
        wire.close()
    return sent


def letter_of(message: OutboxMessage) -> EmailMultiAlternatives:
    """The row as a letter, the same each time. RFC 3834: nobody answers a machine."""
    letter = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=message.sender,
        to=[message.recipient],
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
            **heads_of(message),
        },
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    for file in message.files:
        letter.attach(_part(file))
    return letter


def _part(file: dict[str, str]) -> MIMEBase:
    """An attachment with its bytes as they are; Django would take a text apart and lose what its type says besides."""
    kind, *more = (word.strip() for word in file["type"].split(";"))
    more_facts: Any = dict(word.split("=") for word in more)
    part = MIMEBase(*kind.split("/"), **more_facts)
    part.set_payload(b64decode(file["content"]))
    encode_base64(part)
    name: Any = file["name"] if file["name"].isascii() else ("utf-8", "", file["name"])
    part.add_header("Content-Disposition", "attachment", filename=name)
    return part


def settle_lost(now: datetime) -> int:
    """Nobody knows what became of a message whose process has died with it; a person decides whether it goes again."""
    lost = OutboxMessage.objects.filter(state=STATE.ON_WIRE, held_until__lt=now)
    count: int = lost.update(state=STATE.UNKNOWN, settled_at=now, error=LOST)
    if count:
        logger.error("%d messages were on the wire when their process was lost.", count)
    return count


def give_up_late(now: datetime) -> int:
    """What nobody needs any more is not sent."""
    late = OutboxMessage.objects.filter(state=STATE.WAITING, expires_at__lte=now)
    count: int = late.update(state=STATE.FAILED, settled_at=now, error=LATE)
    if count:
        logger.error("%d messages could not be sent in time.", count)
    return count


def _take(pk: int, now: datetime) -> OutboxMessage | None:
    """Puts the message on the wire for this process; one statement decides, so that two never both have it."""
    holder = uuid4().hex
    free = OutboxMessage.objects.due(now).filter(pk=pk).order_by()
    hold: dict[str, Any] = {"state": STATE.ON_WIRE, "holder": holder, "held_until": now + LEASE}
    if not free.update(attempts=F("attempts") + 1, **hold):
        return None
    message: OutboxMessage = OutboxMessage.objects.get(pk=pk)
    return message


def _settle(message: OutboxMessage, verdict: Verdict, why: str, now: datetime) -> None:
    """Notes what the server said; also where the process took so long that it was taken for dead."""
    changes: dict[str, Any] = {"state": STATE(_STATES[verdict]), "settled_at": now, "error": why}
    if verdict is Verdict.LATER:
        if message.attempts < settings.MAIL_TRIES:
            later = now + wait_after(message.attempts)
            changes = {"state": STATE.WAITING, "not_before": later, "settled_at": None, "error": why}
        else:
            logger.error("A message was given up after %d attempts: %s", message.attempts, why)
    elif verdict is not Verdict.SENT:
        logger.error("A message did not arrive: %s (%s)", why, verdict.value)
    mine = OutboxMessage.objects.filter(pk=message.pk, holder=message.holder)
    mine.update(holder="", held_until=None, **changes)


_STATES = {
    Verdict.SENT: STATE.SENT,
    Verdict.LATER: STATE.FAILED,
    Verdict.REFUSED: STATE.FAILED,
    Verdict.UNKNOWN: STATE.UNKNOWN,
}


def wait_after(attempts: int) -> timedelta:
    """How long a message waits after so many attempts: four times as long each time."""
    return min(LONGEST_WAIT, FIRST_WAIT * 4 ** (attempts - 1))
