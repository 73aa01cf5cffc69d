"""What visitors see beside pages: one sample."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.indexes import index_for
from core.missions import current_site
from core.sharing import shared
from music.models import AudioSample, MusicPage
from music.player import begun, player_data, sample_facts
from music.structured import sample_meta


@require_safe
@shared()
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """One sample that strangers may hear; the same 404 for one that is private, another mission's or unknown."""
    page = index_for(request, MusicPage)
    now = timezone.now()
    expected = AudioSample.objects.expected(current_site(request), now).filter(slug=slug)
    audible = begun(expected.for_display().order_by("pk"), request, now)
    if not audible:
        raise Http404(_("There is no such recording."))
    found = audible[0]
    player = player_data(found, request)
    shown = {"page": page, "sample": found, "player": player, "facts": sample_facts(found)}
    return render(request, "music/sample.html", shown | sample_meta(found, player, request))
