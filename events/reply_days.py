"""Which guest lists an event has, by date; for editors, who also see those of dates that the rule no longer has."""

from __future__ import annotations

from datetime import date, datetime

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from core.dates import day_date
from core.models import MissionSettings
from events.dashboard import when
from events.models import EventDate, EventPage, ReplyBook
from events.occasions import Occasion, asks_by_date, occasion_asked, occasion_of

WHOLE = "all"
AHEAD = 12  # so many coming dates are offered that nobody has replied to yet


def occasion_on_list(event: EventPage, site: Site, asked: str, now: datetime) -> Occasion:
    """What the guest list is of that an editor asks for: a date, the whole event, or what comes next.

    Http404 for a date that the event neither has nor had guests on.
    """
    if not asked:
        found, day = occasion_asked(event, None, now), None
    else:
        day = None if asked == WHOLE else _day(asked)
        found = occasion_of(event, day) if asks_by_date(event) == (day is not None) else None
    if found is None:
        book = ReplyBook.objects.of(site, event.translation_key).on(day).first()
        found = _of_book(event, book) if book else None
    if found is None:
        raise Http404
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _of_book(event: EventPage, book: ReplyBook) -> Occasion:
    """A date that is part of a whole now, or the whole of single dates, keeps its guests, who are still to come.

    To a date with guests that the rule no longer has nobody is to come.
    """
    known = occasion_of(event, book.day)
    if known is not None:
        return known
    return Occasion(book.translation_key, book.day, book.starts_at, book.ends_at, book.starts_at, True, ())


def days_of(event: EventPage, site: Site, shown: date | None, now: datetime) -> list[tuple[str, str, bool]]:
    """Words, query and whether it is the one shown, of each guest list; none where there is only one."""
    days = set(ReplyBook.objects.of(site, event.translation_key).values_list("day", flat=True))
    if asks_by_date(event):
        ahead = [one.original for one in event.all_dates() if one.moments.end > now]
        days |= set(ahead[:AHEAD])
    if len(days | {shown}) < 2:
        return []
    ordered = sorted(days | {shown}, key=lambda day: day or date.min)
    whole = _("All dates together")
    return [(day_date(day) if day else whole, list_query(event, day), day == shown) for day in ordered]


def list_query(event: EventPage, day: date | None) -> str:
    """What an address says of which guest list of the event it means."""
    if day is not None:
        return f"?date={day.isoformat()}"
    return f"?date={WHOLE}" if asks_by_date(event) else ""


def when_words(event: EventPage, occasion: Occasion, mission: MissionSettings) -> str:
    """Days and hours on the mission's clock; of several dates the first, and how many more."""
    if not occasion.dates:
        day = day_date(occasion.day) if occasion.day else ""
        return _("%(day)s, which is no date of the event any more") % {"day": day}
    first, more = when(EventDate.of(event, occasion.dates[0]), mission), len(occasion.dates) - 1
    if not more:
        return first
    return ngettext("%(first)s, and %(count)d more date", "%(first)s, and %(count)d more dates", more) % {
        "first": first,
        "count": more,
    }
