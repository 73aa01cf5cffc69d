"""Collects listenings in memory and writes them in batches, in a thread of its own: no page and no stream waits for a
count. What is in memory when a process is killed is lost; when it is ended in order, it is written first.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock, Timer

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from music.listenings import Note
from music.play_counts import count_all

logger = logging.getLogger(__name__)

# Between two writings: notes in all, and of one household. More are dropped: nobody hears so much in some seconds.
ROOM = 10_000
ROOM_OF_HOUSEHOLD = 60


class Tally:
    """The notes of one process. Safe for all its threads."""

    def __init__(self, write: Callable[[Iterable[Note]], None] | None = None, wait: float | None = None) -> None:
        self._write = write or count_all
        self._wait = settings.PLAYS_WAIT_SECONDS if wait is None else wait
        self._lock = Lock()
        self._notes: dict[Note, None] = {}
        self._households: Counter[str] = Counter()
        self._timer: Timer | None = None

    def __len__(self) -> int:
        return len(self._notes)

    def add(self, note: Note) -> None:
        """Notes one listening; the same one twice is one."""
        with self._lock:
            if len(self._notes) >= ROOM or self._households[note.household] >= ROOM_OF_HOUSEHOLD:
                return
            self._notes[note] = None
            self._households[note.household] += 1
            if self._timer is None and self._wait:
                self._timer = Timer(self._wait, self._write_in_thread)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Writes what is noted. What the database does not take now is lost and logged."""
        with self._lock:
            notes, self._notes = list(self._notes), {}
            self._households.clear()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        try:
            self._write(notes)
        except DatabaseError:
            logger.exception("%d listenings could not be counted", len(notes))

    def _write_in_thread(self) -> None:
        close_old_connections()
        try:
            self.flush()
        finally:
            # The thread ends here, and nobody would find its connections again.
            connections.close_all()


tally = Tally()
