"""The way from host and address to a page: its upper steps, which nearly every request takes, are remembered.

What is found is what Wagtail would find; where something is not as usual, the search is left to Wagtail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.views import serve

from core.memory import is_settled
from core.sites import find_site
from core.skeleton import skeleton, whole


class RoutingMiddleware:
    """Puts the page where Wagtail keeps it for the time of a request, and asks nothing for other views."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if view is not serve or not is_settled() or find_site(request) is None:
            return
        steps = [step for step in (args[0] if args else kwargs["path"]).split("/") if step]
        start = known_page(request, steps)
        if start is None:
            return
        try:
            request._wagtail_route_for_request = start.route(request, steps[1:])
        except Http404:
            request._wagtail_route_for_request = None


def known_page(request: HttpRequest, steps: list[str]) -> Page | None:
    """The home page in the active language, or the page below it to which the first step leads; None elsewhere."""
    top = skeleton(request)
    root = top.roots.get(get_language() or "")
    path = f"{root}{steps[0]}/" if steps else root
    found = next((page for page in top.pages if page.url_path == path), None) if root else None
    # Without a live home page in a language, Wagtail looks in another's tree.
    if found is None or not any(page.url_path == root for page in top.pages):
        return None
    return whole(found)
