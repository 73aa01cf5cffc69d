"""What the pages of the calendar show: a month as table and agenda, what comes next, what is over, one event."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Min, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.blocks import headings_of
from core.freshness import changes_at, mission_time
from core.missions import mission_of
from core.pagination import paginate
from core.pictures import EVENT, bring_page_pictures, page_figure
from core.social import share_picture
from core.words import Wording
from events import dates, months
from events.cards import EventCard, event_card, zone_place
from events.months import Day, Span
from events.reply_offer import offer_of
from events.structured import event_thing

if TYPE_CHECKING:
    from events.models import EventPage, EventsPage

UPCOMING = 6  # events that the list of coming ones shows
PAST_PER_PAGE = 20


@dataclass(frozen=True)
class MonthLink:
    """A link to a month. ``follow`` is False where no event lies that far, so that crawlers do not walk on for ever."""

    title: str
    name: str
    year: int
    url: str
    follow: bool = True


@dataclass(frozen=True)
class Steps:
    """Where to go from a month; None where the calendar ends."""

    previous: MonthLink | None
    today: MonthLink
    following: MonthLink | None


@dataclass(frozen=True)
class Cell:
    """A day of the table: the grid's day, its full date in words, and where its events are listed."""

    day: Day[EventCard]
    label: str
    url: str
    more_url: str

    @property
    def classes(self) -> str:
        """Class names of the cell."""
        facts = {
            "is-outside": not self.day.in_month,
            "has-event": bool(self.day.items),
            "is-today": self.day.is_today,
        }
        return " ".join(name for name, holds in facts.items() if holds)

    @property
    def titles(self) -> str:
        return ", ".join(card.title for card in self.day.items)


@dataclass(frozen=True)
class AgendaPart:
    """One list of the agenda: "Coming", "Earlier this month", or all of another month."""

    title: str
    cards: tuple[EventCard, ...]


@dataclass(frozen=True)
class Month:
    """A month for both tables and the agenda. ``next_month`` is told when this one is empty: the next with events."""

    title: str
    url: str
    is_current: bool
    weekdays: tuple[dates.Weekday, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    agenda: tuple[AgendaPart, ...]
    steps: Steps
    zone_place: Wording
    is_empty: bool
    next_month: MonthLink | None


def month_url(year: int, month: int) -> str:
    return reverse("events:month", args=[f"{year:04d}", f"{month:02d}"])


def month_context(
    request: HttpRequest, page: EventsPage, year: int, month: int, now: datetime, *, reach: bool = True
) -> dict[str, Any]:
    """``month`` (a Month) and ``upcoming`` (cards of what has not ended, soonest first) for ``page`` at ``now``.

    Two queries, however many events there are; the month must be one that the calendar has. Without ``reach``
    one: it is not looked up how far the events reach, and crawlers are not led on to the neighbouring months.
    """
    events = page.events()
    here = mission_time(request, now)
    first, last = date(year, month, 1), months.last_day(year, month)
    shown = months.shown_days(year, month, dates.week_start())
    is_current = (year, month) == (here.year, here.month)
    following = events.upcoming(now) if is_current else events.starting_after(last)
    inside, after = events.with_next(shown[0], shown[-1], following[:UPCOMING])
    cards = [event_card(event, request, now) for event in inside]
    coming = [event_card(event, request, now) for event in after]
    own = [card for card in cards if card.first_day <= last and card.last_day >= first]
    base = (page.get_url(request) or "") if is_current else month_url(year, month)
    made = Month(
        title=dates.month_title(year, month),
        url=base,
        is_current=is_current,
        weekdays=dates.weekdays(),
        weeks=_weeks(year, month, cards, here.date(), base),
        agenda=_current_agenda(own, coming) if is_current else _agenda_of(_("Events of the month"), own),
        steps=_steps(page, request, (year, month), (here.year, here.month), events if reach else None),
        zone_place=zone_place(mission_of(request)),
        is_empty=not own,
        next_month=_month_of(coming[0]) if coming and not own else None,
    )
    return {"month": made, "upcoming": coming if is_current else []}


def _weeks(year: int, month: int, cards: list[EventCard], today: date, base: str) -> tuple[tuple[Cell, ...], ...]:
    spans = [Span(card.first_day, card.last_day, card) for card in cards]
    grid = months.month_grid(year, month, spans, today=today, week_start=dates.week_start())
    return tuple(tuple(_cell(day, base) for day in week) for week in grid.weeks)


def _cell(day: Day[EventCard], base: str) -> Cell:
    outside = not day.in_month and months.is_month(day.date.year, day.date.month)
    listed_at = month_url(day.date.year, day.date.month) if outside else base
    return Cell(
        day=day,
        label=dates.full_date(day.date),
        url=f"{listed_at}#{day.items[0].key}" if day.items else "",
        more_url=f"{listed_at}#{day.hidden[0].key}" if day.hidden else "",
    )


def _month_of(card: EventCard) -> MonthLink:
    at = card.first_day.year, card.first_day.month
    return _month_link(at)


def _month_link(at: tuple[int, int], *, follow: bool = True) -> MonthLink:
    return MonthLink(dates.month_title(*at), dates.month_name(*at), at[0], month_url(*at), follow)


def _current_agenda(own: list[EventCard], coming: list[EventCard]) -> tuple[AgendaPart, ...]:
    """What has not ended, this month and beyond; then what has ended of this month."""
    ahead = {card.key: card for card in [*(card for card in own if not card.is_over), *coming]}
    earlier = [card for card in own if card.is_over]
    return *_agenda_of(_("Coming"), ahead.values()), *_agenda_of(_("Earlier this month"), earlier)


def _agenda_of(title: str, cards: Iterable[EventCard]) -> tuple[AgendaPart, ...]:
    found = tuple(cards)
    return (AgendaPart(title, found),) if found else ()


def _steps(
    page: EventsPage, request: HttpRequest, shown: tuple[int, int], current: tuple[int, int], events: Any | None
) -> Steps:
    """The links to the neighbours and to the current month; without ``events`` only the current one is followed."""
    known = events.aggregate(first=Min("start_date"), last=Max("end_date")) if events is not None else {}
    reached = [current, *((day.year, day.month) for day in known.values() if day)]

    def link(by: int) -> MonthLink | None:
        at = months.neighbour(*shown, by)
        if at is None:
            return None
        return _month_link(at, follow=min(reached) <= at <= max(reached))

    today = MonthLink(dates.month_title(*current), _("Today"), current[0], page.get_url(request) or "")
    return Steps(link(-1), today, link(1))


def index_context(request: HttpRequest, page: EventsPage, now: datetime) -> dict[str, Any]:
    """The calendar as it opens: the current month on the mission's clock."""
    here = mission_time(request, now)
    return {**month_context(request, page, here.year, here.month, now), **calendar_links(request)}


def calendar_links(request: HttpRequest) -> dict[str, Any]:
    """``calendar_url`` (one file with everything), ``webcal_url`` (the same, to subscribe to) and ``past_url``."""
    calendar_url = reverse("events:calendar")
    return {
        "calendar_url": calendar_url,
        "webcal_url": f"webcal://{request.get_host()}{calendar_url}",
        "past_url": reverse("events:past"),
    }


def past_context(request: HttpRequest, page: EventsPage, now: datetime) -> dict[str, Any]:
    """``cards`` and ``pages`` (of the paginator) of what is over, the latest first."""
    pages = paginate(request, page.events().past(now), PAST_PER_PAGE)
    changes_at(request, page.events().upcoming(now).aggregate(next=Min("ends_at"))["next"])
    return {"cards": [event_card(event, request, now) for event in pages], "pages": pages, **calendar_links(request)}


def event_context(event: EventPage, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """``card``, ``figure``, ``ics_url``, ``contents`` of the description, other titles, ``share``, ``structured``,
    ``offer`` to reply.
    """
    if event.contact:
        prefetch_related_objects([event.contact], "words")
    bring_page_pictures(event.picture, event.description)
    others = event.published_translations(request).exclude(locale=event.locale_id).select_related("locale")
    titles = [Wording(other.title, other.locale.language_code) for other in others.order_by("locale_id")]
    card, picture = event_card(event, request, now), share_picture(event)
    return {
        "card": card,
        "figure": page_figure(event, EVENT, eager=True),
        "share": picture,
        "structured": [event_thing(event, card, picture.url if picture else "", request)],
        "ics_url": reverse("events:event", args=[event.slug]),
        "offer": offer_of(event, request, now),
        "contents": headings_of(event.description),
        "other_titles": [title for title in titles if title.text != event.title],
    }
