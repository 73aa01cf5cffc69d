"""Gives an issue its texts and one delivery for each reader: in portions, so that any number fits into memory.

A process that ends in the middle is followed by one that goes on after the last portion.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q

from core.content_version import raise_version
from newsletter.composing import compose, languages, variant_for
from newsletter.models import Delivery, Issue, IssueText, Subscriber, Wish
from newsletter.suppression import suppressed_among
from newsletter.topics import Topic

PORTION = 1000


def prepare(issue: Issue, now: datetime, most: int = PORTION) -> int:
    """Writes the deliveries that are missing, and lets the issue go out; returns how many it wrote."""
    made = 0
    spoken = languages(issue)
    while portion := _next_readers(issue, most):
        with transaction.atomic():
            if not _holds(issue):
                return made
            made += _write(issue, portion, spoken, now)
            issue.prepared_to = portion[-1].pk
            Issue.objects.filter(pk=issue.pk).update(prepared_to=issue.prepared_to)
    _keep_languages(issue, spoken)
    with transaction.atomic():
        ready = Issue.objects.filter(pk=issue.pk, state=Issue.State.PREPARING)
        if ready.update(state=Issue.State.SENDING, started_at=now):
            raise_version()  # from now on it is in the archive
    return made


def _keep_languages(issue: Issue, spoken: list[str]) -> None:
    """A bulletin's text in each language: visitors of the archive may read another one than the list."""
    with transaction.atomic():
        if issue.kind == Issue.Kind.BULLETIN and _holds(issue):
            for language in spoken:
                keep_text(issue, language, "")


def _holds(issue: Issue) -> bool:
    """Whether the issue is still being prepared; the row is locked, so that two processes never write one portion."""
    row = Issue.objects.select_for_update().filter(pk=issue.pk, state=Issue.State.PREPARING).first()
    return row is not None and row.prepared_to == issue.prepared_to


def readers_of(issue: Issue) -> Any:
    """The subscribers that an issue is for, with their wishes; of a digest those whom it may be for."""
    found = Subscriber.objects.for_site(issue.site).filter(state=Subscriber.State.CONFIRMED)
    if issue.topic not in AT_ONCE:
        found = found.filter(rhythm__in=RHYTHMS[Issue.Kind(issue.kind)])
    if issue.kind == Issue.Kind.BULLETIN:
        wanted = Wish.objects.filter(subscriber=OuterRef("pk"), topic=issue.topic)
        if issue.topic == Topic.BULLETINS:
            wanted = wanted.filter(Q(category=None) | Q(category=issue.category_id))
        found = found.filter(Exists(wanted))
    return found.prefetch_related(Prefetch("wishes", queryset=Wish.objects.order_by()))


# In no digest, so that whoever wants them gets them as they come.
AT_ONCE = (Topic.ALERTS, Topic.CONSULAR)
# Who gets each bulletin when it appears still hears once a week of what is no bulletin.
RHYTHMS = {
    Issue.Kind.BULLETIN: [Subscriber.Rhythm.EACH],
    Issue.Kind.DAILY: [Subscriber.Rhythm.DAILY],
    Issue.Kind.WEEKLY: [Subscriber.Rhythm.WEEKLY, Subscriber.Rhythm.EACH],
}


def _next_readers(issue: Issue, most: int) -> list[Subscriber]:
    return list(readers_of(issue).filter(pk__gt=issue.prepared_to).order_by("pk")[:most])


def _write(issue: Issue, readers: list[Subscriber], spoken: list[str], now: datetime) -> int:
    refused = suppressed_among(issue.site_id, [reader.email for reader in readers])
    rows = []
    for reader in readers:
        wishes = frozenset((wish.topic, wish.category_id) for wish in reader.wishes.all())
        variant = variant_for(issue, reader.rhythm, wishes)
        if variant is None or reader.email in refused:
            continue
        language = reader.language if reader.language in spoken else spoken[0]
        rows.append(_delivery(issue, reader, language, variant, now))
    for language, variant in {(row.language, row.variant) for row in rows}:
        keep_text(issue, language, variant)
    return len(Delivery.objects.bulk_create(rows, ignore_conflicts=True))


def keep_text(issue: Issue, language: str, variant: str) -> None:
    """Writes down a text as it is sent, once."""
    if not IssueText.objects.filter(issue=issue, language=language, variant=variant).exists():
        words = compose(issue, language, variant)
        IssueText.objects.create(
            issue=issue, language=language, variant=variant, subject=words.subject, text=words.text, html=words.html
        )


def _delivery(issue: Issue, reader: Subscriber, language: str, variant: str, now: datetime) -> Delivery:
    return Delivery(
        issue=issue,
        subscriber=reader,
        email=reader.email,
        public_id=reader.public_id,
        language=language,
        variant=variant,
        message_id=f"<{issue.public_id}.{uuid4().hex}@{issue.site.hostname}>",
        not_before=now,
    )
