"""The pages that visitors see when something is refused, missing or broken. What went wrong is for the log, not
for them.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.views.decorators.csrf import requires_csrf_token
from wagtail.models import Site

from core.languages import elsewhere
from core.sharing import share


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # The host itself may be what was wrong, so nothing that asks for the mission is rendered.
    return HttpResponse(loader.get_template("400.html").render(), status=400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", _frame(), status=403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Missing here; the page offers the languages in which the same address does exist."""
    share(request)
    request.is_nowhere = True  # type: ignore[attr-defined]  # nor is there a page behind this address in other languages
    site = Site.find_for_request(request)
    context = {"translations": elsewhere(request) if site else [], **_frame()}
    return render(request, "404.html", context, status=404)


def _frame() -> dict[str, str]:
    """What the frame of a page lacks among the addresses of the admin, where these pages are shown too."""
    return {"search_url": reverse("search:search")}


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    # Without the request there are no context processors, so this page needs no database.
    return HttpResponseServerError(loader.get_template("500.html").render())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was sent too late, from elsewhere or without cookies."""
    return HttpResponse(loader.get_template("403_form.html").render(), status=403)


def too_many_logins(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer to a login that is locked for a while; ``args`` are what the throttle hands over and say too much."""
    return render(request, "core/admin/too_many_logins.html", status=429)
