"""The UTC columns anew, after the rules of a zone have changed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.content_version import raise_version
from core.missions import site_of
from events.models import EventDate, EventPage
from events.occurrences import bounds
from events.replies import renew_books

BATCH = 500


def recompute() -> int:
    """Computes start and end of every event and date, drafts too; returns how many events changed.

    The typed times stay.
    """
    changed: list[EventPage] = []
    with transaction.atomic():
        for event in EventPage.objects.defer("description").iterator(chunk_size=BATCH):
            dates = event.all_dates()
            known = bounds(dates)
            settled = EventDate.objects.settle(event, dates)
            if settled or (event.starts_at, event.ends_at) != (known.start, known.end):
                event.starts_at, event.ends_at = known.start, known.end
                changed.append(event)
        if changed:
            EventPage.objects.bulk_update(changed, ["starts_at", "ends_at"], batch_size=BATCH)
            raise_version()
    _renew_guest_lists(changed)
    return len(changed)


def _renew_guest_lists(events: list[EventPage]) -> None:
    """Reminders and the closing of replies follow the events."""
    for event in events:
        site = site_of(event) if event.takes_replies and event.live else None
        if site is not None:
            renew_books(event, site, timezone.now())
