"""The letters that went out, for visitors: a list, and each as it was sent but for what was one reader's own."""

from __future__ import annotations

from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.missions import current_site
from core.pagination import paginate
from core.safe_methods import require_safe
from core.sharing import shared
from newsletter.mime import MARK
from newsletter.models import Issue, IssueText

PER_PAGE = 20
# A letter brings its styles in its head, and nothing else.
LETTER_STYLES = {"style-src": [UNSAFE_INLINE]}


def archived(request: HttpRequest) -> Any:
    """The letters of the host's mission that visitors may read again."""
    own: Any = Issue.objects.for_site(current_site(request))
    return own.archived()


@require_safe
@shared("page")
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the mission, the newest first."""
    issues = archived(request)
    pages = paginate(request, issues, PER_PAGE)
    return render(request, "newsletter/archive.html", {"issues": list(pages), "pages": pages})


@require_safe
@shared()
@csp_update(LETTER_STYLES)  # type: ignore[arg-type]  # django-csp's types know no view with arguments
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter in the language of the page, else in the one that most readers got it in."""
    issue = archived(request).filter(public_id=public_id).first()
    text = text_for_all(issue, get_language() or "") if issue else None
    if issue is None or text is None:
        raise Http404(_("There is no such letter."))
    response = HttpResponse(_without_reader(text.html))
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = text.language
    return response


def text_for_all(issue: Issue, language: str) -> IssueText | None:
    """The fullest text of an issue in the language, else in its fallback, else in any."""
    texts = sorted(issue.texts.all(), key=lambda text: (-len(text.variant), text.variant))
    order = {language: 0, issue.fallback: 1}
    return min(texts, key=lambda text: order.get(text.language, 2), default=None)


def _without_reader(html: str) -> str:
    """Where a reader's own page was led to, the page to join is."""
    return html.replace(reverse("newsletter:manage", args=[MARK]), reverse("newsletter:subscribe"))
