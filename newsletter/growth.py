"""The size of the list over the months, and the day's note of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from wagtail.models import Site

from newsletter.models import ListSize, Subscriber

MONTHS = 12


@dataclass(frozen=True)
class Month:
    """The size at the last day of a month that was noted; of this month the newest."""

    first_day: date
    size: int


def note_sizes(now: datetime) -> None:
    """Writes down the size of every list for the day; the last note of a day stays."""
    counted = Subscriber.objects.filter(state=Subscriber.State.CONFIRMED).order_by().values_list("site")
    sizes = dict(counted.annotate(count=Count("pk")))
    rows = [
        ListSize(site_id=site, day=now.date(), size=sizes.get(site, 0))
        for site in Site.objects.values_list("pk", flat=True)
    ]
    ListSize.objects.bulk_create(rows, update_conflicts=True, update_fields=["size"], unique_fields=["site", "day"])


def growth(sites: Sequence[Site], now: datetime) -> list[Month]:
    """The months of the last year that have a note, oldest first; of several lists the sum."""
    today = timezone.localtime(now).date()
    months = 12 * today.year + today.month - MONTHS  # counted from the year 0, of the first month that is shown
    since = date(months // 12, months % 12 + 1, 1)
    days = (
        ListSize.objects.filter(site__in=sites, day__gte=since)
        .order_by()
        .values("day", month=TruncMonth("day"))
        .annotate(size=Sum("size"))
    )
    latest: dict[date, tuple[date, int]] = {}
    for row in days:
        known = latest.get(row["month"])
        if known is None or row["day"] > known[0]:
            latest[row["month"]] = row["day"], row["size"]
    return [Month(month, size) for month, (_day, size) in sorted(latest.items())]
