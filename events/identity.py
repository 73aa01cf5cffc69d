"""What makes an event the same entry in somebody's calendar, what revises it, and what stays when it goes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.missions import site_id_of
from events.models.entries import CalendarEntry, GoneEvent
from events.states import State

if TYPE_CHECKING:
    from events.models import EventPage


def uid(key: Any) -> str:
    """The identifier of an event in all its languages, for ever: it holds no host name (RFC 7986, section 5.3)."""
    return str(key)


def fingerprint(event: EventPage) -> str:
    """Stands for what guests have to know again when it changes: times, dates, state. Words differ by language."""
    plan = event.plan()
    typed = plan.times
    times = (None, None) if typed.all_day else (typed.start_time, typed.end_time)
    told: list[object] = [typed.start_date, typed.end_date, *times, typed.all_day, typed.zone]
    if not event.is_single:
        told += [plan.rule or "", *plan.changes]
    if event.state != State.SCHEDULED or event.online_url:
        told += [event.state, event.online_url]
    return hashlib.sha256("|".join(str(part) for part in told).encode()).hexdigest()


def settle(event: EventPage, now: datetime) -> None:
    """Notes that a published event was saved: what changed, and whether it came back."""
    CalendarEntry.objects.settle(event.translation_key, fingerprint(event), now)
    back, _rows = _gone(event).delete()
    if back:
        CalendarEntry.objects.revise(event.translation_key, now)


def retire(event: EventPage, now: datetime) -> None:
    """Notes that a published event leaves the calendar of its site and language, and keeps nothing of its words."""
    site_id = site_id_of(event)
    if site_id is None:
        return
    typed = event.typed()
    start_time = None if typed.all_day else typed.start_time
    GoneEvent.objects.update_or_create(
        translation_key=event.translation_key,
        site_id=site_id,
        language=event.locale.language_code,
        defaults={
            "category_id": event.category_id,
            "series_id": event.series_id,
            "start_date": typed.start_date,
            "start_time": start_time,
            "time_zone": typed.zone,
            "gone_at": now,
        },
    )
    CalendarEntry.objects.revise(event.translation_key, now)


def _gone(event: EventPage) -> Any:
    rows = GoneEvent.objects.filter(translation_key=event.translation_key, language=event.locale.language_code)
    site_id = site_id_of(event)
    return rows.filter(site_id=site_id) if site_id else rows.none()
