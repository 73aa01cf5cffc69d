"""The UTC columns anew, after the rules of a zone have changed."""

from __future__ import annotations

from django.db import transaction

from core.content_version import raise_version
from events.models import EventPage

BATCH = 500


def recompute() -> int:
    """Computes start and end of every event, drafts too; returns how many rows changed. The typed times stay."""
    changed: list[EventPage] = []
    with transaction.atomic():
        for event in EventPage.objects.defer("description").iterator(chunk_size=BATCH):
            known = event.moments()
            if (event.starts_at, event.ends_at) != (known.start, known.end):
                event.starts_at, event.ends_at = known.start, known.end
                changed.append(event)
        if changed:
            EventPage.objects.bulk_update(changed, ["starts_at", "ends_at"], batch_size=BATCH)
            raise_version()
    return len(changed)
