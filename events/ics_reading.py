"""Reads the events of an iCalendar file (RFC 5545): what each says in the words of this calendar, or why it is refused.

Pure: knows neither models nor the clock. Each event is read by itself, so that a bad one never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events import ics_texts
from events.ics_changes import changes_in
from events.ics_lines import Component, FileRefused, Limits, read_calendars
from events.ics_rules import recurring
from events.ics_times import Clocks, EventRefused, moment_of, shown_by_clocks, stamp, times_of, zone_of_event
from events.ics_zones import defined_zones
from events.occurrences import Change, Kind, Plan, occurrences
from events.plans import BadChange, check_plan
from events.recurrence import RuleError

LONGEST_UID = 255
LONGEST_TITLE = 255
LONGEST_LOCATION = 1000
LONGEST_NAME = 200
LARGEST_SEQUENCE = 2**31 - 1
# Files that are letters between two people about an invitation, and no calendars.
LETTERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
NO_EVENTS = frozenset({"VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VPOLL"})


@dataclass(frozen=True)
class Wishes:
    """How a file is read: the mission's zone, the day on which endless rules end (None: they are refused), limits."""

    zone: str
    last_day: date | None
    limits: Limits
    dates: int
    characters: int


@dataclass(frozen=True)
class Head:
    """What makes an event known again, how new it is (``modified`` is aware), and where it stands in the file."""

    number: int
    uid: str
    sequence: int
    title: str
    modified: datetime | None = None


@dataclass(frozen=True)
class ReadEvent:
    """One event with all its dates. ``notes`` are sentences on what could not be taken over as it was."""

    head: Head
    plan: Plan
    description: str = ""
    location: str = ""
    place: tuple[float, float] | None = None
    url: str = ""
    online_url: str = ""
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False
    is_private: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cancellation:
    """An event of which nothing is told but that it is cancelled."""

    head: Head


@dataclass(frozen=True)
class Unread:
    """What is not taken, and why; ``is_needless`` where nobody misses it."""

    head: Head
    reason: str
    is_needless: bool = False


Found = ReadEvent | Cancellation | Unread


@dataclass(frozen=True)
class Reading:
    """A file: the name of its calendar, "" for none, and what stands in it in the order of its lines."""

    name: str
    found: tuple[Found, ...]


def read_file(data: bytes, wishes: Wishes, clock: Callable[[], float] = monotonic) -> Reading:
    """Raises FileRefused where the file as a whole is not to be trusted. ``clock`` counts seconds."""
    begun = clock()
    calendars = read_calendars(data, wishes.limits)
    for calendar in calendars:
        if _method(calendar) in LETTERS:
            raise FileRefused(_("The file is an answer to an invitation and no calendar. Export the calendar itself."))
    clocks = Clocks(wishes.zone, defined_zones(calendars))
    names = [said for calendar in calendars for name in ("NAME", "X-WR-CALNAME") if (said := calendar.first(name))]
    found: list[Found] = []
    for one in chain.from_iterable(_Calendar(calendar, clocks, wishes).found() for calendar in calendars):
        found.append(one)
        # Rules that hardly ever come true are looked for over a hundred years.
        if clock() - begun > wishes.limits.seconds:
            raise FileRefused(_("The file takes too long to read: its rules reach too far. Export it in parts."))
    name = ics_texts.line(names[0], LONGEST_NAME) if names else ""
    return Reading(name, tuple(_each_once(sorted(found, key=lambda one: one.head.number))))


def _each_once(found: Sequence[Found]) -> Iterator[Found]:
    """Of events with one UID the one with the highest SEQUENCE counts, of those the last."""
    latest: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: (one.head.sequence, one.head.number)):
        if not isinstance(one, Unread):
            latest[one.head.uid] = one
    for one in found:
        last = latest.get(one.head.uid, one)
        if isinstance(one, Unread) or last is one:
            yield one
        else:
            message = _("The same event stands in line %(line)d once more, and that is the later one.")
            yield Unread(one.head, message % {"line": last.head.number}, is_needless=True)


def _is_private(event: Component) -> bool:
    """Whether the other calendar shows it to everybody; a word that is not known counts as private (RFC 5545)."""
    said = event.first("CLASS")
    return said is not None and said.value.strip().upper() != "PUBLIC"


def _method(calendar: Component) -> str:
    method = calendar.first("METHOD")
    return method.value.strip().upper() if method else ""


def head_of(event: Component) -> Head:
    uid, sequence = event.first("UID"), event.first("SEQUENCE")
    number = sequence.value.strip() if sequence else ""
    return Head(
        event.number,
        ics_texts.line(uid, LONGEST_UID + 1),
        min(int(number[:12]), LARGEST_SEQUENCE) if number.isascii() and number.isdigit() else 0,
        ics_texts.line(event.first("SUMMARY"), LONGEST_TITLE),
        moment_of(event.first("LAST-MODIFIED")),
    )


class _Calendar:
    """The events of one calendar, put together by what they are called."""

    def __init__(self, calendar: Component, clocks: Clocks, wishes: Wishes) -> None:
        self.clocks, self.wishes = clocks, wishes
        self.is_cancelling = _method(calendar) == "CANCEL"
        self.needless = [part for part in calendar.parts if part.name in NO_EVENTS]
        self.wholes: dict[str, list[Component]] = {}
        self.singles: dict[str, list[Component]] = {}
        for part in calendar.parts:
            if part.name == "VEVENT":
                group = self.singles if part.first("RECURRENCE-ID") else self.wholes
                group.setdefault(head_of(part).uid, []).append(part)

    def found(self) -> Iterator[Found]:
        for part in self.needless:
            yield Unread(head_of(part), _("It is no event (%(name)s).") % {"name": part.name}, is_needless=True)
        for uid, events in self.wholes.items():
            yield from self._called(uid, events)
        for uid, singles in self.singles.items():
            if uid not in self.wholes:
                reason = _("It is one date of an event that is not in the file. Export the whole event.")
                yield from (Unread(head_of(single), reason) for single in singles)

    def _called(self, uid: str, events: list[Component]) -> Iterator[Found]:
        """Events of one UID with their single dates, which belong to the latest of them."""
        if not uid or len(uid) > LONGEST_UID:
            reason = _("It has no identifier (UID) of at most 255 characters, and would be doubled the next time.")
            yield from (Unread(head_of(event), reason) for event in events)
            return
        *earlier, latest = sorted(events, key=lambda event: (head_of(event).sequence, event.number))
        yield from (self._read(event, []) for event in earlier)
        yield self._read(latest, self._latest_singles(uid))

    def _latest_singles(self, uid: str) -> list[Component]:
        """Of those that stand for the same date the latest."""
        latest: dict[str, Component] = {}
        for single in sorted(self.singles.get(uid, ()), key=lambda one: (head_of(one).sequence, one.number)):
            latest[single.all("RECURRENCE-ID")[0].value] = single
        return list(latest.values())

    def _read(self, event: Component, singles: list[Component]) -> Found:
        head = head_of(event)
        status = event.first("STATUS")
        is_cancelled = self.is_cancelling or (status is not None and status.value.strip().upper() == "CANCELLED")
        if is_cancelled and (self.is_cancelling or not head.title):
            return Cancellation(head)
        if not head.title:
            return Unread(head, _("It has no title (SUMMARY)."))
        try:
            plan, notes = self._plan(event, singles)
        except (EventRefused, RuleError, BadChange) as refused:
            return Unread(head, str(refused))
        read = described(event, head, plan, self.wishes.characters)
        return replace(read, is_cancelled=is_cancelled, notes=(*notes, *read.notes))

    def _plan(self, event: Component, singles: list[Component]) -> tuple[Plan, list[str]]:
        """When it takes place. Raises EventRefused, RuleError and BadChange."""
        begin = event.first("DTSTART")
        start = stamp(begin, self.clocks) if begin else None
        is_single = not singles and not event.first("RRULE") and not event.first("RDATE")
        zone = zone_of_event(start, self.clocks, is_single=is_single) if start else self.clocks.mission
        notes = []
        if start and start.clock is not None and not start.zone:
            notes.append(_("Its hours name no time zone and are read as those of %(zone)s.") % {"zone": zone})
        how = recurring(event, times_of(event, self.clocks, zone), self.wishes.last_day, self.wishes.dates)
        changes = changes_in(event, singles, how, self.clocks, self.wishes.dates)
        plan = _plain(Plan(how.times, how.rule, changes), self.wishes.dates)
        if is_single and plan.times != (shown := shown_by_clocks(plan.times)):
            notes.append(_("Clocks are put forward at its hour; what they show then is taken."))
            plan = replace(plan, times=shown)
        dates = check_plan(plan)
        if all(one.kind is Kind.CANCELLED for one in dates):
            raise EventRefused(_("All its dates are taken out: it never takes place."))
        return plan, notes


def _plain(plan: Plan, most: int) -> Plan:
    """An event of one date has its times at once, without a change to it."""
    if plan.rule is not None or any(one.kind is Kind.ADDED for one in plan.changes):
        return plan
    [only] = occurrences(plan, most)
    if only.kind is Kind.CANCELLED:
        raise EventRefused(_("All its dates are taken out: it never takes place."))
    note = (Change(Kind.NOTE, only.times.start_date, note=only.note),) if only.note else ()
    return Plan(only.times, None, note)


def described(event: Component, head: Head, plan: Plan, characters: int) -> ReadEvent:
    """The words around the dates."""
    notes = []
    if event.broken:
        message = ngettext(
            "Line %(line)d cannot be read and was passed over.",
            "%(number)d lines cannot be read and were passed over, the first is line %(line)d.",
            len(event.broken),
        )
        notes.append(message % {"line": event.broken[0], "number": len(event.broken)})
    if ics_texts.is_longer(event.first("SUMMARY"), LONGEST_TITLE):
        notes.append(_("Its title is too long and was cut."))
    if ics_texts.is_longer(event.first("DESCRIPTION"), characters):
        notes.append(_("Its description is too long; the first %(most)d characters were taken.") % {"most": characters})
    location = ics_texts.text(event.first("LOCATION"), LONGEST_LOCATION)
    return ReadEvent(
        head,
        plan,
        description=ics_texts.text(event.first("DESCRIPTION"), characters),
        location=location,
        place=ics_texts.position(event),
        url=ics_texts.address(event, "URL"),
        online_url=ics_texts.address(event, "CONFERENCE", "X-GOOGLE-CONFERENCE", "LOCATION"),
        categories=ics_texts.words(event.all("CATEGORIES")),
        is_private=_is_private(event),
        notes=tuple(notes),
    )
