"""Does at their times what apps have registered, in one process of several: whoever takes a job's row does it.

Apps register functions in their ``schedule.py`` with ``@every(...)``. A job must be short and safe to repeat; what
takes long it hands to a background task.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from core.models.schedule import ScheduledJob

logger = logging.getLogger(__name__)

# A run that starts this much after its time, and at least one period late, is reported.
LATE = timedelta(seconds=60)
# A holder that has not said that it is done is taken for dead.
HOLD = timedelta(minutes=10)
LONGEST_SLEEP_S = 5.0


@dataclass(frozen=True)
class Job:
    """A registered function: how often it runs, and what it is called in the log."""

    name: str
    period: timedelta
    run: Callable[[], object]


_jobs: dict[str, Job] = {}


def every(**period: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Registers a function without arguments: ``@every(minutes=1)``. Its name is that of its app and itself."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        name = f"{function.__module__.split('.')[0]}.{function.__name__}"
        _jobs[name] = Job(name, timedelta(**period), function)
        return function

    return register


def registered() -> dict[str, Job]:
    """All jobs by name, those of every installed app."""
    autodiscover_modules("schedule")
    return dict(_jobs)


def prepare(jobs: dict[str, Job], now: datetime) -> None:
    """Makes the rows of new jobs, due at once, and drops those that nobody registers any more."""
    ScheduledJob.objects.exclude(name__in=jobs).delete()
    known = set(ScheduledJob.objects.values_list("name", flat=True))
    new = [ScheduledJob(name=name, due_at=now) for name in jobs if name not in known]
    ScheduledJob.objects.bulk_create(new, ignore_conflicts=True)


def run_due(jobs: dict[str, Job], clock: Callable[[], datetime] = timezone.now) -> list[str]:
    """Runs each job whose time has come and that no other process holds; returns their names."""
    due = ScheduledJob.objects.filter(name__in=jobs, due_at__lte=clock()).order_by("due_at", "name")
    return [name for name in due.values_list("name", flat=True) if _run(jobs[name], clock)]


def seconds_to_next(jobs: dict[str, Job], now: datetime) -> float:
    """How long nothing is due: 0 to ``LONGEST_SLEEP_S``."""
    due = ScheduledJob.objects.filter(name__in=jobs).order_by("due_at").values_list("due_at", flat=True).first()
    if due is None:
        return LONGEST_SLEEP_S
    return min(LONGEST_SLEEP_S, max(0.0, (due - now).total_seconds()))


def _take(name: str, holder: str, now: datetime) -> ScheduledJob | None:
    """The row, if it is due and free; one statement decides, so that two processes never both have it."""
    free = Q(held_until__isnull=True) | Q(held_until__lt=now)
    taken = ScheduledJob.objects.filter(free, name=name, due_at__lte=now).update(
        holder=holder, held_until=now + HOLD, started_at=now
    )
    return ScheduledJob.objects.get(name=name) if taken else None


def _run(job: Job, clock: Callable[[], datetime]) -> bool:
    holder, now = uuid4().hex, clock()
    row = _take(job.name, holder, now)
    if row is None:
        return False
    late = now - row.due_at
    if late > max(LATE, job.period):
        logger.warning("%s runs %d seconds late", job.name, late.total_seconds())
    error = _error_of(job)
    ended = clock()
    ScheduledJob.objects.filter(name=job.name, holder=holder).update(
        holder="",
        held_until=None,
        finished_at=ended,
        due_at=_next(row.due_at, job.period, ended),
        late_seconds=max(0, int(late.total_seconds())),
        failures=F("failures") + 1 if error else 0,
        error=error[:500],
    )
    return True


def _error_of(job: Job) -> str:
    """Runs the job. What goes wrong in one job is logged and remembered, and the others go on."""
    try:
        job.run()
    except Exception as error:  # whatever it was, it must not end the scheduler
        logger.exception("%s failed", job.name)
        return f"{type(error).__name__}: {error}"
    return ""


def _next(due: datetime, period: timedelta, now: datetime) -> datetime:
    """The next time on the job's own beat that lies ahead; runs that were missed are not made up for."""
    return due + period * ((now - due) // period + 1)
