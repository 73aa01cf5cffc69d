"""Which of the processes behind the pages are alive: each says so now and then, and readers decide who is late."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from core.models.heartbeats import Heartbeat

logger = logging.getLogger(__name__)

WORKER, SCHEDULER = "worker", "scheduler"
# Rows of processes that were killed are kept so long, so that what they held can be told from what nobody held.
KEPT = timedelta(days=7)


def own_name() -> str:
    """A name for this process that no other has."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}"


def beat(kind: str, name: str = "", now: datetime | None = None) -> None:
    """Says that a process is alive; ``name`` is this process's own unless given."""
    seen = {"seen_at": now or timezone.now()}
    Heartbeat.objects.update_or_create(kind=kind, name=name or own_name(), defaults=seen)


def forget(kind: str, name: str = "") -> None:
    """Says that a process ends, so that nobody waits for it."""
    Heartbeat.objects.filter(kind=kind, name=name or own_name()).delete()


def prune(now: datetime) -> None:
    """Drops the rows of processes that ended long ago without a word."""
    Heartbeat.objects.filter(seen_at__lt=now - KEPT).delete()


def lease() -> timedelta:
    """After so long without a sign a process counts as dead."""
    return timedelta(seconds=settings.HEARTBEAT_LEASE)


def is_alive(kind: str, now: datetime) -> bool:
    """Whether any process of the kind gave a sign within its lease."""
    return Heartbeat.objects.filter(kind=kind, seen_at__gte=now - lease()).exists()


@contextmanager
def beating(kind: str, name: str, also: Callable[[datetime], object] | None = None) -> Iterator[None]:
    """Beats in a thread of its own while the block runs, however long one task of it takes.

    ``also`` is called with the time after each beat. A database that is away for a while ends nothing.
    """
    beat(kind, name)
    over = threading.Event()

    def go_on() -> None:
        while not over.wait(settings.HEARTBEAT_LEASE / 4):
            try:
                now = timezone.now()
                beat(kind, name, now)
                if also is not None:
                    also(now)
            except DatabaseError as error:
                logger.warning("The sign of life of a %s could not be written: %s", kind, type(error).__name__)
            finally:
                connections.close_all()

    thread = threading.Thread(target=go_on, name=f"{kind}-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(timeout=settings.HEARTBEAT_LEASE)
        forget(kind, name)
