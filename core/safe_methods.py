"""Views that only answer questions: GET and HEAD. Anything else is told so (405), also without a token of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe as allow_safe


def require_safe(view: Callable[..., Any]) -> Callable[..., Any]:
    """Django's decorator of that name, asked before the token: nothing that a view with it does wants one. It stands
    outermost.
    """
    exempt: Callable[..., Any] = csrf_exempt(allow_safe(view))
    return exempt
