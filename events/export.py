"""From event pages to the entries of a calendar file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.http import quote_etag

from events.ical import Entry


def changed_at(event: Any) -> datetime:
    """When what visitors see of the event last changed."""
    moment: datetime = event.last_published_at or event.first_published_at or event.starts_at
    return moment


def entries_of(events: Iterable[Any], request: HttpRequest) -> list[Entry]:
    return [
        Entry(
            uid=event.uid,
            typed=event.typed,
            title=event.title,
            summary=event.summary,
            place=", ".join(part for part in (event.venue, event.address) if part),
            url=event.get_full_url(request) or "",
            changed=changed_at(event),
            language=event.locale.language_code,
        )
        for event in events
    ]


def last_change(events: Iterable[Any]) -> datetime | None:
    """The latest change to the second, as HTTP dates count; None for no event."""
    return max((changed_at(event).astimezone(UTC).replace(microsecond=0) for event in events), default=None)


def etag_of(name: str, events: Iterable[Any]) -> str:
    """Strong ETag over all that the file is made of: it changes too when an event disappears."""
    digest = hashlib.sha256(name.encode())
    for event in events:
        digest.update(f"{event.pk} {changed_at(event).isoformat()} {event.starts_at.isoformat()} {event.url_path}\n".encode())
    return quote_etag(digest.hexdigest()[:32])
