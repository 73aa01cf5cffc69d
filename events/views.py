"""Addresses below the calendar that are not pages: months, what is over, iCalendar files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.indexes import index_for
from core.sharing import shared
from events.context import calendar_links, month_context, month_url, past_context
from events.feeds import calendar_response, event_response
from events.models import EventsPage
from events.months import is_month


def _known(year: str, month: str) -> tuple[int, int]:
    if not is_month(int(year), int(month)):
        raise Http404(_("The calendar has no such month."))
    return int(year), int(month)


@require_safe
@shared()
def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """One month from 1900 to 2200."""
    at = _known(year, month)
    page = index_for(request, EventsPage)
    shown = month_context(request, page, *at, timezone.now())
    return render(request, "events/events_page.html", {"page": page, "self": page, **shown, **calendar_links(request)})


@require_safe
@shared()
def unpadded_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """``2023/3/`` is an honest way to write ``2023/03/`` and leads there for good; a month that is none is a 404."""
    at = _known(year, month)
    index_for(request, EventsPage)
    return HttpResponsePermanentRedirect(month_url(*at))


@require_safe
@shared("page")
def past(request: HttpRequest) -> HttpResponse:
    """What is over, the latest first."""
    page = index_for(request, EventsPage)
    context = {"page": page, "self": page, **past_context(request, page, timezone.now())}
    return render(request, "events/past.html", context)


@require_safe
@shared()
def calendar(request: HttpRequest) -> HttpResponse:
    """All published events of the calendar in one iCalendar file, to subscribe to."""
    return calendar_response(request, index_for(request, EventsPage))


@require_safe
@shared()
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event as an iCalendar file."""
    page = index_for(request, EventsPage)
    found = page.events().filter(slug=slug).first()
    if found is None:
        raise Http404(_("There is no such event."))
    return event_response(request, page, found)
