"""The admin's pages of documents: files are sent, become drafts, and it is said what of them came over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from core.missions import site_of, sites_for
from news.documents.drafts import desk_for, make_draft
from news.documents.forms import DocumentsForm
from news.documents.reports import Report, report_of
from news.models import BulletinDocument, BulletinPage, NewsIndexPage


@dataclass(frozen=True)
class Told:
    """One file as the page shows it; ``report`` is None for one that was refused."""

    name: str
    page: BulletinPage | None
    refusal: str
    report: Report | None


def may_add(index: NewsIndexPage, user: Any) -> bool:
    """Whether the user may add bulletins to that list."""
    return BulletinPage.can_create_at(index) and bool(index.permissions_for_user(user).can_add_subpage())


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """Takes documents, makes each a draft, and leads on to what became of them."""
    index = get_object_or_404(NewsIndexPage, pk=parent_page_id)
    site = site_of(index)
    if site is None:
        raise Http404
    if not may_add(index, request.user):
        raise PermissionDenied
    sent = request.method == "POST"
    form = DocumentsForm(*((request.POST, request.FILES) if sent else (None, None)))
    if sent and form.is_valid():
        desk = desk_for(index, site, request.user, uuid4(), timezone.now())
        for file in form.cleaned_data["documents"]:
            make_draft(desk, file)
        return redirect("news_admin:documents_report", desk.batch)
    context = {"form": form, "index": index, "most": settings.BULLETIN_FILES, "size": _largest()}
    return render(request, "news/admin/documents.html", context, status=422 if sent else 200)


def _largest() -> str:
    return filesizeformat(settings.BULLETIN_FILE_SIZE)


@require_GET
def batch_report(request: HttpRequest, batch: UUID) -> HttpResponse:
    """What became of files that the user sent together."""
    rows = BulletinDocument.objects.filter(batch=batch, user=request.user, site__in=sites_for(request.user))
    found = list(rows.select_related("page").order_by("pk"))
    if not found:
        raise Http404
    parents = [row.page.get_parent().pk for row in found if row.page]
    context = {"documents": [_told(row) for row in found], "parent": parents[0] if parents else None}
    return render(request, "news/admin/documents_report.html", context)


@require_GET
def page_report(request: HttpRequest, page_id: int) -> HttpResponse:
    """What the document said that a draft was made of, for whoever may edit the draft."""
    page = get_object_or_404(BulletinPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    row = BulletinDocument.objects.filter(page=page).select_related("page").first()
    if row is None:
        raise Http404
    context = {"documents": [_told(row)], "parent": page.get_parent().pk}
    return render(request, "news/admin/documents_report.html", context)


def _told(row: BulletinDocument) -> Told:
    said = row.report
    report = report_of(said["kept"], said["dropped"], said["told"]) if said else None
    return Told(row.name, row.page, row.refusal, report)
