"""Puts messages into the outbox, in the transaction of what they tell of, and forgets whom they were for."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from core.models import OutboxMessage
from core.tasks import call_postman

STATE = OutboxMessage.State
TAKEN_BACK = "taken back"
NOTHING: dict[str, Any] = {"recipient": "", "subject": "", "text": "", "html": "", "files": []}


@dataclass(frozen=True)
class File:
    """An attachment; ``type`` may have parameters: "text/calendar; method=PUBLISH; charset=utf-8"."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """A message to be. ``key`` says what it is for, once and for ever; after ``expires`` it is not sent any more."""

    key: str
    kind: str
    about: str
    site: Site
    language: str
    sender: str
    recipient: str
    subject: str
    text: str
    html: str
    files: Sequence[File] = ()
    expires: datetime | None = None


def post(draft: Draft, now: datetime) -> bool:
    """Writes the message; False where one with its key is there already, whatever became of it."""
    files = [
        {"name": file.name, "type": file.type, "content": b64encode(file.content).decode("ascii")}
        for file in draft.files
    ]
    facts = {
        **{name: getattr(draft, name) for name in ("kind", "about", "site", "language", "sender", "recipient")},
        "subject": draft.subject[:400],
        "text": draft.text,
        "html": draft.html,
        "files": files,
        "message_id": make_msgid(domain=draft.site.hostname),
        "made_at": now,
        "not_before": now,
        "expires_at": draft.expires,
    }
    with transaction.atomic():
        _message, made = OutboxMessage.objects.get_or_create(key=draft.key, defaults=facts)
        if made:
            call_postman(now)
    return bool(made)


def send_again(message: OutboxMessage, now: datetime) -> bool:
    """A person has decided that a message goes once more, under the name that it has. False where that cannot be."""
    with transaction.atomic():
        stuck = OutboxMessage.objects.filter(pk=message.pk, state__in=(STATE.FAILED, STATE.UNKNOWN), erased_at=None)
        afresh = {"attempts": 0, "not_before": now, "made_at": now, "settled_at": None, "expires_at": None, "error": ""}
        found = bool(stuck.update(state=STATE.WAITING, **afresh))
        if found:
            call_postman(now)
    return found


def set_aside(message: OutboxMessage, now: datetime) -> None:
    """A person has seen that a message did not arrive and wants nothing more of it."""
    OutboxMessage.objects.filter(pk=message.pk).update(seen_at=now)


def forget(about: Iterable[str], now: datetime | None = None, spare: Sequence[str] = ()) -> None:
    """Erases the messages about some rows; what still waits is not sent, unless it is of a kind in ``spare``.

    What was spared is erased as every settled message is, some time after it was sent.
    """
    moment = now or timezone.now()
    found = OutboxMessage.objects.filter(about__in=list(about), erased_at=None).exclude(state=STATE.ON_WIRE)
    found = found.exclude(state=STATE.WAITING, kind__in=spare)
    found.filter(state=STATE.WAITING).update(state=STATE.FAILED, settled_at=moment, error=TAKEN_BACK)
    found.update(erased_at=moment, **NOTHING)


def erase_old(kept: timedelta, now: datetime) -> int:
    """Erases whom messages were for and what they said, so long after they were settled; that they were stays."""
    settled = OutboxMessage.objects.filter(settled_at__lt=now - kept, erased_at=None)
    count: int = settled.exclude(state__in=(STATE.WAITING, STATE.ON_WIRE)).update(erased_at=now, **NOTHING)
    return count
