"""Turns notes of listenings into counts: once a day for each listener, recording and way. Nothing that is written here
says who listened, and after the day nothing can tell any more who did not.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone
from wagtail.models import Site

from core.limits import take
from music.listenings import Note, household_key, listener_key
from music.models import AudioSample, PlayCount, PlaySalt, PlayToday, ProgrammeItem


def day_of(now: datetime) -> date:
    """The day to which a moment counts: UTC, as one install has missions in many zones."""
    return now.astimezone(UTC).date()


def count_all(notes: Iterable[Note]) -> None:
    """Counts notes one by one, each in a transaction of its own, so that processes never wait for each other long."""
    for note in notes:
        count(note, timezone.now())


def count(note: Note, now: datetime) -> bool:
    """Counts one listening; False for a repeat, a recording that is not heard there, or a household beyond measure."""
    sample_id = _sample_of(note, now)
    if sample_id is None:
        return False
    day = day_of(now)
    salt = salt_of(day)
    key = listener_key(salt, note)
    if PlayToday.objects.filter(pk=key).exists():
        return False
    if not take("plays", household_key(salt, note.household), settings.PLAYS_PER_ADDRESS, now):
        return False
    with transaction.atomic():
        if not _is_first(key, day):
            return False
        found, _made = PlayCount.objects.get_or_create(
            sample_id=sample_id, day=day, way=note.way, programme=_programme_of(note, sample_id)
        )
        PlayCount.objects.filter(pk=found.pk).update(number=F("number") + 1)
    return True


def salt_of(day: date) -> str:
    """The day's secret, made by whichever process counts first that day."""
    found, made = PlaySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_hex(32)})
    if made:
        forget_listeners(day)
    return str(found.salt)


def forget_listeners(today: date) -> None:
    """Throws away the salts and hashes of former days."""
    PlaySalt.objects.filter(day__lt=today).delete()
    PlayToday.objects.filter(day__lt=today).delete()


def _is_first(key: str, day: date) -> bool:
    """One of two processes that say the same at once is told so by the database."""
    try:
        with transaction.atomic():
            PlayToday.objects.create(key=key, day=day)
    except IntegrityError:
        return False
    return True


def _sample_of(note: Note, now: datetime) -> int | None:
    samples = AudioSample.objects.filter(public_id=note.public_id)
    if note.site_id is not None:
        site = Site.objects.filter(pk=note.site_id).first()
        if site is None:
            return None
        samples = AudioSample.objects.audible(site, now).filter(public_id=note.public_id)
    found: int | None = samples.values_list("pk", flat=True).first()
    return found


def _programme_of(note: Note, sample_id: int) -> str:
    """The programme's key, if the recording is in it; whatever else was sent is none."""
    try:
        key = UUID(note.programme)
    except ValueError:
        return ""
    places = ProgrammeItem.objects.filter(page__translation_key=key, sample=sample_id)
    return key.hex if places.exists() else ""


def sum_up_months(today: date, keep_days: int) -> None:
    """Sums the counts of whole months that lie longer back than `keep_days`, each in the month's first day. Safe to
    repeat and to interrupt.
    """
    limit = (today - timedelta(days=keep_days)).replace(day=1)
    old = PlayCount.objects.filter(day__lt=limit).exclude(day__day=1)
    for month in sorted({day.replace(day=1) for day in old.values_list("day", flat=True).distinct()}):
        _sum_up(month)


def _sum_up(month: date) -> None:
    after = (month + timedelta(days=32)).replace(day=1)
    with transaction.atomic():
        rows = PlayCount.objects.filter(day__gte=month, day__lt=after)
        sums = list(rows.order_by().values("sample_id", "programme", "way").annotate(total=Sum("number")))
        rows.delete()
        PlayCount.objects.bulk_create(PlayCount(day=month, number=row.pop("total"), **row) for row in sums)
