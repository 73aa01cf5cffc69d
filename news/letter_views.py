"""The PDF of a bulletin: who may have it, the file or what there is to say in its place."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from core.dispositions import content_disposition
from core.indexes import index_for
from core.missions import absolute
from core.press_library import can_press
from core.safe_methods import require_safe
from core.serving import INERT_PDF, deliver
from news.letter import letter_of
from news.letters import NoLetter, letter_file
from news.models import BulletinPage, NewsIndexPage


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A published bulletin as a letter. Permission comes first, then the reader's own copy, and only then work."""
    page = index_for(request, NewsIndexPage).bulletins().select_related("locale").filter(slug=slug).first()
    if page is None:
        raise Http404(_("There is no such bulletin."))
    request.shown_page = page  # type: ignore[attr-defined]  # read by core.languages and core.navigation
    if not can_press():
        return HttpResponseRedirect(page.get_url(request))
    sheet = letter_of(page, request)
    headers = _headers(page, request)
    known = get_conditional_response(request, f'"{sheet.mark[:32]}"', None, HttpResponse())
    if known is not None and known.status_code == 304:
        return _with(known, headers)
    if request.method == "HEAD":
        return _with(HttpResponse(), {**headers, "ETag": f'"{sheet.mark[:32]}"'})
    try:
        name = letter_file(sheet)
    except NoLetter as refusal:
        return _refused(request, page, refusal)
    file: Any = default_storage.open(name, "rb")
    return deliver(request, file, file.size, f'"{sheet.mark[:32]}"', headers)


def _headers(page: BulletinPage, request: HttpRequest) -> dict[str, str]:
    return {
        "Content-Type": "application/pdf",
        "Content-Disposition": content_disposition(f"{_file_name(page)}.pdf", attachment=False),
        "Content-Security-Policy": INERT_PDF,
        # Asked for each time, and mostly answered by a 304: what the bulletin shows may have changed.
        "Cache-Control": "public, no-cache",
        # Search engines know the page, of which this is a copy.
        "X-Robots-Tag": "noindex",
        "Link": f'<{absolute(request, page.get_url(request) or "")}>; rel="canonical"',
    }


def _file_name(page: BulletinPage) -> str:
    return f"{page.number} {page.title}" if page.number else page.title


def _with(response: HttpResponse, headers: dict[str, str]) -> HttpResponse:
    for name, value in headers.items():
        response[name] = value
    return response


def _refused(request: HttpRequest, page: BulletinPage, refusal: NoLetter) -> HttpResponse:
    """A page that says why, with the way back to the bulletin, which can be printed."""
    context = {"page": page, "is_final": refusal.is_final, "bulletin_url": page.get_url(request)}
    response = render(request, "news/no_letter.html", context, status=503)
    response["Retry-After"] = str(refusal.retry_after)
    response["Cache-Control"] = "no-store"
    return response
