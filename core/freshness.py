"""When a page changes by itself: whatever is rendered from the clock says its next moment here.

The earliest of them ends the life of a kept page. Changes that somebody makes are the content version's business.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.http import HttpRequest

from core.missions import local_now, mission_of


def changes_at(request: HttpRequest, moment: datetime | None) -> None:
    """From ``moment`` (aware) on, the answer to the request would be another one; None says nothing."""
    known = next_change(request)
    if moment is not None and (known is None or moment < known):
        request._changes_at = moment  # type: ignore[attr-defined]  # lives as long as the request


def next_change(request: HttpRequest) -> datetime | None:
    """The earliest moment that was said; None when the answer does not depend on the clock."""
    known: datetime | None = getattr(request, "_changes_at", None)
    return known


def next_midnight(here: datetime) -> datetime:
    """The first moment of the day after that of ``here``, in its zone."""
    return datetime.combine(here.date() + timedelta(days=1), time.min, tzinfo=here.tzinfo)


def mission_time(request: HttpRequest, now: datetime) -> datetime:
    """``now`` on the clock of the request's mission, for what shows a day, a month or a year: good till midnight."""
    here = local_now(mission_of(request), now)
    changes_at(request, next_midnight(here))
    return here
