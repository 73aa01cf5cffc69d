"""What other sites show of a sample: a frame with its player, and the way to find that frame."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt

from core.safe_methods import require_safe
from core.sharing import shared
from music.embedding import Refusal, audible_player, oembed


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@shared()
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The player of one sample, for a frame on any site."""
    player = audible_player(request, slug, timezone.now())
    if player is None:
        # Answered here and not by Django, so that the frame may show it.
        return render(request, "music/embed.html", {"player": None}, status=404)
    return render(request, "music/embed.html", {"player": player})


@require_safe
@shared("url", "format", "maxwidth", "maxheight")
def oembed_answer(request: HttpRequest) -> HttpResponse:
    """oEmbed 1.0 for the pages of samples, in JSON."""
    try:
        response = JsonResponse(oembed(request, timezone.now()))
    except Refusal as refusal:
        response = JsonResponse({"error": str(refusal)}, status=refusal.status)
        # A question of a stranger, and no fault of the site: 501 is what oEmbed wants for a format.
        response._has_been_logged = True  # type: ignore[attr-defined]  # read by Django's log_response
    # Scripts of other sites may ask; there is nothing that a stranger may not know.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
