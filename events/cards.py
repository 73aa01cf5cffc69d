"""What a list, a month, the home page or a mail shows of one date of an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.freshness import changes_at, mission_time
from core.language_texts import text_in
from core.missions import mission_of
from core.words import Wording
from events import dates
from events.occurrences import Kind
from events.states import is_off, state_word
from events.times import usable_zone

if TYPE_CHECKING:
    from core.models import MissionSettings
    from events.models import EventDate, EventPage


@dataclass(frozen=True)
class Clock:
    """The hours of an event in one zone.

    ``place`` names the zone's town, ``zone`` says its distance from UTC. ``hours`` is "" for all-day events. ``days``
    is the full date, ``note`` how the first day lies to the event's own ("the next day", or "").
    ``starts`` and ``ends`` are machine-readable; ``ends`` is "" when the end was left open.
    """

    place: Wording
    zone: str
    hours: str
    days: str
    note: str
    starts: str
    ends: str


@dataclass(frozen=True)
class EventCard:
    """One date of an event in the active language. ``lang`` marks the title when it is in another one.

    ``first_day`` and ``last_day`` are the date's own local days; ``numeral``, ``weekday``, ``month`` and ``days`` say
    them in words; ``month_near`` leaves out the current year. ``clock`` is the event's own zone, ``mission_clock`` the
    mission's, None where both show the same. ``state`` is a word ("Cancelled", "Moved") or "", ``is_off`` says that
    nobody comes then, ``note`` what there is to say of this date, ``moved_from`` the day on which it was to be.
    """

    key: str
    title: str
    lang: str
    url: str
    summary: str
    venue: str
    address: str
    first_day: date
    last_day: date
    all_day: bool
    is_over: bool
    numeral: int
    weekday: str
    month: str
    month_near: str
    days: str
    clock: Clock
    mission_clock: Clock | None
    state: str
    is_off: bool
    note: Wording | None
    moved_from: str

    @property
    def is_one_day(self) -> bool:
        return self.first_day == self.last_day

    @property
    def time(self) -> str:
        """The hour of the start on the mission's clock, as the month says of all its hours; "" for all-day events."""
        return "" if self.all_day else self.clocks[0].starts[11:16]

    @property
    def clocks(self) -> list[Clock]:
        """The mission's own time first, then that of the event."""
        return [clock for clock in (self.mission_clock, self.clock) if clock]

    @property
    def name(self) -> str:
        """What a link to the event is called where its day alone is seen: with its full date and its state."""
        parts = (self.title, self.state, self.clock.days, self.clock.hours)
        return ", ".join(part for part in parts if part)


def event_card(one: EventDate, request: HttpRequest, now: datetime) -> EventCard:
    """The card of a date as seen at ``now``. Costs no query for a date that came with ``for_cards()``."""
    mission, event, typed = mission_of(request), one.event, one.typed()
    first, last = typed.start_date, max(typed.start_date, typed.end_date)
    own, mission_zone = usable_zone(typed.zone), usable_zone(mission.time_zone)
    is_over = one.is_over(now)
    if not is_over:
        changes_at(request, one.ends_at)
    return EventCard(
        key=f"event-{event.pk}" if one.is_only else f"event-{event.pk}-{one.original:%Y%m%d}",
        title=event.title,
        lang=_foreign(event),
        url=date_url(event.get_url(request) or "", one.original, is_only=one.is_only),
        summary=event.summary,
        venue=event.venue,
        address=event.address,
        first_day=first,
        last_day=last,
        all_day=event.all_day,
        is_over=is_over,
        numeral=first.day,
        weekday=dates.span_of_weekdays(first, last),
        month=dates.month_title(first.year, first.month),
        month_near=_near(first, mission_time(request, now).year),
        days=dates.span_of_days(first, last),
        clock=_clock(one, own, mission),
        mission_clock=None if _reads_the_same(one, own, mission_zone) else _clock(one, mission_zone, mission),
        state=state_of(event.state, one.kind),
        is_off=one.is_cancelled or is_off(event.state),
        note=_note(one, mission),
        moved_from=dates.day_date(one.original) if one.kind == Kind.MOVED and one.original != first else "",
    )


def date_url(address: str, original: date, *, is_only: bool) -> str:
    """The page of the event; where it has several dates, opened on this one."""
    return address if is_only else f"{address}?date={original.isoformat()}"


def state_of(state: str, kind: str) -> str:
    """The word for what became of a date: the event's own state first, then what was done to this date."""
    if word := state_word(state):
        return word
    return {Kind.CANCELLED: _("Cancelled"), Kind.MOVED: _("Moved")}.get(Kind(kind), "") if kind else ""


def _note(one: EventDate, mission: MissionSettings) -> Wording | None:
    """The note on a date in the active language, else in the mission's main one, in which "" stands for itself."""
    texts = {code or mission.main_language: text for code, text in one.note.items()}
    return text_in(texts, mission.main_language)


def own_clock(event: EventPage, mission: MissionSettings) -> Clock:
    """The hours of the first date of an event in its own zone; also of a page that was not saved."""
    return clock_of(event.first_date(), mission)


def clock_of(one: EventDate, mission: MissionSettings) -> Clock:
    """The hours of a date in the event's own zone."""
    return _clock(one, usable_zone(one.typed().zone), mission)


def _near(day: date, year: int) -> str:
    name = dates.month_name if day.year == year else dates.month_title
    return name(day.year, day.month)


def _foreign(event: EventPage) -> str:
    code = str(event.locale.language_code)
    return "" if code == (get_language() or settings.LANGUAGE_CODE) else code


def _reads_the_same(one: EventDate, own: ZoneInfo, mission_zone: ZoneInfo) -> bool:
    """Whether clocks of both zones show the same during the event. All-day events have no hours to compare."""
    if own.key == mission_zone.key or one.event.all_day:
        return True
    return all(
        moment.astimezone(own).utcoffset() == moment.astimezone(mission_zone).utcoffset()
        for moment in (one.starts_at, one.ends_at)
    )


def _clock(one: EventDate, zone: ZoneInfo, mission: MissionSettings) -> Clock:
    typed = one.typed()
    start, end = one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)
    last_typed = max(typed.start_date, typed.end_date)
    if typed.all_day:
        first_day, last_day, hours = typed.start_date, last_typed, ""
        starts, ends = first_day.isoformat(), last_day.isoformat()
    elif typed.end_time is None:
        first_day, hours = start.date(), dates.span_of_hours(start, None)
        last_day = max(first_day, last_typed)
        starts, ends = start.isoformat(), ""
    else:
        first_day, last_day, hours = start.date(), end.date(), dates.span_of_hours(start, end)
        starts, ends = start.isoformat(), end.isoformat()
    return Clock(
        place=_place(zone, mission),
        zone=_zone_label(start),
        hours=hours,
        days=dates.full_date(first_day) if first_day == last_day else dates.span_of_days(first_day, last_day),
        note="" if typed.all_day else dates.day_difference(first_day, typed.start_date),
        starts=starts,
        ends=ends,
    )


def zone_place(mission: MissionSettings) -> Wording:
    """The town whose clocks the mission follows."""
    return _place(usable_zone(mission.time_zone), mission)


def _place(zone: ZoneInfo, mission: MissionSettings) -> Wording:
    """The town whose clocks these are: the mission's own place, else the last part of the zone's name."""
    if zone.key == mission.time_zone and mission.place_line.text:
        return mission.place_line
    return Wording(zone.key.split("/")[-1].replace("_", " "), "")


def _zone_label(moment: datetime) -> str:
    """ "EDT, UTC−4"; the distance alone where the zone has no letters of its own."""
    letters = moment.tzname() or ""
    distance = dates.offset(moment)
    return f"{letters}, {distance}" if letters.isalpha() and letters != "UTC" else distance
