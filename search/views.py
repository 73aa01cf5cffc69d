"""The search page. Any question gets an answer: a list, an empty list, or a sentence on what is wrong with it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.pagination import paginate
from core.safe_methods import require_safe
from core.sharing import shared
from search.matching import ranked
from search.queries import printable, words_of
from search.results import facets_of, results_of
from search.sources import KINDS, kind_of, sources

PER_PAGE = 10


@require_safe
@shared()  # the form alone; the index follows a change a moment later, and questions have no end
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` words, ``&type=`` one kind, ``&page=`` a page of the list."""
    question, chosen = printable(request.GET.get("q", "")), request.GET.get("type", "")
    if chosen and chosen not in KINDS:
        raise Http404(_("There is nothing of this kind."))
    too_long = len(question) > settings.SEARCH_LENGTH
    words = () if too_long else words_of(question)
    context = {
        "question": question[: settings.SEARCH_LENGTH],
        "limit": settings.SEARCH_LENGTH,
        "too_long": too_long,
        "nothing_asked": not words,
        **(_found(request, question, words, chosen) if words else {}),
    }
    # The other languages are asked the same.
    request.kept_query = urlencode({"q": question}) if words else ""  # type: ignore[attr-defined]  # for the switcher
    response = render(request, "search/search.html", context, status=400 if too_long else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _found(request: HttpRequest, question: str, words: tuple[str, ...], chosen: str) -> dict[str, Any]:
    """``results``, ``pages``, ``facets`` and ``address`` of what holds the words."""
    hits = ranked(*sources(request, timezone.now()), words=words)
    shown = [hit for hit in hits if not chosen or kind_of(hit.model) == chosen]
    pages = paginate(request, shown, PER_PAGE)
    narrowing = {"type": chosen} if chosen else {}
    return {
        "results": results_of(list(pages), words, request),
        "pages": pages,
        "facets": facets_of(hits, question, chosen),
        "address": f"?{urlencode({'q': question, **narrowing})}&",
    }
