"""Joining and leaving the list. Whoever asks learns nothing of who is on it, and cannot flood anybody with mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.models import Site

from core.delivery import NotSent, deliver, knock
from core.limits import give_back, take
from core.mailboxes import mailbox_of
from newsletter.letters import ALREADY, CONFIRM, Letter, letter_to
from newsletter.models import Subscriber

# How long an address that was never confirmed is kept, after which nobody knows that it was ever written.
KEPT_UNCONFIRMED = timedelta(days=60)
CLIENT, MAILBOX, REMINDER = "newsletter.client", "newsletter.mailbox", "newsletter.already"


class Answer(Enum):
    """What the page tells the person who asked; never whether the address was known."""

    ASKED = "asked"
    TOO_MANY = "too many"
    NO_MAIL = "no mail"


def ask(site: Site, email: str, language: str, client: str, now: datetime) -> Answer:
    """Keeps the wish to join and sends the letter that asks for confirmation.

    ``email`` is normalised; ``client`` is who asks, "" where that is not known. A known address gets the same
    answer, and a letter that says so.
    """
    if client and not take(CLIENT, client, settings.LIST_MAILS_PER_CLIENT, now):
        return Answer.TOO_MANY
    subscriber = enter(site, email, language, now)
    try:
        _write(subscriber, now)
    except NotSent:
        return Answer.NO_MAIL
    return Answer.ASKED


def enter(site: Site, email: str, language: str, now: datetime) -> Subscriber:
    """The row of the address, made if there is none. Only its owner's confirmation brings it on the list."""
    rows: Any = Subscriber.objects.for_site(site)
    subscriber: Subscriber | None = rows.with_email(email).first()
    if subscriber is None:
        Subscriber.objects.never_confirmed(now - KEPT_UNCONFIRMED).delete()
        try:
            with transaction.atomic():
                made: Subscriber = rows.create(site=site, email=email, language=language, asked_at=now)
                return made
        except IntegrityError:  # somebody asked for the same address at the same moment
            subscriber = rows.with_email(email).get()
    if not subscriber.is_confirmed:
        subscriber.language, subscriber.asked_at = language, now
        subscriber.save(update_fields=["language", "asked_at"])
    return subscriber


def confirm(subscriber: Subscriber, now: datetime) -> None:
    """The owner of the address wants to be on the list. Safe to repeat."""
    if subscriber.is_confirmed:
        return
    subscriber.state = Subscriber.State.CONFIRMED
    subscriber.confirmed_at = now
    subscriber.save(update_fields=["state", "confirmed_at"])


def leave(subscriber: Subscriber, now: datetime) -> None:
    """The owner of the address wants no more mail, now. Safe to repeat."""
    if subscriber.has_left:
        return
    subscriber.state = Subscriber.State.LEFT
    subscriber.left_at = now
    subscriber.save(update_fields=["state", "left_at"])


def _write(subscriber: Subscriber, now: datetime) -> None:
    """Sends the letter, unless its mailbox has had enough today. Raises NotSent, and then counts nothing."""
    mailbox = mailbox_of(subscriber.email)
    if not take(MAILBOX, mailbox, settings.LIST_MAILS_PER_ADDRESS, now):
        knock()
        return
    letter = _letter_for(subscriber, mailbox, now)
    try:
        if letter is None:
            knock()
        else:
            deliver(letter_to(subscriber, letter, now))
    except NotSent:
        give_back(MAILBOX, mailbox, now)
        if letter is ALREADY:
            give_back(REMINDER, f"{subscriber.site_id} {mailbox}", now)
        raise


def _letter_for(subscriber: Subscriber, mailbox: str, now: datetime) -> Letter | None:
    if not subscriber.is_confirmed:
        return CONFIRM
    return ALREADY if take(REMINDER, f"{subscriber.site_id} {mailbox}", 1, now) else None
