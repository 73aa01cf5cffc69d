"""The earlier texts of a bulletin, and the comparison of one with what replaced it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.indexes import index_for
from core.safe_methods import require_safe
from core.sharing import shared
from news.corrections import correction_of
from news.earlier import comparison_context, version_context
from news.models import BulletinPage, BulletinVersion, NewsIndexPage


def _found(request: HttpRequest, slug: str, number: str) -> tuple[BulletinPage, BulletinVersion]:
    """The bulletin in the active language and its earlier text; Http404 when there is no such one."""
    index = index_for(request, NewsIndexPage)
    page = index.bulletins().filter(slug=slug).select_related("locale", "picture").with_names().first()
    row = BulletinVersion.objects.of(page).filter(number=int(number)).first() if page else None
    if page is None or row is None:
        raise Http404(_("There is no such earlier text."))
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    # Another language has earlier texts of its own, or none: its bulletin is what there is for certain.
    request.is_aside = True  # type: ignore[attr-defined]  # read by core.languages
    return page, row


def _gone(request: HttpRequest, page: BulletinPage, row: BulletinVersion) -> HttpResponse:
    current_url = page.get_url(request) or ""
    context = {"page": page, "correction": correction_of(row, page, request), "current_url": current_url}
    return render(request, "news/version_withdrawn.html", context, status=410)


@require_safe
@shared()
def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """A text that was public until it was corrected; 410 with the reason when it is withdrawn."""
    page, row = _found(request, slug, number)
    if row.is_withdrawn:
        return _gone(request, page, row)
    return render(request, "news/version_page.html", version_context(page, row, request))


@require_safe
@shared()
def comparison(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """An earlier text beside the one that replaced it."""
    page, row = _found(request, slug, number)
    if row.is_withdrawn:
        return _gone(request, page, row)
    return render(request, "news/version_compare.html", comparison_context(page, row, request, timezone.now()))
