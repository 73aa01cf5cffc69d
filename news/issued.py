"""When a bulletin came out, for feeds and search engines: its date has no hour, its publication has one."""

from __future__ import annotations

from datetime import datetime, time, tzinfo
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from news.models import BulletinPage


def issued(bulletin: BulletinPage, zone: tzinfo) -> datetime:
    """When a bulletin came out, in ``zone``: the beginning of its day, but the moment of publication where that lies on
    that day, or before it. What is dated ahead has come out nevertheless, and nothing that is out lies in the future.
    """
    published = bulletin.first_published_at
    if published and timezone.localtime(published, zone).date() <= bulletin.date:
        return timezone.localtime(published, zone)
    return datetime.combine(bulletin.date, time.min, tzinfo=zone)
