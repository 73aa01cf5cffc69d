"""The nonce by which browsers know the admin's own inline scripts.

It stands in Wagtail's templates and widgets, never in what an editor wrote, and never on the public site.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

_request: ContextVar[HttpRequest | None] = ContextVar("request_with_nonce", default=None)


def remember(request: HttpRequest | None) -> None:
    """Names the request whose answer is being made; None where inline scripts have no place."""
    _request.set(request)


def nonce_of_session(request: HttpRequest) -> str | None:
    """One nonce for a login, not a page: a form that arrives later in a dialog runs in the page that asked for it."""
    session = getattr(request, "session", None)
    key = session.session_key if session is not None else None
    return salted_hmac("core.nonces", key, algorithm="sha256").hexdigest() if key else None


def script_nonce() -> SafeString:
    """The attribute for an inline script in the answer that is being made; empty outside the admin."""
    request = _request.get()
    if request is None:
        return mark_safe("")
    return format_html(' nonce="{}"', str(request.csp_nonce))  # type: ignore[attr-defined]  # set by django-csp


def mark_choosers() -> None:
    """Wagtail writes the choosers' scripts in Python, out of the template loader's reach: their output is marked."""
    BaseChooser.render = _marked(BaseChooser.render)


def _marked(render: Callable[..., str]) -> Callable[..., SafeString]:
    def render_with_nonce(self: Any, *args: Any, **kwargs: Any) -> SafeString:
        # All before the first script is escaped HTML, so the first one is Wagtail's.
        html = render(self, *args, **kwargs).replace("<script>", f"<script{script_nonce()}>", 1)
        return mark_safe(html)  # noqa: S308  # the widget's own output

    return render_with_nonce
