"""What visitors see beside pages: one sample, and a programme as a file for a player of their own."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dispositions import content_disposition
from core.indexes import index_for
from core.low_data import is_low
from core.missions import current_site, mission_of
from core.safe_methods import require_safe
from core.sharing import shared
from music.credits import credit_facts, credits_of, rights_facts
from music.embedding import frame_html, oembed_url
from music.models import AudioSample, MusicPage, ProgrammePage
from music.player import PlayerData, audible_sample, player_data, programme_players, sample_facts
from music.playlists import M3U8_TYPE, XSPF_TYPE, m3u8, xspf
from music.structured import sample_meta
from music.texts import cut, shown_chapters, text_blocks


@require_safe
@shared()
def sample(request: HttpRequest, slug: str) -> HttpResponse:
    """One sample that strangers may hear; the same 404 for one that is private, another mission's or unknown, and a 410
    for one that could be heard until its permission ended.
    """
    page = index_for(request, MusicPage)
    found, main = audible_sample(request, slug, timezone.now()), mission_of(request).main_language
    if found is None:
        if AudioSample.objects.lapsed(current_site(request), timezone.now()).filter(slug=slug).exists():
            return render(request, "music/gone.html", {"page": page}, status=410)
        raise Http404(_("There is no such recording."))
    player, blocks = player_data(found, request), text_blocks(found)
    shown = {
        "page": page,
        "player": player,
        "credits": credit_facts(credits_of(found)),
        "rights": rights_facts(found, main),
        "facts": sample_facts(found),
        "texts": cut(blocks, settings.LOW_DATA_LINES) if is_low(request) else blocks,
        "chapters": shown_chapters(found),
        "oembed_url": oembed_url(request, found),
        "frame": frame_html(request, player, slug),
    }
    return render(request, "music/sample.html", shown | sample_meta(found, player, request))


def _programme(request: HttpRequest, slug: str) -> tuple[ProgrammePage, list[PlayerData]]:
    """A programme of this mission in this language and what of it strangers may hear now."""
    index = index_for(request, MusicPage)
    page = ProgrammePage.objects.child_of(index).published().filter(slug=slug).first()
    if page is None:
        raise Http404(_("There is no such programme."))
    return page, programme_players(page, request, timezone.now())


def _file(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition(name, attachment=True)
    return response


@require_safe
@shared()
def programme_m3u8(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as M3U8."""
    page, players = _programme(request, slug)
    return _file(m3u8(page.title, players, f"{current_site(request).root_url}/"), M3U8_TYPE, f"{page.title}.m3u8")


@require_safe
@shared()
def programme_xspf(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme as XSPF."""
    page, players = _programme(request, slug)
    base = f"{current_site(request).root_url}/"
    return _file(xspf(page.title, players, base, page.get_url(request)), XSPF_TYPE, f"{page.title}.xspf")
