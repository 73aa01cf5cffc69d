"""The UTC columns anew, after the rules of a zone have changed."""

from __future__ import annotations

from django.db import transaction

from core.content_version import raise_version
from events.models import EventDate, EventPage
from events.occurrences import bounds

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
    return len(changed)
