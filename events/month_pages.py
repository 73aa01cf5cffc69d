"""What a month shows, as tables and agenda, and a single day: from the dates of a calendar, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Max, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.freshness import changes_at, mission_time
from core.marks import Mark, MarkRun, mark_runs, marks_between
from core.missions import mission_of, zone_of
from core.pagination import paginate
from core.timetables import timetable_for
from core.words import Wording
from events import dates, months
from events.cards import EventCard, date_url, event_card, state_of, zone_place
from events.models.occurrences import EventDate
from events.months import Day, Piece, Span
from events.occurrences import Kind
from events.states import is_off
from events.times import FIRST_YEAR

if TYPE_CHECKING:
    from events.models import EventsPage

UPCOMING = 6  # dates that the list of coming ones shows
AGENDA = 24  # dates that one part of the agenda shows; the days of the table lead to all
NAMED = 5  # titles that the name of a day holds
PER_DAY = 50  # dates on a page of a day


class Row(NamedTuple):
    """What the table has to know of a date before it is clear whether it is shown."""

    pk: int
    start_date: date
    end_date: date
    ends_at: datetime
    title: str


COLUMNS = ("pk", "start_date", "end_date", "ends_at", "event__title")
LABELLED = (
    *("pk", "original", "start_date", "end_date", "starts_at", "kind", "is_only"),
    *("event__title", "event__slug", "event__all_day", "event__state"),
)


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
class Label:
    """What a chip says: no more than a table of a hundred needs. ``days`` is the full date, ``time`` "" for days."""

    title: str
    url: str
    time: str
    days: str
    state: str
    is_off: bool


@dataclass(frozen=True)
class Chip:
    """What a cell shows of one date."""

    piece: Piece[Row]
    label: Label


@dataclass(frozen=True)
class Cell:
    """A day of the table: the grid's day, its full date in words, its chips, and where its events are listed.

    ``marks`` are the holidays and closed days that it is.
    """

    day: Day[Row]
    label: str
    chips: tuple[Chip | None, ...]
    url: str
    more_url: str
    marks: tuple[Mark, ...]

    @property
    def classes(self) -> str:
        """Class names of the cell."""
        facts = {
            "is-outside": not self.day.in_month,
            "has-event": bool(self.day.items),
            "is-holiday": bool(self.marks),
            "is-today": self.day.is_today,
        }
        return " ".join(name for name, holds in facts.items() if holds)

    @property
    def titles(self) -> str:
        """The events of the day in words; of many the first ones and how many more there are."""
        titles = [row.title for row in self.day.items]
        more = len(titles) - NAMED
        if more > 0:
            titles = [*titles[:NAMED], ngettext("%(number)d more", "%(number)d more", more) % {"number": more}]
        return ", ".join(titles)

    @property
    def marked(self) -> str:
        """The marks of the day in words."""
        return ", ".join(map(str, self.marks))


@dataclass(frozen=True)
class AgendaPart:
    """One list of the agenda: "Coming", "Earlier this month", or all of another month. ``hidden`` counts the rest."""

    title: str
    cards: tuple[EventCard, ...]
    hidden: int = 0


@dataclass(frozen=True)
class Month:
    """A month for both tables and the agenda. ``next_month`` is told when this one is empty: the next with events.

    ``marks`` lists its holidays and closed days.
    """

    title: str
    year: int
    month: int
    url: str
    is_current: bool
    weekdays: tuple[dates.Weekday, ...]
    weeks: tuple[tuple[Cell, ...], ...]
    agenda: tuple[AgendaPart, ...]
    steps: Steps
    zone_place: Wording
    is_empty: bool
    next_month: MonthLink | None
    marks: tuple[MarkRun, ...]


@dataclass(frozen=True)
class Found:
    """Cards by primary key of the date, and those of what follows, in their order."""

    cards: dict[int, EventCard]
    following: tuple[EventCard, ...]
    labels: dict[int, Label]


def month_url(year: int, month: int) -> str:
    return reverse("events:month", args=[f"{year:04d}", f"{month:02d}"])


def day_url(day: date) -> str:
    return reverse("events:day", args=[f"{day:%Y}".zfill(4), f"{day:%m}", f"{day:%d}"])


def month_context(
    request: HttpRequest, page: EventsPage, year: int, month: int, now: datetime, *, small: bool = False
) -> dict[str, Any]:
    """``month`` (a Month) and ``upcoming`` (cards of what has not ended, soonest first) for ``page`` at ``now``.

    Four queries, however many dates there are; the month must be one that the calendar has. ``small`` is the sheet
    of the home page, of two queries: without chips and agenda, and without leading crawlers to the neighbours.
    """
    here = mission_time(request, now)
    first, last = date(year, month, 1), months.last_day(year, month)
    shown = months.shown_days(year, month, dates.week_start())
    is_current = (year, month) == (here.year, here.month)
    marks = _marks(request, shown[0], shown[-1], here.date())
    every = page.dates()
    rows = [Row(*values) for values in every.overlapping(shown[0], shown[-1]).values_list(*COLUMNS)]
    own = [row for row in rows if row.start_date <= last and row.end_date >= first]
    spans = [Span(row.start_date, max(row.start_date, row.end_date), row) for row in rows]
    grid = months.month_grid(year, month, spans, today=here.date(), week_start=dates.week_start())
    parts = [] if small else _parts(own, now, is_current=is_current)
    listed = {row.pk for _title, part in parts for row in part[:AGENDA]}
    chips = set() if small else {piece.item.pk for week in grid.weeks for day in week for piece in day.lanes if piece}
    following = every.upcoming(now) if is_current else every.starting_after(last)
    found = _found(page, listed, chips, following[:UPCOMING], request, now)
    _ends(request, own, now)
    base = (page.get_url(request) or "") if is_current else month_url(year, month)
    made = Month(
        title=dates.month_title(year, month),
        year=year,
        month=month,
        url=base,
        is_current=is_current,
        weekdays=dates.weekdays(),
        weeks=tuple(tuple(_cell(day, base, found, listed, marks) for day in week) for week in grid.weeks),
        agenda=_agenda(parts, found, is_current=is_current),
        steps=_steps(page, request, (year, month), (here.year, here.month), None if small else every),
        zone_place=zone_place(mission_of(request)),
        is_empty=not own,
        next_month=_month_of(found.following[0]) if found.following and not own else None,
        marks=() if small else mark_runs(marks, first, last),
    )
    return {"month": made, "upcoming": list(found.following) if is_current else []}


def _marks(request: HttpRequest, first: date, last: date, today: date) -> dict[date, tuple[Mark, ...]]:
    """The holidays and closed days of the mission, by day; one query, which the hours in the header share."""
    return marks_between(timetable_for(request), first, last, mission_of(request).main_language, today)


def _ends(request: HttpRequest, rows: Iterable[Row], now: datetime) -> None:
    """The agenda moves what ends from one part to the other, shown or not."""
    changes_at(request, min((row.ends_at for row in rows if row.ends_at > now), default=None))


def _found(
    page: EventsPage, wanted: set[int], chips: set[int], following: Any, request: HttpRequest, now: datetime
) -> Found:
    """All that a month shows of its dates: three queries, or one where nothing but what follows is shown."""
    after = {row.pk: event_card(row, request, now) for row in following.for_cards()}
    # That they are published was asked for their keys; to ask it again for each takes longer than all the rest.
    others = EventDate.objects.filter(pk__in=wanted - after.keys()).for_cards() if wanted - after.keys() else ()
    cards = after | {row.pk: event_card(row, request, now) for row in others}
    return Found(cards, tuple(after.values()), _labels(page, chips, request))


def _labels(page: EventsPage, chips: set[int], request: HttpRequest) -> dict[int, Label]:
    if not chips:
        return {}
    zone, above = zone_of(mission_of(request)), page.get_url(request) or ""
    rows = EventDate.objects.filter(pk__in=chips).order_by().values_list(*LABELLED)
    return {
        pk: Label(
            title=title,
            url=date_url(f"{above}{slug}/", original, is_only=is_only),
            time="" if all_day else f"{starts_at.astimezone(zone):%H:%M}",
            days=dates.full_date(first) if first >= last else dates.span_of_days(first, last),
            state=state_of(state, kind),
            is_off=kind == Kind.CANCELLED or is_off(state),
        )
        for pk, original, first, last, starts_at, kind, is_only, title, slug, all_day, state in rows
    }


def _parts(own: list[Row], now: datetime, *, is_current: bool) -> list[tuple[str, list[Row]]]:
    """What the agenda lists: of the current month what has not ended and what has, else all."""
    if not is_current:
        return [(_("Events of the month"), own)]
    ahead, over = [row for row in own if row.ends_at > now], [row for row in own if row.ends_at <= now]
    return [(_("Coming"), ahead), (_("Earlier this month"), over)]


def _agenda(parts: list[tuple[str, list[Row]]], found: Found, *, is_current: bool) -> tuple[AgendaPart, ...]:
    made = []
    for number, (title, rows) in enumerate(parts):
        shown = {row.pk: found.cards[row.pk] for row in rows[:AGENDA]}
        if is_current and number == 0 and len(rows) <= AGENDA:
            shown |= {pk: card for pk, card in found.cards.items() if card in found.following}
        if shown:
            made.append(AgendaPart(title, tuple(shown.values()), len(rows) - min(len(rows), AGENDA)))
    return tuple(made)


def _cell(day: Day[Row], base: str, found: Found, listed: set[int], marks: dict[date, tuple[Mark, ...]]) -> Cell:
    """A day leads to its first event in the agenda below, where that is listed there, else to the page of the day."""
    first = day.items[0] if day.items else None
    place = f"{base}#{found.cards[first.pk].key}" if first is not None and first.pk in listed else day_url(day.date)
    pieces = (piece if piece and piece.item.pk in found.labels else None for piece in day.lanes)
    return Cell(
        day=day,
        label=dates.full_date(day.date),
        chips=tuple(Chip(piece, found.labels[piece.item.pk]) if piece else None for piece in pieces),
        url=place if first else "",
        more_url=day_url(day.date) if day.hidden else "",
        marks=marks.get(day.date, ()),
    )


def _month_of(card: EventCard) -> MonthLink:
    return _month_link((card.first_day.year, card.first_day.month))


def _month_link(at: tuple[int, int], *, follow: bool = True) -> MonthLink:
    return MonthLink(dates.month_title(*at), dates.month_name(*at), at[0], month_url(*at), follow)


def _steps(
    page: EventsPage, request: HttpRequest, shown: tuple[int, int], current: tuple[int, int], every: Any | None
) -> Steps:
    """The links to the neighbours and to the current month; without ``every`` only the current one is followed."""
    known = every.order_by().aggregate(first=Min("start_date"), last=Max("end_date")) if every is not None else {}
    reached = [current, *((day.year, day.month) for day in known.values() if day)]

    def link(by: int) -> MonthLink | None:
        at = months.neighbour(*shown, by)
        if at is None:
            return None
        return _month_link(at, follow=min(reached) <= at <= max(reached))

    today = MonthLink(dates.month_title(*current), _("Today"), current[0], page.get_url(request) or "")
    return Steps(link(-1), today, link(1))


def day_context(request: HttpRequest, page: EventsPage, day: date, now: datetime) -> dict[str, Any]:
    """``cards`` and ``pages`` of what takes place on a day, its ``title`` and ``marks``, and the ``month`` it is in."""
    pages = paginate(request, page.dates().overlapping(day, day).for_cards(), PER_DAY)
    return {
        "title": dates.full_date(day),
        "nothing": _("There are no events on this day."),
        "cards": [event_card(row, request, now) for row in pages],
        "pages": pages,
        "marks": mark_runs(_marks(request, day, day, mission_time(request, now).date()), day, day),
        "month": _month_link((day.year, day.month)),
    }


def month_choices() -> dict[str, Any]:
    """``months``: number and name of the twelve, for the form that leads to any month."""
    return {"months": [(number, dates.month_name(FIRST_YEAR, number)) for number in range(1, 13)]}
