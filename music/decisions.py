"""What was decided about recordings, kept for as long as nothing changes that visitors see.

Only what every stranger may hear is kept, so the answer is the same for whoever asks. ``music.access`` decides.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

from core.content_version import Tracker, tracker
from music.access import AudioFile, fresh_for

# Some hundred bytes each.
ROOM = 4096


@dataclass(frozen=True, slots=True)
class _Decision:
    version: int
    file: AudioFile


class Decisions:
    """The decisions of one process, the least used thrown away first. Used in the event loop only."""

    def __init__(self, room: int = ROOM, *, version: Tracker = tracker, clock: Callable[[], float] = time.time) -> None:
        self.room = room
        self.version = version
        self.clock = clock
        self._kept: OrderedDict[Hashable, _Decision] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable, version: int) -> AudioFile | None:
        """The file that the address led to, if nothing has changed since and its permission still lasts."""
        known = self._kept.get(key)
        if known is None or known.version != version:
            return None
        left = fresh_for(known.file.until, self.clock())
        if left <= 0:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return known.file if known.file.fresh_for == left else replace(known.file, fresh_for=left)

    def keep(self, key: Hashable, version: int, file: AudioFile) -> None:
        """Keeps a decision that was made after ``version`` had been read; not one by right of an editor."""
        if file.fresh_for is None:
            return
        self._kept[key] = _Decision(version, file)
        self._kept.move_to_end(key)
        while len(self._kept) > self.room:
            self._kept.popitem(last=False)
