"""The style sheets of a mission for site and admin, and its ornament, under addresses that change with their bytes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_cache_control

from core.admin_theme import admin_css, admin_hash
from core.appearance import part_address, sheet_hash, style_sheet
from core.missions import mission_of
from core.ornament import compose, ornament_hash
from core.safe_methods import require_safe
from core.serving import INERT
from core.sharing import shared


@require_safe
@shared()
def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """The colours of the host's mission. An address of former colours, as kept pages have it, leads to today's."""
    mission = mission_of(request)
    accent, tile = mission.accent.lower(), mission.ornament
    current = sheet_hash(accent, tile)
    if digest != current:
        return HttpResponseRedirect(reverse("theme", args=[current]))
    return _for_ever(style_sheet(accent, tile), "text/css; charset=utf-8")


@require_safe
def admin_theme(request: HttpRequest, accent: str, digest: str) -> HttpResponse:
    """The admin in the colours of an accent. It follows from the address alone: an editor's mission need not be the
    host's, and nothing of a mission is read here.
    """
    current = admin_hash(f"#{accent}")
    if digest != current:
        return HttpResponseRedirect(reverse("admin_theme", args=[accent, current]))
    return _for_ever(admin_css(f"#{accent}"), "text/css; charset=utf-8")


@require_safe
def ornament(request: HttpRequest, digest: str, part: str) -> HttpResponse:
    """A part of the ornament of the host's mission. A former address leads to today's, or to the house's ornament."""
    tile = mission_of(request).ornament
    if not tile or digest != ornament_hash(tile):
        return HttpResponseRedirect(part_address(tile, part))
    response = _for_ever(compose(tile, part), "image/svg+xml")
    response["Content-Security-Policy"] = INERT
    return response


def _for_ever(text: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, public=True, max_age=365 * 24 * 3600, immutable=True)
    return response
