"""The letters that went out, for visitors: a list, and each as it was sent but for what was one reader's own."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

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
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def archived(request: HttpRequest) -> Any:
    """The mission's letters that visitors may read."""
    return Issue.objects.archived().that_can_be_read().filter(site=current_site(request))


@require_safe
@shared("page")
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the mission, the newest first."""
    issues = archived(request)
    pages = paginate(request, issues, PER_PAGE)
    named = named_in(get_language() or "", list(pages))
    return render(request, "newsletter/archive.html", {"letters": named, "pages": pages})


@require_safe
@shared()
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter in the language of the page, else in the one that most readers got it in."""
    issue = archived(request).filter(public_id=public_id).first()
    text = text_for_all(issue, issue.texts.all(), get_language() or "") if issue else None
    if issue is None or text is None:
        raise Http404(_("There is no such letter."))
    response = HttpResponse(_without_reader(text.html))
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = text.language
    # The letter brings its styles in its head; no other ones are let in.
    response._csp_update = {"style-src": styles_of(text.html)}  # type: ignore[attr-defined]  # django-csp's name
    return response


def styles_of(html: str) -> list[str]:
    """The sources of a policy by which a browser knows the styles in the head (CSP Level 2, hash-source)."""
    digests = (hashlib.sha256(style.encode()).digest() for style in STYLE.findall(html))
    return [f"'sha256-{b64encode(digest).decode()}'" for digest in digests]


@dataclass(frozen=True)
class Named:
    """A letter as the list shows it; ``language`` is that of its name where it is not the page's, else ""."""

    issue: Issue
    name: str
    language: str


def named_in(language: str, issues: list[Issue]) -> list[Named]:
    """The letters by their subjects, one query however many; their texts are left behind."""
    texts: dict[int, list[IssueText]] = defaultdict(list)
    for text in IssueText.objects.filter(issue__in=issues).defer("text", "html"):
        texts[text.issue_id].append(text)
    return [_named(issue, text_for_all(issue, texts[issue.pk], language), language) for issue in issues]


def _named(issue: Issue, text: IssueText | None, language: str) -> Named:
    if text is None:
        return Named(issue, issue.title, "")
    return Named(issue, text.subject, "" if text.language == language else text.language)


def text_for_all(issue: Issue, texts: Iterable[IssueText], language: str) -> IssueText | None:
    """The fullest text of an issue in the language, else in its fallback, else in any."""
    texts = sorted(texts, key=lambda text: (-len(text.variant), text.variant))
    order = {language: 0, issue.fallback: 1}
    return min(texts, key=lambda text: order.get(text.language, 2), default=None)


def _without_reader(html: str) -> str:
    """Where a reader's own page was led to, the page to join is."""
    return html.replace(reverse("newsletter:manage", args=[MARK]), reverse("newsletter:subscribe"))
