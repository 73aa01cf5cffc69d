"""What makes an event the same entry in somebody's calendar, and what makes it a revised one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from events.models import EventPage


def uid(event: EventPage) -> str:
    """The identifier of the event in all its languages, for ever: it holds no host name (RFC 7986, section 5.3)."""
    return str(event.translation_key)


def fingerprint(event: EventPage) -> str:
    """Stands for what guests have to know again when it changes: the times. Words differ between languages."""
    typed = event.typed()
    times = (None, None) if typed.all_day else (typed.start_time, typed.end_time)
    told = (typed.start_date, typed.end_date, *times, typed.all_day, typed.zone)
    return hashlib.sha256("|".join(str(part) for part in told).encode()).hexdigest()
