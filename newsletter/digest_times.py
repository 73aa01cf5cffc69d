"""When digests are made: at an hour of the mission's own day, those of a week on one weekday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max
from wagtail.models import Site

from core.missions import mission_of_site
from newsletter.digests import tells_anything_new
from newsletter.issuing import make_digest
from newsletter.models import Issue

DAYS = {Issue.Kind.DAILY: 1, Issue.Kind.WEEKLY: 7}


@dataclass(frozen=True)
class Period:
    """From when to when a digest is; both aware, the end not included."""

    begin: datetime
    end: datetime


def last_period(now: datetime, zone: ZoneInfo, hour: int, days: int, weekday: int | None = None) -> Period:
    """The latest time that has ended at ``now``: so many days up to ``hour``, of a week on a weekday (0 is Monday)."""
    local = now.astimezone(zone)
    end = datetime.combine(local.date(), time(hour), tzinfo=zone)
    while end > now or (weekday is not None and end.weekday() != weekday):
        end = datetime.combine(end.date() - timedelta(days=1), time(hour), tzinfo=zone)
    begin = datetime.combine(end.date() - timedelta(days=days), time(hour), tzinfo=zone)
    return Period(begin, end)


def _begin(site: Site, kind: str, period: Period) -> datetime:
    """Where the digest begins: earlier than its day or week if the one before, whose hour went by, had news to tell."""
    last = Issue.objects.for_site(site).filter(kind=kind).aggregate(end=Max("period_to"))["end"]
    if last is None or last >= period.begin:
        return period.begin
    before = Issue(site=site, kind=kind, fallback="", period_from=last, period_to=period.begin)
    return last if tells_anything_new(before) else period.begin


def make_due_digests(now: datetime) -> list[Issue]:
    """The digests of every mission whose hour has come and that has something to tell. Safe to repeat.

    One whose hour is over for so long that it would ask first is not made: its readers hear of it in the next.
    """
    made = []
    for site in Site.objects.select_related("root_page"):
        zone = ZoneInfo(mission_of_site(site).time_zone)
        for kind, days in DAYS.items():
            weekday = settings.LIST_DIGEST_WEEKDAY if kind == Issue.Kind.WEEKLY else None
            period = last_period(now, zone, settings.LIST_DIGEST_HOUR, days, weekday)
            if now - period.end > timedelta(hours=settings.LIST_OVERDUE_HOURS):
                continue
            begin = _begin(site, kind, period)
            issue = make_digest(site, kind, begin, period.end, now)
            if issue is not None:
                made.append(issue)
    return made
