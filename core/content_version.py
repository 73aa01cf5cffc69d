"""The content version: one number that rises in the transaction of any change of what visitors may see.

Everything kept from a render is good for one version only, so that nothing is purged piece by piece. Which changes
count is decided in ``core.seen_models``; what is kept, elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import Any

from asgiref.sync import sync_to_async
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from wagtail.models import Site

logger = logging.getLogger(__name__)

ROW = 1
# How old, in seconds, what a process knows may be before it looks again, and before a request waits for that look.
# Together with the page that a full house may get for a moment, another process's change is seen within a second.
LOOK_AGAIN, TRUSTED = 0.25, 0.5


class Announcement:
    """Waits in the queue of what follows the transaction; that it stands there says that the version was raised.

    Without ``value`` the number is not known before the end, and is asked for then.
    """

    def __init__(self, value: int | None = None) -> None:
        self.value = value

    def __call__(self) -> None:
        if self.value is None:
            tracker.look()
        else:
            tracker.tell(self.value)


def raise_version() -> None:
    """Raises the version in the current transaction, once however often it is called; else in one of its own.

    Signals call it for most changes; who writes with ``QuerySet.update`` or in bulk calls it beside that.
    """
    if is_raised_here():
        return
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            # A trigger raises it when the transaction ends: the row that all writers want is never held while another
            # is waited for (core/migrations/0008). What follows a change that is safe must not undo its answer.
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO core_contentchange DEFAULT VALUES")
            transaction.on_commit(Announcement(), robust=True)
        else:
            transaction.on_commit(Announcement(_raise_now()))


def _raise_now() -> int:
    """Higher than ever before, also where the database was put back from a copy: no number comes twice."""
    rows, microsecond = _rows(), time.time_ns() // 1000
    if not rows.filter(pk=ROW).update(value=Greatest(F("value") + 1, Value(microsecond))):
        rows.create(pk=ROW, value=microsecond)
    return read_version()


def is_raised_here() -> bool:
    """Whether the current transaction has raised the version and is not through yet."""
    # Django takes away what was queued in a savepoint that is rolled back, as the database does with the number.
    queue = transaction.get_connection().run_on_commit
    return any(isinstance(follower, Announcement) for _savepoints, follower, _robust in queue)


def read_version() -> int:
    """The version as the database has it; 0 before the first change."""
    return _rows().filter(pk=ROW).values_list("value", flat=True).first() or 0


def _rows() -> Any:
    # The models' own modules reach this one; the app registry breaks the circle.
    return apps.get_model("core", "ContentVersion")._default_manager


class Tracker:
    """What this process knows of the version; safe to be told from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looking: asyncio.Task[None] | None = None
        self._told_at = float("-inf")
        self.value = -1
        self.previous = -1  # what was true until ``changed_at``
        self.looked_at = float("-inf")
        self.changed_at = float("-inf")

    def tell(self, value: int, asked_at: float | None = None) -> None:
        """Takes over a version. One that was read before the last news came must not take that back."""
        now = time.monotonic()
        with self._lock:
            is_late = asked_at is not None and asked_at <= self._told_at
            if value == self.value or (value < self.value and (is_late or asked_at is None)):
                return
            self.previous, self.value = self.value, value
            self._told_at = self.changed_at = now
        # Wagtail keeps the sites' roots in each process and forgets them only where they were changed.
        Site.clear_site_root_paths_cache()

    def look(self) -> None:
        """Reads the version from the database. Raises DatabaseError when that does not answer."""
        asked_at = time.monotonic()
        try:
            value = read_version()
        except DatabaseError:
            # The connection stays open between two looks and may have been lost; a new one gets a chance.
            if connection.in_atomic_block:
                raise
            connection.close()
            value = read_version()
        self.tell(value, asked_at)
        self.looked_at = asked_at

    def settled(self) -> int | None:
        """The version for a thread that reads the database; None where its transaction has changed something itself."""
        if is_raised_here():
            return None
        if time.monotonic() - self.looked_at >= TRUSTED:
            self.look()
        return self.value

    def forget(self) -> None:
        """Knows nothing, as at the start of the process."""
        with self._lock:
            self.value = self.previous = -1
            self.looked_at = self._told_at = self.changed_at = float("-inf")

    def fresh(self) -> int | None:
        """The version, if that needs no look; for the thread of the event loop."""
        return self.value if time.monotonic() - self.looked_at < LOOK_AGAIN else None

    async def current(self) -> int | None:
        """The version, at most half a second old; None while the database does not answer.

        Asks the database at most once in a quarter of a second, and only while requests come in.
        """
        age = time.monotonic() - self.looked_at
        if age < LOOK_AGAIN:
            return self.value
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_in_thread())
        if age >= TRUSTED:
            await asyncio.wait([self._looking])
            age = time.monotonic() - self.looked_at
        return self.value if age < TRUSTED else None

    async def _look_in_thread(self) -> None:
        try:
            await sync_to_async(self.look)()
        except DatabaseError as error:
            logger.warning("The content version cannot be read: %s", error)


tracker = Tracker()
