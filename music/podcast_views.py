"""Podcasts and the pictures that stand for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.indexes import index_for
from core.safe_methods import require_safe
from core.sharing import shared
from music.models import MusicPage, ProgrammePage
from music.podcast_feeds import drawn_picture, podcast_of
from music.podcasts import CONTENT_TYPE, feed_bytes


def _page(request: HttpRequest, slug: str | None) -> MusicPage | ProgrammePage:
    index = index_for(request, MusicPage)
    if slug is None:
        return index
    programme: ProgrammePage | None = ProgrammePage.objects.child_of(index).published().filter(slug=slug).first()
    if programme is None:
        raise Http404(_("There is no such programme."))
    return programme


@require_safe
@shared()
def feed(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The podcast of all recordings, or of one programme."""
    podcast = podcast_of(_page(request, slug), request, timezone.now())
    return HttpResponse(feed_bytes(podcast), content_type=CONTENT_TYPE)


@require_safe
@shared()
def picture(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The drawn picture of a podcast."""
    drawn = drawn_picture(_page(request, slug), request)
    if drawn is None:
        raise Http404(_("There is no such picture."))
    return HttpResponse(drawn, content_type="image/png")
