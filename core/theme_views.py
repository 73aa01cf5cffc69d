"""The style sheet of a mission's colours, under an address that changes with its bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.missions import mission_of
from core.sharing import shared
from core.theme import theme_css, theme_hash


@require_safe
@shared()
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the host's mission. An address of former colours, as kept pages have it, leads to today's."""
    accent = mission_of(request).accent
    current = theme_hash(accent)
    if digest != current:
        return HttpResponseRedirect(reverse("theme", args=[current]))
    response = HttpResponse(theme_css(accent), content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response
