"""How far an issue is, in numbers: for its page, the dashboard and the script that keeps them fresh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsletter.issuing import counts
from newsletter.models import Delivery, Issue

STATE = Delivery.State
LATELY = timedelta(minutes=2)


@dataclass(frozen=True)
class Progress:
    """Numbers of letters. ``ends_at`` is None where nothing leaves, or too little is known."""

    total: int
    sent: int
    waiting: int
    failed: int
    unknown: int
    dropped: int
    ends_at: datetime | None

    @property
    def percent(self) -> int:
        return 100 * (self.total - self.waiting) // self.total if self.total else 0


def progress_of(issue: Issue, now: datetime) -> Progress:
    """The numbers at ``now``; the end is estimated from the last minutes."""
    numbers = _numbers(counts([issue])[issue.pk])
    return replace(numbers, ends_at=_end(issue, numbers.waiting, now))


def with_progress(issues: Iterable[Issue]) -> list[tuple[Issue, Progress]]:
    """The numbers of many issues, in one query; no end is estimated."""
    issues = list(issues)
    found = counts(issues)
    return [(issue, _numbers(found[issue.pk])) for issue in issues]


def _numbers(found: dict[str, int]) -> Progress:
    return Progress(
        total=sum(found.values()),
        sent=found.get(STATE.SENT, 0),
        waiting=found.get(STATE.WAITING, 0) + found.get(STATE.ON_WIRE, 0),
        failed=found.get(STATE.FAILED, 0),
        unknown=found.get(STATE.UNKNOWN, 0),
        dropped=found.get(STATE.DROPPED, 0),
        ends_at=None,
    )


def _end(issue: Issue, waiting: int, now: datetime) -> datetime | None:
    if issue.state != Issue.State.SENDING or not waiting or issue.started_at is None:
        return None
    since = max(now - LATELY, issue.started_at)
    lately = Delivery.objects.filter(issue=issue, settled_at__gte=since).count()
    return now + (now - since) * (waiting / lately) if lately else None
