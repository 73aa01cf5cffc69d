"""When a bulletin came out, for feeds and search engines: its date has no hour, its publication has one."""

from __future__ import annotations

from datetime import datetime, time, tzinfo
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from news.models import BulletinPage


def issued(bulletin: BulletinPage, zone: tzinfo) -> datetime:
    """When a bulletin came out: the moment of publication on its own day, else the day's beginning, in ``zone``."""
    published = bulletin.first_published_at
    if published and timezone.localtime(published, zone).date() == bulletin.date:
        return timezone.localtime(published, zone)
    return datetime.combine(bulletin.date, time.min, tzinfo=zone)
