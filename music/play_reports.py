"""The report of play counts in the admin, narrowed to what its reader may see; the same as CSV."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.spreadsheets import csv_file
from music.models import AudioSample, Way
from music.permissions import SEEING, policy
from music.play_chart import Chart, chart
from music.play_counts import day_of
from music.play_figures import (
    SPANS,
    Figures,
    Row,
    Span,
    Step,
    by_programme,
    by_sample,
    counts_for,
    programmes_for,
    span_named,
    steps,
    total_of,
)

PER_PAGE = 50
RECENT = SPANS[0]


@dataclass(frozen=True)
class Drawn:
    """A chart of what sounded in the player, with the table of everything that says the same in words."""

    chart: Chart
    rows: list[tuple[str, Figures]]


def may_see(user: Any) -> bool:
    return bool(policy().user_has_any_permission(user, SEEING))


def drawn(found: list[Step], span: Span) -> Drawn:
    """Steps of a span as they are shown."""
    if span.by_day:
        pattern = "SHORT_DATE_FORMAT"
    else:
        pattern = "YEAR_MONTH_FORMAT" if len({step.day.year for step in found}) < len(found) else "Y"
    rows = [(date_format(step.day, pattern), step.figures) for step in found]
    return Drawn(chart([(label, figures.player) for label, figures in rows]), rows)


def _asked(request: HttpRequest) -> tuple[Span, Any, Any]:
    """The span, the counts that the reader may see within it, and today."""
    if not may_see(request.user):
        raise PermissionDenied
    span, today = span_named(request.GET.get("span", "")), day_of(timezone.now())
    return span, counts_for(request.user, span, today), today


def _context(request: HttpRequest, counts: Any, span: Span, today: Any) -> dict[str, Any]:
    return {"span": span, "spans": SPANS, "total": total_of(counts), "drawn": drawn(steps(counts, span, today), span)}


@require_safe
def plays(request: HttpRequest) -> HttpResponse:
    """All recordings and programmes that were heard. `?export=csv` and `&by=programme` give them as a file."""
    span, counts, today = _asked(request)
    programmes = by_programme(counts, programmes_for(request.user))
    samples = by_sample(counts)
    if request.GET.get("export") == "csv":
        by = request.GET.get("by")
        return _programmes_csv(programmes, span) if by == "programme" else _samples_csv(samples, span)
    shown = {"programmes": programmes, "samples": Paginator(samples, PER_PAGE).get_page(request.GET.get("p"))}
    return render(request, "music/admin/plays.html", shown | _context(request, counts, span, today))


@require_safe
def plays_of_sample(request: HttpRequest, pk: int) -> HttpResponse:
    """How often one recording was heard."""
    span, counts, today = _asked(request)
    sample = get_object_or_404(AudioSample.objects.for_user(request.user), pk=pk)
    return _one(request, sample.title, counts.filter(sample=sample), span, today)


@require_safe
def plays_of_programme(request: HttpRequest, key: UUID) -> HttpResponse:
    """How often the recordings of a programme were heard in it, in all its languages."""
    span, counts, today = _asked(request)
    page = programmes_for(request.user).get(key.hex)
    if page is None:
        raise Http404
    # Only the player knows from where it is played.
    return _one(request, page.title, counts.filter(programme=key.hex, way=Way.PLAYER), span, today, player_only=True)


def _one(
    request: HttpRequest, title: str, counts: Any, span: Span, today: Any, *, player_only: bool = False
) -> HttpResponse:
    if request.GET.get("export") == "csv":
        found = [(step.day.isoformat(), *astuple(step.figures)) for step in steps(counts, span, today)]
        return csv_file(f"plays-{span.name}.csv", [(_("Time"), *_headings()), *found])
    shown = {"title": title, "samples": by_sample(counts), "player_only": player_only}
    return render(request, "music/admin/plays_of_one.html", shown | _context(request, counts, span, today))


def _headings() -> tuple[str, ...]:
    return tuple(str(way.label) for way in (Way.PLAYER, Way.STREAM, Way.DOWNLOAD))


def _samples_csv(rows: list[Row], span: Span) -> HttpResponse:
    found = [(row.title, row.artist, *astuple(row.figures)) for row in rows]
    return csv_file(f"plays-recordings-{span.name}.csv", [(_("Title"), _("Artist"), *_headings()), *found])


def _programmes_csv(rows: list[Row], span: Span) -> HttpResponse:
    found = [(row.title, row.figures.player) for row in rows]
    return csv_file(f"plays-programmes-{span.name}.csv", [(_("Title"), _headings()[0]), *found])


def recent(sample: AudioSample, user: Any) -> Figures:
    """How often a recording was heard in the last 30 days, for its own page in the library."""
    return total_of(counts_for(user, RECENT, day_of(timezone.now())).filter(sample=sample))
