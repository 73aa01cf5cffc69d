"""What every request passes: its language by address, static files, the content security policy, the login throttle.

No content and no permission is decided here.
"""

from collections.abc import Callable
from typing import Any

from axes.middleware import AxesMiddleware
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from core.nonces import nonce_of_session, remember


class AddressLocaleMiddleware:
    """The address alone decides the language.

    Unlike Django's own, it never looks at cookies or Accept-Language, so that an address without prefix is never
    redirected and one cached copy of a page serves everybody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or language)
        return response


class PlainAddressMiddleware:
    """An address with a NUL names nothing. PostgreSQL does not even take the question, so it is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            request.is_nowhere = True  # type: ignore[attr-defined]  # in no language
            return render(request, "404.html", {"translations": []}, status=404)
        return self.get_response(request)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy on the site; in the admin one that knows the inline scripts of Wagtail by their nonce."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        remember(request if is_admin(request) else None)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and is_admin(request):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

    def _make_nonce(self, request: HttpRequest) -> str:
        if not hasattr(request, "_csp_nonce"):
            request._csp_nonce = nonce_of_session(request)  # type: ignore[attr-defined]  # where django-csp keeps it
        return super()._make_nonce(request)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise's own, with small answers in one piece: an ASGI server would gather a stream of them anyway."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        return HttpResponse(body, status=int(found.status), headers=dict(found.headers))


class LoginThrottleMiddleware(AxesMiddleware):
    """Axes' own, kept out of the event loop.

    It is the innermost: as it is synchronous, Django runs the whole chain in one thread instead of changing threads
    twice for each of the others.
    """

    async_capable = False


def is_admin(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("wagtailadmin_home"))
