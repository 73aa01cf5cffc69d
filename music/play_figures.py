"""Play counts as reports show them: sums by recording and programme, and one line of bars over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth, TruncYear
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.missions import site_id_of, sites_for
from music.models import AudioSample, PlayCount, ProgrammePage, Way

# Beyond so many months the bars are years.
MOST_MONTHS = 36


@dataclass(frozen=True)
class Span:
    """A choice of time up to today: so many days, or so many months with the one that runs; 0 of both for all."""

    name: str
    label: Promise
    days: int = 0
    months: int = 0

    @property
    def by_day(self) -> bool:
        return self.days > 0


SPANS = (
    Span("30d", _("The last 30 days"), days=30),
    Span("12m", _("The last 12 months"), months=12),
    Span("all", _("Since the beginning")),
)


@dataclass(frozen=True)
class Figures:
    """How often in each way, in the order of a report's columns; they are not to be added up."""

    player: int = 0
    stream: int = 0
    download: int = 0


@dataclass(frozen=True)
class Row:
    """One line of a report: `key` is a sample's primary key or a programme's."""

    key: Any
    title: str
    artist: str
    figures: Figures


@dataclass(frozen=True)
class Step:
    """One bar: the first day of a day, month or year, and what was heard in it."""

    day: date
    figures: Figures


def span_named(name: str) -> Span:
    """The span of that name, the first for any other word."""
    return next((span for span in SPANS if span.name == name), SPANS[0])


def first_day(span: Span, today: date) -> date | None:
    """The first day that belongs to the span: with months, the first of one."""
    if span.days:
        return today - timedelta(days=span.days - 1)
    if span.months:
        year, month = divmod(today.year * 12 + today.month - span.months, 12)
        return date(year, month + 1, 1)
    return None


def counts_for(user: Any, span: Span, today: date) -> Any:
    """The counts of the user's samples within the span."""
    found = PlayCount.objects.filter(sample__in=AudioSample.objects.for_user(user))
    start = first_day(span, today)
    return found.filter(day__gte=start, day__lte=today) if start else found


def _sums() -> dict[str, Sum]:
    return {way.value: Sum("number", filter=Q(way=way), default=0) for way in Way}


def _figures(row: dict[str, Any]) -> Figures:
    return Figures(row[Way.PLAYER], row[Way.STREAM], row[Way.DOWNLOAD])


def total_of(counts: Any) -> Figures:
    return _figures(counts.aggregate(**_sums()))


def by_sample(counts: Any) -> list[Row]:
    """Samples that were heard, the most heard first; one query."""
    rows = counts.order_by().values("sample_id", "sample__title", "sample__artist").annotate(**_sums())
    found = [Row(row["sample_id"], row["sample__title"], row["sample__artist"], _figures(row)) for row in rows]
    return sorted(found, key=lambda row: (-row.figures.player, -row.figures.stream, row.title))


def by_programme(counts: Any, programmes: dict[str, ProgrammePage]) -> list[Row]:
    """Programmes of `programmes` in which something was heard, the most heard first; one query."""
    rows = counts.filter(programme__in=programmes).order_by().values("programme").annotate(**_sums())
    found = [
        Row(programmes[row["programme"]].translation_key, programmes[row["programme"]].title, "", _figures(row))
        for row in rows
    ]
    return sorted(found, key=lambda row: (-row.figures.player, row.title))


def programmes_for(user: Any) -> dict[str, ProgrammePage]:
    """The programmes of the user's missions by their key, each in the first language in which there is one."""
    own = set(sites_for(user).values_list("pk", flat=True))
    pages: dict[str, ProgrammePage] = {}
    if not own:
        return pages
    for page in ProgrammePage.objects.order_by("locale_id", "pk"):
        if site_id_of(page) in own:
            pages.setdefault(page.translation_key.hex, page)
    return pages


def steps(counts: Any, span: Span, today: date) -> list[Step]:
    """What was heard in each day, month or year of the span, empty ones too; at most two queries."""
    start = first_day(span, today) or _beginning(counts, today)
    if span.by_day:
        rows = counts.order_by().values("day").annotate(**_sums())
        return _filled(((row["day"], _figures(row)) for row in rows), _days(start, today))
    months = list(_months(start, today))
    if len(months) <= MOST_MONTHS:
        rows = counts.order_by().annotate(month=TruncMonth("day")).values("month").annotate(**_sums())
        return _filled(((row["month"], _figures(row)) for row in rows), months)
    rows = counts.order_by().annotate(year=TruncYear("day")).values("year").annotate(**_sums())
    years = [date(year, 1, 1) for year in range(start.year, today.year + 1)]
    return _filled(((row["year"], _figures(row)) for row in rows), years)


def _beginning(counts: Any, today: date) -> date:
    first: date | None = counts.order_by("day").values_list("day", flat=True).first()
    return (first or today).replace(day=1)


def _days(start: date, today: date) -> list[date]:
    return [start + timedelta(days=number) for number in range((today - start).days + 1)]


def _months(start: date, today: date) -> Iterable[date]:
    month = start.replace(day=1)
    while month <= today:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _filled(found: Iterable[tuple[date, Figures]], days: Iterable[date]) -> list[Step]:
    known = dict(found)
    return [Step(day, known.get(day, Figures())) for day in days]
