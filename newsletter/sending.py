"""Brings an issue to its readers: each letter once, however a worker ends, and several workers side by side.

A letter is on the wire, and that is on disk, before the mail server is asked for its text; what the server said is
settled in the transaction that puts the next one on the wire. So a worker that is killed leaves one letter of which
nobody knows whether it arrived. It is shown as such, and nothing but a person sends it again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from time import sleep
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core.delivery import NotSent, Verdict
from newsletter.casting import Caster, CastLetter
from newsletter.ledger import Ledger, lease
from newsletter.line import Answer, Line, Steps
from newsletter.models import Delivery, Issue, Pace, Subscriber

logger = logging.getLogger(__name__)

STATE = Delivery.State
# How many letters a worker takes at once; those that it does not come to are free again after the lease.
PORTION = 50
LOST = "lost"
Clock = Callable[[], datetime]


@contextmanager
def on_disk() -> Iterator[None]:
    """What is committed inside survives a loss of power as well: SQLite otherwise syncs at checkpoints only."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:  # a test's transaction never ends on the disk
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL")


class Worker:
    """Sends what is due over one line. ``pause`` waits so many seconds."""

    def __init__(self, clock: Clock = timezone.now, pause: Callable[[float], None] = sleep) -> None:
        self.name = uuid4().hex
        self.clock, self.pause = clock, pause
        self.line = Line()
        self.caster = Caster()
        self.ledger = Ledger(self.name)
        self._faults = 0

    def run(self, until: datetime) -> int:
        """Sends until nothing is due or the time has come; returns how many letters the server took."""
        sent = 0
        with on_disk():
            settle_lost(self.clock())
            try:
                while self.clock() < until and (portion := take(self.name, self.clock(), self.pause)):
                    sent += self._send_all(portion, until)
            finally:
                self.ledger.close()
                give_back(self.name)
                self.line.close()
        finish(self.clock())
        return sent

    def _send_all(self, portion: list[Delivery], until: datetime) -> int:
        """While the server takes one letter, the next one is cast."""
        sent = 0
        cast: dict[int, CastLetter] = {}
        for place, delivery in enumerate(portion):
            if self.clock() >= until or not self._line_is_open():
                break
            letter = cast.pop(delivery.pk, None) or self.caster.letter(delivery, self.clock())
            following = portion[place + 1 : place + 2]
            steps = Steps(
                partial(self.ledger.put_on_wire, delivery, self.clock()), partial(self._cast_ahead, following, cast)
            )
            answer = self.line.hand_over(letter.sender, delivery.email, letter.content, letter.message, steps)
            if answer is None:
                continue
            self.ledger.note(delivery, answer, self.clock())
            sent += answer.verdict is Verdict.SENT
            if self._is_stuck(answer):
                break
        return sent

    def _cast_ahead(self, following: list[Delivery], cast: dict[int, CastLetter]) -> None:
        for delivery in following:
            cast[delivery.pk] = self.caster.letter(delivery, self.clock())

    def _line_is_open(self) -> bool:
        """Whether there is a line; a server that does not answer is asked some times before all sending stops."""
        for attempt in count():
            try:
                self.line.open()
            except NotSent:
                if attempt + 1 >= settings.LIST_LINE_TRIES:
                    stop_all("no_server", self.clock())
                    return False
                self.pause(2.0**attempt)
            else:
                return True
        return False

    def _is_stuck(self, answer: Answer) -> bool:
        """Whether so many letters in a row failed that it is no fault of their addresses, and going on would do harm.

        A server that relays nothing for us refuses every address in the words for one that does not exist.
        """
        self._faults = self._faults + 1 if answer.is_systemic or answer.verdict is Verdict.REFUSED else 0
        if self._faults < settings.LIST_STOP_AFTER:
            return False
        self._faults = 0
        stop_all(answer.reason, self.clock())
        return True


def take(holder: str, now: datetime, pause: Callable[[float], None], most: int = PORTION) -> list[Delivery]:
    """A portion of what is due, held for this worker, as many as the speed limit allows now; [] when nothing is due."""
    rate = settings.LIST_MAILS_PER_MINUTE / 60
    most = min(most, max(1, int(rate))) if rate else most
    with transaction.atomic():
        free = Delivery.objects.free(now)
        if connection.features.has_select_for_update_skip_locked:
            free = free.select_for_update(skip_locked=True, of=("self",))
        keys = list(free.order_by("not_before", "pk").values_list("pk", flat=True)[:most])
        while keys and drop_unwanted(keys, now):
            keys = list(free.order_by("not_before", "pk").values_list("pk", flat=True)[:most])
        if not keys:
            return []
        wait = _pace(len(keys), rate, now) if rate else 0.0
        Delivery.objects.filter(pk__in=keys).update(holder=holder, held_until=now + lease() + timedelta(seconds=wait))
    if wait:
        pause(wait)
    return list(Delivery.objects.filter(pk__in=keys, holder=holder).order_by("not_before", "pk"))


def drop_unwanted(keys: list[int], now: datetime) -> int:
    """Letters whose reader has left or was stopped while they were written or on the wire are not sent any more."""
    unwanted = Delivery.objects.filter(pk__in=keys).exclude(subscriber__state=Subscriber.State.CONFIRMED)
    dropped: int = unwanted.update(state=STATE.DROPPED, settled_at=now)
    return dropped


def _pace(letters: int, rate: float, now: datetime) -> float:
    """Books the time of so many letters; returns the seconds until they may leave."""
    Pace.objects.get_or_create(pk=1, defaults={"free_at": now})
    pace = Pace.objects.select_for_update().get(pk=1)
    begin = max(pace.free_at, now)
    pace.free_at = begin + timedelta(seconds=letters / rate)
    pace.save(update_fields=["free_at"])
    return (begin - now).total_seconds()


def give_back(holder: str) -> None:
    """What a worker took and did not come to is free at once."""
    Delivery.objects.filter(holder=holder, state=STATE.WAITING).update(holder="", held_until=None)


def settle_lost(now: datetime) -> int:
    """Nobody knows what became of a letter whose worker died with it on the wire."""
    lost: int = Delivery.objects.lost(now).update(state=STATE.UNKNOWN, settled_at=now, error=LOST, held_until=None)
    if lost:
        logger.error("%d letters of the list were on the wire when their worker was lost.", lost)
    return lost


def stop_all(reason: str, now: datetime) -> None:
    """Stops all issues that are going out, and says so: each further letter would fail too."""
    stopped = Issue.objects.filter(state=Issue.State.SENDING).update(state=Issue.State.STOPPED, trouble=reason[:200])
    if stopped:
        logger.error("Sending to the list has stopped: %s", reason)


def finish(now: datetime) -> None:
    """Issues of which nothing waits and nothing is on the wire are done."""
    open_ones = Delivery.objects.unsettled().values("issue")
    done = Issue.objects.filter(state=Issue.State.SENDING).exclude(pk__in=open_ones)
    done.update(state=Issue.State.SENT, finished_at=now)
