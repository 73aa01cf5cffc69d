"""The admin's pages of an import: files are sent, what would become of them is shown, then they are imported."""

from __future__ import annotations

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

from legacy.forms import ImportForm
from legacy.jobs import indexes_for
from legacy.models import OldSiteImport
from legacy.old_pages import SourceRefused
from legacy.reports import WRITTEN, Report
from legacy.sending import keep
from legacy.tasks import carry_out, import_old_site
from news.models import NewsIndexPage

Step = OldSiteImport.Step
# An import that is not done by then has lost its worker, and may be asked for again.
LOST = timedelta(hours=1)


def _indexes(request: HttpRequest) -> list[NewsIndexPage]:
    """Raises PermissionDenied where there is none for the user."""
    found = indexes_for(request.user)
    if not found:
        raise PermissionDenied
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Takes files, and leads on to what would become of them."""
    sent = request.method == "POST"
    posted = (request.POST, request.FILES) if sent else (None, None)
    form = ImportForm(*posted, indexes=_indexes(request))
    if sent and form.is_valid():
        try:
            row = keep(request.user, form.cleaned_data, get_language() or settings.LANGUAGE_CODE)
            return redirect("legacy_admin:import", row.pk)
        except SourceRefused as refused:
            form.add_error("uploads", str(refused))
    return render(request, "legacy/admin/import.html", {"form": form}, status=422 if sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What would become of files that were sent, or what became of them; a post imports them."""
    found = OldSiteImport.objects.filter(pk=pk, user=request.user, index__in=_indexes(request))
    row = found.select_related("index").first()
    if row is None:
        raise Http404
    report = Report.from_json(row.report)
    if request.method == "POST":
        _ask(row, report)
        return redirect("legacy_admin:import", pk)
    context: dict[str, Any] = {
        "row": row,
        "report": report,
        "is_waiting": row.step == Step.WAITING,
        "may_import": _may_be_asked().filter(pk=pk).exists() and report.has_changes(),
    }
    return render(request, "legacy/admin/import_report.html", context)


def _may_be_asked() -> Any:
    """Files that were not imported yet, and those whose worker was lost; what it did is not done twice."""
    is_lost = Q(step=Step.WAITING, asked_at__lt=timezone.now() - LOST)
    return OldSiteImport.objects.filter(Q(step=Step.READ) | is_lost)


def _ask(row: OldSiteImport, report: Report) -> None:
    """Imports a few pages at once, many in the background; of two posts the first counts."""
    if not _may_be_asked().filter(pk=row.pk).update(step=Step.WAITING, asked_at=timezone.now()):
        return
    if sum(report.counts[end] for end in WRITTEN) <= settings.LEGACY_IMPORT_AT_ONCE:
        carry_out(row.pk)
    else:
        import_old_site.enqueue(row.pk)
