"""Joining the list. Whoever asks learns nothing of who is on it, and cannot flood anybody with mail."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from wagtail.models import Site

from core.limits import next_day, next_hour, take, take_in_hour
from core.mailboxes import mailbox_of
from core.outbox import post
from newsletter.consents import Proof, record
from newsletter.letters import ALREADY, CONFIRM, letter_to
from newsletter.models import Consent, Subscriber
from newsletter.preferences import Preferences, keep_wishes
from newsletter.suppression import release
from newsletter.tokens import Erased, Expired

CLIENT, MAILBOX, EVERYBODY = "newsletter.client", "newsletter.mailbox", "newsletter.everybody"
STATE = Subscriber.State


class TooMany(Exception):
    """Somebody asks too often. From ``until`` on it can be tried again."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


def ask(site: Site, email: str, chosen: Preferences, client: str, proved: Proof, now: datetime) -> None:
    """Keeps the wish to join and puts the letter that asks for confirmation into the outbox.

    ``email`` is normalised; ``client`` is who asks, "" where that is not known. An address that is on the list gets a
    letter that says so, by the same steps; nothing of its row is changed. Where a mailbox has had its letters of the
    day, nothing happens, and who asks cannot tell. Raises TooMany.
    """
    _take_turn(site, client, now)
    with transaction.atomic():
        if not take(MAILBOX, mailbox_of(email), settings.LIST_MAILS_PER_ADDRESS, now):
            return
        subscriber = _row(site, email, chosen, now)
        waits = _wait(subscriber, chosen, now)
        record(subscriber, Consent.Act.ASKED, proved, now)
        post(letter_to(subscriber, CONFIRM if waits else ALREADY, chosen, now), now)


def _take_turn(site: Site, client: str, now: datetime) -> None:
    """One household first, then all together: who floods the list shuts nobody out but the own household."""
    if client and not take_in_hour(CLIENT, client, settings.LIST_MAILS_PER_CLIENT_HOUR, now):
        raise TooMany(next_hour(now))
    if client and not take(CLIENT, client, settings.LIST_MAILS_PER_CLIENT, now):
        raise TooMany(next_day(now))
    if not take_in_hour(EVERYBODY, str(site.pk), settings.LIST_MAILS_PER_HOUR, now):
        raise TooMany(next_hour(now))


def _row(site: Site, email: str, chosen: Preferences, now: datetime) -> Subscriber:
    """The row of the address, locked; made if there is none."""
    rows = Subscriber.objects.with_email(email).filter(site=site).select_for_update()
    row: Subscriber | None = rows.first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            facts = {"site": site, "email": email, "language": chosen.language, "asked_at": now}
            made: Subscriber = Subscriber.objects.create(**facts)
    except IntegrityError:  # somebody asked for the same address at the same moment
        made = rows.get()
    return made


def _wait(subscriber: Subscriber, chosen: Preferences, now: datetime) -> bool:
    """Writes down what was chosen until the owner confirms it; False for who is on the list, and stays as they are."""
    open_row = Subscriber.objects.filter(pk=subscriber.pk).exclude(state=STATE.CONFIRMED)
    if not open_row.update(language=chosen.language, rhythm=chosen.rhythm, asked_at=now):
        return False
    keep_wishes(subscriber, chosen.wishes)
    subscriber.refresh_from_db()
    return True


def confirm(subscriber: Subscriber, asked_at: datetime, proved: Proof, now: datetime) -> bool:
    """The owner of the address wants to be on the list; False where they were on it. One statement decides.

    ``asked_at`` is when the link was made. Raises Expired where they have left since, Erased where the row is gone.
    """
    with transaction.atomic():
        fresh: dict[str, Any] = {"confirmed_at": now, "left_at": None, "soft_bounces": 0, "hard_bounces": 0}
        row = Subscriber.objects.filter(pk=subscriber.pk)
        waiting = row.exclude(state=STATE.CONFIRMED).exclude(left_at__gte=asked_at)
        joined = waiting.update(state=STATE.CONFIRMED, **fresh)
        if joined:
            release(subscriber.site_id, subscriber.email)
            record(subscriber, Consent.Act.CONFIRMED, proved, now)
    state = row.values_list("state", flat=True).first()
    if state is None:
        raise Erased
    if not joined and state != STATE.CONFIRMED:
        raise Expired
    subscriber.state = STATE.CONFIRMED
    return bool(joined)


def change(subscriber: Subscriber, chosen: Preferences, proved: Proof, now: datetime) -> bool:
    """A reader wants something else from now on; False for who is not on the list."""
    with transaction.atomic():
        row = Subscriber.objects.filter(pk=subscriber.pk, state=STATE.CONFIRMED)
        changed = bool(row.update(language=chosen.language, rhythm=chosen.rhythm))
        if changed:
            keep_wishes(subscriber, chosen.wishes)
            record(subscriber, Consent.Act.CHANGED, proved, now)
    return changed
