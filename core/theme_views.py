"""The style sheets of a mission's colours, for site and admin, under addresses that change with their bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from core.admin_theme import admin_css, admin_hash
from core.missions import mission_of
from core.theme import theme_css, theme_hash


@require_safe
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the host's mission. An address of former colours, as kept pages have it, leads to today's."""
    accent = mission_of(request).accent
    current = theme_hash(accent)
    if digest != current:
        return HttpResponseRedirect(reverse("theme", args=[current]))
    return _sheet(theme_css(accent))


@require_safe
def admin_theme(request: HttpRequest, accent: str, digest: str) -> HttpResponse:
    """The admin in the colours of an accent. It follows from the address alone: an editor's mission need not be the
    host's, and nothing of a mission is read here.
    """
    current = admin_hash(f"#{accent}")
    if digest != current:
        return HttpResponseRedirect(reverse("admin_theme", args=[accent, current]))
    return _sheet(admin_css(f"#{accent}"))


def _sheet(css: str) -> HttpResponse:
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response
