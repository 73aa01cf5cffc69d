"""Which answers one visitor may share with all others. A view or page says so; what the answer carries may deny it.

What is shared is kept outside of Django by ``core.page_cache``; without that layer nothing here has an effect.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from core.freshness import next_change

# Where the layer outside looks for what was decided.
SCOPE_KEY = "embassy.sharing"
STATUSES = frozenset({200, 301, 404, 410})
# What is missing now may come without anybody changing a row, as a file does; nobody waits long for it.
MISSING_SECONDS = 10
# The parameter that every page knows (core.low_data).
LOW_DATA = "data"
UNSHARED = ("private", "no-store", "no-cache")


class Verdict:
    """Until when (seconds since 1970) an answer may be shared; None while nobody allowed it."""

    until: float | None = None


def share(request: HttpRequest, *query: str) -> None:
    """Offers the answer to everybody. It depends on nothing but the address and the parameters named in ``query``."""
    request._shared_query = frozenset((*query, LOW_DATA))  # type: ignore[attr-defined]  # lives as long as the request


def shared(*query: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The same for a view."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def sharing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            share(request, *query)
            return view(request, *args, **kwargs)

        return sharing

    return decorate


def personal_cookies() -> frozenset[str]:
    """Names of cookies whose bearer gets answers of an own: who is logged in, and who is to be told something."""
    return frozenset({settings.SESSION_COOKIE_NAME, "messages"})


class SharingMiddleware:
    """The outermost: sees the answer as the visitor would get it and tells the layer outside for how long it holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_personal(request, response) and not response.has_header("Cache-Control"):
            # A server in front that keeps what has no rule must not keep this.
            response.headers["Cache-Control"] = "private"
        verdict = getattr(request, "scope", {}).get(SCOPE_KEY)
        if verdict is not None and is_offered(request) and is_impersonal(request, response):
            verdict.until = _until(request, response)
        return response


def is_offered(request: HttpRequest) -> bool:
    """Whether the view offered its answer, and was asked with parameters that it knows."""
    known: frozenset[str] | None = getattr(request, "_shared_query", None)
    return known is not None and request.method == "GET" and known.issuperset(request.GET)


def is_personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer was made for somebody who is known, or makes somebody known."""
    is_known = not personal_cookies().isdisjoint(request.COOKIES)
    return is_known or bool(response.cookies) or "cookie" in _words(response, "Vary")


def is_impersonal(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the answer carries nothing of one visitor and may be kept as a whole."""
    if response.status_code not in STATUSES or response.streaming or is_personal(request, response):
        return False
    if getattr(request, "is_preview", False):
        return False
    # A nonce, or a token of a form; who has the token's cookie already is not sent it again.
    if hasattr(request, "_csp_nonce") or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        return False
    if isinstance(response, HttpResponse) and b"csrfmiddlewaretoken" in response.content:
        return False
    if _words(response, "Vary") - {"accept-encoding"} or response.has_header("Content-Encoding"):
        return False
    return not any(word.startswith(UNSHARED) for word in _words(response, "Cache-Control"))


def _words(response: HttpResponseBase, header: str) -> set[str]:
    return {word.strip().lower() for word in response.get(header, "").split(",") if word.strip()}


def _until(request: HttpRequest, response: HttpResponseBase) -> float:
    longest = MISSING_SECONDS if response.status_code == 404 else settings.PAGE_CACHE_SECONDS
    until = timezone.now().timestamp() + longest
    change = next_change(request)
    return until if change is None else min(until, change.timestamp())
