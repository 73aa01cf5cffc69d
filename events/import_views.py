"""The admin's pages of an import: a file is sent and read, what would become of it is shown, then it is imported."""

from __future__ import annotations

import gzip
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from events.ics_lines import FileRefused
from events.import_forms import ImportForm
from events.import_jobs import calendars_for, job_for, read_for
from events.import_reports import Report, Result
from events.imports import run
from events.models import CalendarImport, EventsPage
from events.tasks import carry_out, import_calendar

Step = CalendarImport.Step
# An import that is not done by then has lost its worker, and may be asked for again.
LOST = timedelta(minutes=15)


def _calendars(request: HttpRequest) -> list[EventsPage]:
    """Raises PermissionDenied where there is none for the user."""
    found = calendars_for(request.user)
    if not found:
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Takes a file, and leads on to what would become of it."""
    sent = request.method == "POST"
    posted = (request.POST, request.FILES) if sent else (None, None)
    form = ImportForm(*posted, calendars=_calendars(request), user=request.user)
    if sent and form.is_valid():
        try:
            return redirect("events_admin:import", _keep(request, form.cleaned_data).pk)
        except FileRefused as refused:
            form.add_error("file", str(refused))
    return render(request, "events/admin/import.html", {"form": form}, status=422 if sent else 200)


def _keep(request: HttpRequest, data: dict[str, Any]) -> CalendarImport:
    """Reads the file for a trial, and keeps it. Raises FileRefused."""
    user: Any = request.user
    content = data["file"].read()
    wishes = {"user": user, "publish": data["publish"], "overwrite": data["overwrite"]}
    job = job_for(data["calendar"], timezone.now(), **wishes)
    report = run(job, read_for(job, content, data["last_day"]), data["file"].name, is_trial=True)
    return CalendarImport.objects.create(
        calendar=data["calendar"],
        name=data["file"].name,
        content=gzip.compress(content, compresslevel=6),
        last_day=data["last_day"],
        language=get_language() or settings.LANGUAGE_CODE,
        report=report.to_json(),
        **wishes,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of a file that was sent, or what became of it; a post imports it."""
    found = CalendarImport.objects.filter(pk=pk, user=request.user, calendar__in=_calendars(request)).defer("content")
    row = found.select_related("calendar").first()
    if row is None:
        raise Http404
    report = Report.from_json(row.report)
    if request.method == "POST":
        _ask(row, report)
        return redirect("events_admin:import", pk)
    context = {
        "row": row,
        "report": report,
        "is_waiting": row.step == Step.WAITING,
        "may_import": _may_be_asked().filter(pk=pk).exists() and report.has_changes(),
    }
    return render(request, "events/admin/import_report.html", context)


def _may_be_asked() -> Any:
    """Files that were not imported yet, and those whose worker was lost; what it did is not done twice."""
    is_lost = Q(step=Step.WAITING, asked_at__lt=timezone.now() - LOST)
    return CalendarImport.objects.filter(Q(step=Step.READ) | is_lost)


def _ask(row: CalendarImport, report: Report) -> None:
    """Imports a few events at once, many in the background; of two posts the first counts."""
    if not _may_be_asked().filter(pk=row.pk).update(step=Step.WAITING, asked_at=timezone.now()):
        return
    if report.counts[Result.NEW] + report.counts[Result.UPDATED] <= settings.EVENT_IMPORT_AT_ONCE:
        carry_out(row.pk)
    else:
        import_calendar.enqueue(row.pk)
