"""The two statements that a worker makes for each letter, ready to run.

Django would put the same words together anew for each of thousands of letters, which takes longer than the mail server.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from core.delivery import Verdict
from core.sending import wait_after
from newsletter.line import Answer
from newsletter.models import Delivery, Issue

STATE = Delivery.State
STATES = {
    Verdict.SENT: STATE.SENT,
    Verdict.LATER: STATE.FAILED,
    Verdict.REFUSED: STATE.FAILED,
    Verdict.UNKNOWN: STATE.UNKNOWN,
}
DELIVERIES, ISSUES = Delivery._meta.db_table, Issue._meta.db_table
PUT_ON_WIRE = f"""
    UPDATE {DELIVERIES} SET state = 'on_wire', held_until = %s, attempts = attempts + 1
    WHERE id = %s AND holder = %s AND state = 'waiting'
    AND EXISTS (SELECT 1 FROM {ISSUES} WHERE id = %s AND state = 'sending')
"""  # noqa: S608  # both names are ours
SETTLE = f"""
    UPDATE {DELIVERIES}
    SET state = %s, settled_at = %s, not_before = %s, error = %s, holder = '', held_until = NULL
    WHERE id = %s AND holder = %s
"""  # noqa: S608  # as above


def lease() -> timedelta:
    """Longer than a mail server may be silent in one dialogue: who has not said more by then is gone."""
    return timedelta(seconds=settings.LIST_LEASE_SECONDS)


class Ledger:
    """What one worker writes down. A letter that was answered is settled with the next step, or by ``close``."""

    def __init__(self, holder: str) -> None:
        self.holder = holder
        self._answered: tuple[Delivery, Answer, datetime] | None = None

    def put_on_wire(self, delivery: Delivery, now: datetime) -> bool:
        """Settles the letter before and puts this one on the wire, if it is still this worker's; one commit."""
        with transaction.atomic():
            self.close()
            with connection.cursor() as cursor:
                moment = _moment(now + lease())
                cursor.execute(PUT_ON_WIRE, [moment, delivery.pk, self.holder, delivery.issue_id])
                return bool(cursor.rowcount)

    def note(self, delivery: Delivery, answer: Answer, now: datetime) -> None:
        """Keeps what the server said of the letter on the wire, until the next step."""
        self._answered = delivery, answer, now

    def close(self) -> None:
        """Settles the last letter, also where it took so long that its worker was taken for dead."""
        if self._answered is None:
            return
        delivery, answer, now = self._answered
        state, settled, not_before = _settled(delivery, answer, now)
        with connection.cursor() as cursor:
            facts = [state, _moment(settled), _moment(not_before), answer.reason, delivery.pk, self.holder]
            cursor.execute(SETTLE, facts)
        self._answered = None


def _settled(delivery: Delivery, answer: Answer, now: datetime) -> tuple[str, datetime | None, datetime]:
    """State, when it was settled, and from when on it may be tried."""
    attempts = delivery.attempts + 1
    if answer.verdict is Verdict.LATER and attempts < settings.MAIL_TRIES:
        return STATE.WAITING.value, None, now + wait_after(attempts)
    return STATES[answer.verdict].value, now, delivery.not_before


def _moment(moment: datetime | None) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)
