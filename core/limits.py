"""So often a day or an hour and no more. Counts survive a restart and are shared by all processes; what is counted is
not kept, and the counts are gone on the next day.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from core.models.limits import DayCount


def take(purpose: str, subject: str, most: int, now: datetime) -> bool:
    """Takes one of ``most`` turns that ``subject`` has on the day of ``now`` (UTC); False when none is left."""
    day = _day_of(now)
    count, made = DayCount.objects.get_or_create(key=_key(purpose, subject, day), defaults={"day": day})
    if made:
        DayCount.objects.filter(day__lt=day).delete()
    return bool(DayCount.objects.filter(pk=count.pk, taken__lt=most).update(taken=F("taken") + 1))


def take_in_hour(purpose: str, subject: str, most: int, now: datetime) -> bool:
    """The same for the hour of ``now`` (UTC)."""
    return take(purpose, f"{subject} {now.astimezone(UTC):%H}", most, now)


def next_day(now: datetime) -> datetime:
    """When the turns of a day are given out anew."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def next_hour(now: datetime) -> datetime:
    """When the turns of an hour are given out anew."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _day_of(now: datetime) -> date:
    return now.astimezone(UTC).date()


def _key(purpose: str, subject: str, day: date) -> str:
    # With the day inside, nobody can tell that two counts of different days are of the same person.
    return salted_hmac(f"core.limits.{purpose}", f"{day.isoformat()} {subject}", algorithm="sha256").hexdigest()
