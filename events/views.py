"""Addresses below the calendar that are not pages: months, what is over, iCalendar files."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.indexes import index_for
from core.missions import mission_of
from core.safe_methods import require_safe
from core.sharing import shared
from events.context import page_links, past_context, sorted_context, sorting, upcoming_context
from events.feeds import Narrowed, calendar_response, event_response
from events.models import EventsPage
from events.month_pages import day_context, month_choices, month_context, month_url
from events.months import is_month
from events.times import FIRST_YEAR, LAST_YEAR


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
    return render(request, "events/events_page.html", {"page": page, "self": page, **shown, **page_links(request)})


@require_safe
@shared()
def unpadded_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """``2023/3/`` is an honest way to write ``2023/03/`` and leads there for good; a month that is none is a 404."""
    at = _known(year, month)
    index_for(request, EventsPage)
    return HttpResponsePermanentRedirect(month_url(*at))


@require_safe
@shared("page")
def day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """What takes place on one day."""
    at = _known(year, month)
    try:
        asked = date(*at, int(day))
    except ValueError:
        raise Http404(_("The calendar has no such day.")) from None
    page = index_for(request, EventsPage)
    context = {"page": page, "self": page, **day_context(request, page, asked, timezone.now()), **page_links(request)}
    return render(request, "events/list.html", context)


@require_safe
@shared("year", "month")
def jump(request: HttpRequest) -> HttpResponse:
    """Where the form over the month leads: to the month that was typed, or to a sentence that says what is wrong."""
    page = index_for(request, EventsPage)
    typed = {name: request.GET.get(name, "").strip() for name in ("year", "month")}
    if all(text.isascii() and text.isdigit() and len(text) <= 4 for text in typed.values()):
        at = int(typed["year"]), int(typed["month"])
        if is_month(*at):
            return HttpResponseRedirect(month_url(*at))
    context = {"page": page, "self": page, "typed": typed, "first_year": FIRST_YEAR, "last_year": LAST_YEAR}
    return render(request, "events/jump.html", {**context, **month_choices()}, status=400)


@require_safe
@shared("page")
def upcoming(request: HttpRequest) -> HttpResponse:
    """All that has not ended, soonest first."""
    page = index_for(request, EventsPage)
    context = {"page": page, "self": page, **upcoming_context(request, page, timezone.now())}
    return render(request, "events/list.html", context)


@require_safe
@shared("page")
def past(request: HttpRequest) -> HttpResponse:
    """What is over, the latest first."""
    page = index_for(request, EventsPage)
    context = {"page": page, "self": page, **past_context(request, page, timezone.now())}
    return render(request, "events/list.html", context)


@require_safe
@shared("page")
def narrowed(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The events of one category or series."""
    page = index_for(request, EventsPage)
    context = {"page": page, "self": page, **sorted_context(request, page, kind, slug, timezone.now())}
    return render(request, "events/narrowed.html", context)


@require_safe
@shared()
def narrowed_calendar(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """The same as an iCalendar file, to subscribe to."""
    page = index_for(request, EventsPage)
    thing = sorting(request, kind, slug)
    name = thing.word("name", main=mission_of(request).main_language).text
    return calendar_response(request, page, Narrowed(kind, thing, name))


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
