"""What an iCalendar file says of single dates: EXDATE, RDATE, and events of their own with a RECURRENCE-ID. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from core.dates import day_date
from core.texts import shortened
from events.ics_lines import Component
from events.ics_rules import Recurring
from events.ics_texts import text
from events.ics_times import Clocks, EventRefused, Stamp, day_in, on_clocks, stamp, stamps, times_of
from events.occurrences import Change, Kind, changed_times, on_day
from events.single_dates import NOTE_LENGTH
from events.times import MIDNIGHT, TypedTimes

LONGEST_WORDS = 2000
FORGOTTEN = 10


@dataclass
class SingleDates:
    """Gathers changes by the day that names them; the days of the rule are given."""

    times: TypedTimes
    days: frozenset[date]
    changes: dict[date, Change] = field(default_factory=dict)

    def add(self, day: date, target: TypedTimes, note: str = "") -> None:
        """A date beside the rule; on a day of the rule that was taken out, it is the same date at another hour."""
        if day not in self.days:
            self._put(_to(Kind.ADDED, day, self.times, target, note))
        elif target != on_day(self.times, day):
            self._put(_to(Kind.MOVED, day, self.times, target, note), is_free=day in self.changes)

    def move(self, day: date, target: TypedTimes, note: str) -> None:
        if target != on_day(self.times, day):
            self._put(_to(Kind.MOVED, day, self.times, target, note))
        elif note:
            self._put(Change(Kind.NOTE, day, note=_noted(note)))

    def cancel(self, day: date) -> None:
        """A day that the event does not have needs no mention."""
        if day in self.days:
            self.changes.setdefault(day, Change(Kind.CANCELLED, day))
        else:
            self.changes.pop(day, None)

    def _put(self, change: Change, *, is_free: bool = True) -> None:
        known = self.changes.get(change.day)
        if not is_free or (known is not None and known.kind is not Kind.CANCELLED and known != change):
            message = _("It takes place twice on %(day)s. Make two events of it in the other program.")
            raise EventRefused(message % {"day": day_date(change.day)})
        self.changes[change.day] = change

    def in_order(self) -> tuple[Change, ...]:
        return tuple(self.changes[day] for day in sorted(self.changes))


def changes_in(
    event: Component, singles: Sequence[Component], how: Recurring, clocks: Clocks, most: int
) -> tuple[Change, ...]:
    """All changes to single dates, at most ``most`` of them. ``singles`` are the events that stand for one date each.

    Raises EventRefused.
    """
    found = SingleDates(how.times, frozenset(how.days))
    if how.first_day is not None:
        found.add(how.first_day, on_day(how.times, how.first_day))
    _refuse_too_many(event, most)
    out = {said for one in event.all("EXDATE") for said in stamps(one, clocks)}
    for said in out:
        found.cancel(day_in(said, how.times))
    added = [said for one in event.all("RDATE") for said in stamps(one, clocks) if said not in out]
    for said in added:
        found.add(*_added(said, how.times))
    for single in singles:
        _take(single, event, found, clocks)
    return found.in_order()


def _refuse_too_many(event: Component, most: int) -> None:
    """Before they are read: a file may name half a million. Many that were taken out may be of no date any more."""
    for name, limit in (("RDATE", most), ("EXDATE", FORGOTTEN * most)):
        if sum(one.value.count(",") + 1 for one in event.all(name)) > limit:
            message = _("It names more than %(most)d single days (%(name)s). Make several events of it.")
            raise EventRefused(message % {"most": limit, "name": name})


def _added(said: Stamp, times: TypedTimes) -> tuple[date, TypedTimes]:
    if said.clock is None or times.all_day:
        return said.day, on_day(times, said.day)
    day, clock = on_clocks(said, times.zone)
    change = Change(Kind.ADDED, day, start_time=clock if clock != (times.start_time or MIDNIGHT) else None)
    return day, changed_times(times, change, day)


def _take(single: Component, event: Component, found: SingleDates, clocks: Clocks) -> None:
    named = single.all("RECURRENCE-ID")[0]
    if named.params.get("RANGE"):
        message = _("Line %(line)d changes all later dates at once (RANGE). Make an event of its own of them.")
        raise EventRefused(message % {"line": named.number})
    day = day_in(stamp(named, clocks), found.times)
    status = single.first("STATUS")
    if status is not None and status.value.strip().upper() == "CANCELLED":
        found.changes.pop(day, None)
        found.cancel(day)
        return
    target = times_of(single, clocks, found.times.zone, found.times)
    if target.all_day != found.times.all_day:
        message = _("Line %(line)d: one date is all day, and the others have hours.")
        raise EventRefused(message % {"line": single.number})
    note = note_on(single, event)
    found.changes.pop(day, None)
    if day in found.days:
        found.move(day, target, note)
    else:
        found.add(target.start_date, target, note)


def note_on(single: Component, event: Component) -> str:
    """What is said of one date and not of the others: its title, its place, the words before those of the event."""
    told = []
    for name in ("SUMMARY", "LOCATION"):
        own = text(single.first(name), LONGEST_WORDS)
        if own and own != text(event.first(name), LONGEST_WORDS):
            told.append(own)
    own, usual = text(single.first("DESCRIPTION"), LONGEST_WORDS), text(event.first("DESCRIPTION"), LONGEST_WORDS)
    if own != usual:
        told.append(own.removesuffix(usual).strip() if usual else own)
    told = [part for part in told if part]
    return shortened(told[0] if len(told) == 1 else ". ".join(part.rstrip(".") for part in told), NOTE_LENGTH)


def _noted(note: str) -> tuple[tuple[str, str], ...]:
    return (("", note),) if note else ()


def _to(kind: Kind, day: date, times: TypedTimes, target: TypedTimes, note: str) -> Change:
    """The change that makes ``target`` of the date of ``day``; what stays as usual is left out."""
    usual = on_day(times, target.start_date)
    start = target.start_time if target.start_time != times.start_time else None
    has_other_end = (start is not None and target.end_time is not None) or target.end_time != times.end_time
    change = Change(
        kind,
        day,
        new_day=target.start_date if kind is Kind.MOVED and target.start_date != day else None,
        start_time=None if target.all_day else start,
        end_time=target.end_time if has_other_end and not target.all_day else None,
        last_day=target.end_date if target.end_date != usual.end_date else None,
        note=_noted(note),
    )
    plain = Change(kind, day, new_day=change.new_day, start_time=change.start_time, note=change.note)
    return plain if changed_times(times, plain, target.start_date) == target else change
