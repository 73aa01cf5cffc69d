"""The addresses at which browsers look for a site's icons: the web app manifest, and the name that all of them know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from core.colours import to_hex
from core.icons import LARGE, MASKABLE, MIDDLE, SMALL, icon_url
from core.languages import home_path
from core.missions import mission_of
from core.safe_methods import require_safe
from core.skeleton import home_root
from core.theme import palettes

DAY, HOUR = 24 * 3600, 3600


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Leads to the mission's small icon; the name of that one changes with the picture."""
    response = HttpResponseRedirect(icon_url(mission_of(request), SMALL))
    patch_cache_control(response, public=True, max_age=DAY)
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C) in the active language; a 404 where the mission has no home page in it."""
    if home_root(request) is None:
        raise Http404(_("This page does not exist in this language."))
    mission, code = mission_of(request), get_language() or ""
    light, home = palettes(mission.accent)[0], home_path(code)
    icons = [
        {
            "src": icon_url(mission, shape),
            "sizes": f"{shape.side}x{shape.side}",
            "type": "image/png",
            "purpose": purpose,
        }
        for shape, purpose in ((MIDDLE, "any"), (LARGE, "any"), (MASKABLE, "maskable"))
    ]
    about = {
        "id": home,
        "name": mission.mission_name.text,
        "short_name": mission.country_name.text or mission.mission_name.text,
        "lang": code,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": home,
        "scope": home,
        "display": "minimal-ui",
        "theme_color": to_hex(light["hoist"]),
        "background_color": to_hex(light["paper"]),
        "icons": icons,
    }
    response = JsonResponse(about, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, public=True, max_age=HOUR)
    return response
