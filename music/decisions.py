"""What was decided about recordings, for as long as it holds: the content version, and for a minute at most.

Only that a stranger may hear a recording is kept; it is true for everybody. Everything else is asked again.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from core.content_version import Tracker, tracker
from core.turnstile import Scope
from music.access import FRESH_SECONDS, AudioFile

KEPT_SECONDS = 60.0
MOST = 4096


class Decisions:
    """Lives in the event loop's thread. ``clock`` gives seconds since 1970."""

    def __init__(self, version: Tracker = tracker, clock: Callable[[], float] = time.time) -> None:
        self.version = version
        self.clock = clock
        self._known: OrderedDict[Any, tuple[int, float, AudioFile]] = OrderedDict()

    async def recall(self, scope: Scope) -> tuple[AudioFile | None, int | None]:
        """The file that everybody may have at the address, if that is known; and the version to note another for."""
        version = await self.version.current()
        known = self._known.get(_key(scope)) if version is not None else None
        if known is None or known[0] != version or self.clock() >= known[1]:
            return None, version
        return self._still(known[2]), version

    def note(self, scope: Scope, version: int | None, file: AudioFile | None) -> None:
        """Keeps a decision that was made after ``version`` was read."""
        if version is None or file is None or file.fresh_for is None:
            return
        key = _key(scope)
        self._known[key] = version, self.clock() + KEPT_SECONDS, file
        self._known.move_to_end(key)
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def _still(self, file: AudioFile) -> AudioFile | None:
        """The file with what time and disk say of it now; None where that has to be found out anew."""
        try:
            if os.stat(file.path).st_size != file.size:
                return None
        except FileNotFoundError:
            return None
        if file.until is None:
            return file
        left = int(file.until - self.clock())
        return replace(file, fresh_for=min(FRESH_SECONDS, left)) if left > 0 else None


def _key(scope: Scope) -> tuple[Any, ...]:
    """Whatever Django may take for the host is part of it, so that no mission's answer is another's."""
    hosts = tuple(pair for pair in scope["headers"] if pair[0] in (b"host", b"x-forwarded-host", b"x-forwarded-port"))
    return scope.get("scheme"), hosts, scope["path"]
