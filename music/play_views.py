"""Where the player says that a recording was heard. The address answers alike whatever it is told."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.clients import household_of
from core.form_guard import is_from_elsewhere
from core.missions import current_site
from music.listenings import Note, asks_not_to_be_counted, is_robot
from music.models import Way
from music.tally import tally

LONGEST_BODY = 1024
LONGEST_AGENT = 300
PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


@csrf_exempt  # pages that are kept carry no token; only a page of the same origin is believed
@never_cache
@require_POST
def plays(request: HttpRequest) -> HttpResponse:
    """Takes `sample` (a public id) and `programme` (a translation key, may be empty). 204 for whatever a page of this
    site says, 403 for another's: nobody learns here what exists.
    """
    if not _is_of_own_page(request):
        return HttpResponse("Only the site's own player is heard here.\n", status=403, content_type="text/plain")
    if len(request.body) > LONGEST_BODY:
        return HttpResponse("Too much was sent.\n", status=413, content_type="text/plain")
    agent = request.headers.get("User-Agent", "")[:LONGEST_AGENT]
    public_id = request.POST.get("sample", "")
    headers = {name.lower(): value for name, value in request.headers.items()}
    if (
        PUBLIC_ID.fullmatch(public_id)
        and not asks_not_to_be_counted(headers)
        and not is_robot(agent, settings.PLAYS_ROBOTS)
    ):
        household = household_of(request.META.get("REMOTE_ADDR", ""))
        programme = request.POST.get("programme", "")[:36]
        tally.add(Note(public_id, Way.PLAYER, household, agent, programme, current_site(request).pk))
    return HttpResponse(status=204)


def _is_of_own_page(request: HttpRequest) -> bool:
    """A browser says where a post comes from; who says nothing is no player."""
    says = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    return says and not is_from_elsewhere(request)
