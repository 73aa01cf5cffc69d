"""Links and forms of the list that lead nowhere: a sentence for each, and the way on."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.signing import BadLink, CutLink
from newsletter.tokens import Erased, Expired

View = Callable[[HttpRequest, str], HttpResponse]


def problem_page(request: HttpRequest, problem: str, status: int) -> HttpResponse:
    """``problem`` is expired, erased, cut, unknown or elsewhere."""
    return render(request, "newsletter/problem.html", {"problem": problem}, status=status)


def by_link(view: View) -> View:
    """A view that is opened by a token; what is wrong with that is said here."""

    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return view(request, token)
        except Expired:
            return problem_page(request, "expired", 410)
        except Erased:
            return problem_page(request, "erased", 410)
        except CutLink:
            return problem_page(request, "cut", 404)
        except BadLink:
            return problem_page(request, "unknown", 404)

    return opened
