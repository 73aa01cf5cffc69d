"""What the pages of the calendar show beside its months: the lists, and one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Min, prefetch_related_objects
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.blocks import headings_of
from core.freshness import changes_at, mission_time
from core.missions import current_site, mission_of
from core.pagination import paginate
from core.pictures import EVENT, bring_page_pictures, page_figure
from core.social import share_picture
from core.words import Wording
from events import dates
from events.cards import EventCard, event_card
from events.links import calendar_links, event_links
from events.models.occurrences import EventDate
from events.models.taxonomy import EventCategory, EventSeries, Sorted
from events.month_pages import month_choices, month_context
from events.querysets import DateQuerySet
from events.reply_offer import offer_at
from events.states import State
from events.structured import event_thing

if TYPE_CHECKING:
    from events.models import EventPage, EventsPage

PER_PAGE = 20
COMING_LIMIT = 100  # coming dates in the list of a category or series; the months hold all
COMING_DATES = 12  # so many further dates an event's page lists before it folds the others
FOLDED = 60
KINDS: dict[str, type[Sorted]] = {"series": EventSeries, "category": EventCategory}


def index_context(request: HttpRequest, page: EventsPage, now: datetime) -> dict[str, Any]:
    """The calendar as it opens: the current month on the mission's clock."""
    here = mission_time(request, now)
    return {**month_context(request, page, here.year, here.month, now), **page_links(request)}


def page_links(request: HttpRequest) -> dict[str, Any]:
    """``keep`` (the calendar's own addresses), ``past_url``, ``search_url``, ``sorts`` (the lists), ``months``."""
    return {
        "keep": calendar_links(request, reverse("events:calendar")),
        "past_url": reverse("events:past"),
        "upcoming_url": reverse("events:upcoming"),
        "search_url": reverse("search:search"),
        "sorts": lists_of(request),
        **month_choices(),
    }


def lists_of(request: HttpRequest) -> list[tuple[Wording, str]]:
    """Name and address of each series, then of each category, of the mission. Two queries, and two for their words."""
    site, main = current_site(request), mission_of(request).main_language
    things = [thing for kind in KINDS.values() for thing in kind.objects.for_site(site).with_words()]
    return [(thing.word("name", main=main), thing.url) for thing in things]


def upcoming_context(request: HttpRequest, page: EventsPage, now: datetime) -> dict[str, Any]:
    """A list of what has not ended, soonest first."""
    words = {"title": _("All coming events"), "nothing": _("No event is ahead."), "upcoming_url": ""}
    return {**_listed(request, page, page.dates().upcoming(now), now), **words}


def past_context(request: HttpRequest, page: EventsPage, now: datetime) -> dict[str, Any]:
    """A list of what is over, the latest first."""
    words = {"title": _("Past events"), "nothing": _("No event is over yet."), "past_url": ""}
    return {**_listed(request, page, page.dates().past(now), now), **words}


def _listed(request: HttpRequest, page: EventsPage, every: DateQuerySet, now: datetime) -> dict[str, Any]:
    """``cards`` and ``pages`` (of the paginator). What ends next moves from one list to the other."""
    pages = paginate(request, every.for_cards(), PER_PAGE)
    changes_at(request, page.dates().upcoming(now).order_by().aggregate(next=Min("ends_at"))["next"])
    return {"cards": [event_card(one, request, now) for one in pages], "pages": pages, **page_links(request)}


def sorted_context(request: HttpRequest, page: EventsPage, kind: str, slug: str, now: datetime) -> dict[str, Any]:
    """The list of a category or series: ``title``, ``introduction``, ``coming`` cards, and ``cards`` of what is over.

    Http404 where the mission has no such one.
    """
    thing = sorting(request, kind, slug)
    main = mission_of(request).main_language
    own: DateQuerySet = page.dates().filter(**{f"event__{kind}": thing})
    coming = [event_card(one, request, now) for one in own.upcoming(now).for_cards()[:COMING_LIMIT]]
    pages = paginate(request, own.past(now).for_cards(), PER_PAGE)
    return {
        "title": thing.word("name", main=main),
        "introduction": thing.word("introduction", main=main) if kind == "series" else Wording("", ""),
        "coming": coming if pages.number == 1 else [],
        "cards": [event_card(one, request, now) for one in pages],
        "pages": pages,
        "keep": calendar_links(request, reverse(f"events:{kind}_calendar", args=[slug])),
    }


def sorting(request: HttpRequest, kind: str, slug: str) -> Any:
    """The category or series of the request's mission with that slug, with its words; Http404 where there is none."""
    thing = KINDS[kind].objects.for_site(current_site(request)).with_words().filter(slug=slug).first()
    if thing is None:
        raise Http404(_("There is no such list of events."))
    return thing


def dates_of(event: EventPage) -> list[EventDate]:
    """All dates of an event as they follow from the page in memory, an editor's preview too. Costs no query."""
    return [EventDate.of(event, one) for one in event.all_dates()]


def chosen_date(request: HttpRequest, every: list[EventDate], now: datetime) -> EventDate:
    """The date that ``?date=`` asks for, else the next that takes place, else the latest; Http404 for none of them."""
    asked = request.GET.get("date", "")
    if asked:
        found = next((one for one in every if one.original.isoformat() == asked), None)
        if found is None:
            raise Http404(_("The event does not take place on that day."))
        return found
    ahead = [one for one in every if not one.is_over(now)]
    return next((one for one in ahead if not one.is_cancelled), ahead[0] if ahead else every[-1])


def event_context(event: EventPage, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """``card`` of the shown date, ``state``, ``offer`` to reply, ``further`` dates, ``links``, and all else."""
    if event.contact:
        prefetch_related_objects([event.contact], "words")
    bring_page_pictures(event.picture, event.description)
    every = dates_of(event)
    shown = chosen_date(request, every, now)
    card, picture = event_card(shown, request, now), share_picture(event)
    return {
        "card": card,
        "state": state_banner(event),
        "further": further_dates(every, shown, request, now),
        "sorts": sorts_of(event, request),
        "figure": page_figure(event, EVENT, eager=True),
        "share": picture,
        "structured": [event_thing(event, card, picture.url if picture else "", request)],
        "links": event_links(event, shown, request),
        "offer": offer_at(event, shown.original, request, now),
        "contents": headings_of(event.description),
        "other_titles": _other_titles(event, request),
    }


def _other_titles(event: EventPage, request: HttpRequest) -> list[Wording]:
    others = event.published_translations(request).exclude(locale=event.locale_id).select_related("locale")
    titles = [Wording(other.title, other.locale.language_code) for other in others.order_by("locale_id")]
    return [title for title in titles if title.text != event.title]


def state_banner(event: EventPage) -> dict[str, str] | None:
    """``word``, ``day`` and ``reason`` of what became of the event; None where it is as planned."""
    if event.state == State.SCHEDULED:
        return None
    day = dates.day_date(event.state_date) if event.state_date else ""
    return {"kind": event.state, "word": str(State(event.state).label), "day": day, "reason": event.state_reason}


@dataclass(frozen=True)
class Further:
    """The other dates of an event: ``coming``, ``later`` (folded), ``past`` (folded, the latest first).

    ``unlisted`` counts those that are in none of the three.
    """

    coming: list[EventCard]
    later: list[EventCard]
    past: list[EventCard]
    unlisted: int


def further_dates(every: list[EventDate], shown: EventDate, request: HttpRequest, now: datetime) -> Further:
    """The other dates of an event, at most so many that the page stays small."""
    others = [one for one in every if one.original != shown.original]
    ahead = [one for one in others if not one.is_over(now)]
    over = [one for one in reversed(others) if one.is_over(now)]
    coming = [event_card(one, request, now) for one in ahead[:FOLDED]]
    past = [event_card(one, request, now) for one in over[:FOLDED]]
    unlisted = len(others) - len(coming) - len(past)
    return Further(coming[:COMING_DATES], coming[COMING_DATES:], past, unlisted)


def sorts_of(event: EventPage, request: HttpRequest) -> list[tuple[Wording, str]]:
    """Name and address of the category and series of an event."""
    things = [thing for thing in (event.series, event.category) if thing]
    for thing in things:
        prefetch_related_objects([thing], "words")
    main = mission_of(request).main_language
    return [(thing.word("name", main=main), thing.url) for thing in things]
