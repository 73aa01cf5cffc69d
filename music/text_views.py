"""Words and chapters of a sample as files: for feeds, for players elsewhere, for a <track>."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dispositions import content_disposition
from core.safe_methods import require_safe
from core.sharing import shared
from music.chapters import MIME_TYPE as CHAPTERS_TYPE
from music.models import AudioSample
from music.player import audible_sample
from music.texts import PLAIN_TYPE, chapters_document, chapters_url
from music.webvtt import MIME_TYPE as VTT_TYPE
from music.webvtt import write_vtt


def _sample(request: HttpRequest, slug: str) -> AudioSample:
    found = audible_sample(request, slug, timezone.now())
    if found is None:
        raise Http404(_("There is no such recording."))
    return found


def _open(response: HttpResponse) -> HttpResponse:
    """What is public may be read by pages of other hosts, as players in browsers do; nobody's cookies go with it."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@shared()
def text(request: HttpRequest, slug: str, language: str, ending: str) -> HttpResponse:
    """One text: as WebVTT (``vtt``) where it has times, as lines alone (``txt``) in any case."""
    sample = _sample(request, slug)
    found = sample.texts.filter(language=language).first()
    if found is None or (ending == "vtt" and not found.is_timed):
        raise Http404(_("There is no such text."))
    length = round(sample.duration * 1000) if sample.duration else None
    content = write_vtt(found.lines, length) if ending == "vtt" else f"{found.plain_words}\n"
    response = HttpResponse(content, content_type=f"{VTT_TYPE if ending == 'vtt' else PLAIN_TYPE}; charset=utf-8")
    response["Content-Disposition"] = content_disposition(f"{slug}.{language}.{ending}", attachment=False)
    response["Content-Language"] = found.language
    return _open(response)


@require_safe
@shared()
def chapters(request: HttpRequest, slug: str) -> HttpResponse:
    """The chapters in the JSON of Podcasting 2.0."""
    sample = _sample(request, slug)
    if chapters_url(sample) is None:
        raise Http404(_("This recording has no chapters."))
    return _open(
        JsonResponse(chapters_document(sample), content_type=CHAPTERS_TYPE, json_dumps_params={"ensure_ascii": False})
    )
