"""The letters to guests: what each kind says, in the guest's language. Nothing that a guest has typed is repeated.

Whoever writes somebody else's address into the form must not be able to have us write to them in words of theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import full_date
from core.delivery import one_line, sender
from core.missions import mission_of_site, site_of
from core.models import MissionSettings
from core.outbox import Draft, File
from core.signing import sign
from events.cards import clock_of
from events.feeds import entries_of
from events.ical import CalendarFile, Override, calendar, calendar_of_date
from events.models import EventDate, EventPage, Reply
from events.occasions import Occasion, occasion_of
from events.reply_links import MANAGE
from events.reply_prospects import expected_day

MOST_DATES = 10  # so many dates of a whole series a letter lists
CALENDAR = "text/calendar; method=PUBLISH; charset=utf-8"


@dataclass(frozen=True)
class Facts:
    """What the sentences of a letter may speak of.

    ``day`` is that of the one date replied to, None for a whole event. ``free`` places and whether somebody waits are
    known to kinds that ``count`` alone.
    """

    party: int
    number: int = 0
    note: str = ""
    day: date | None = None
    free: int = 0
    is_waited_for: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of letter: subject and sentences, in the active language; whether the calendar file comes with it, and
    whether it speaks of the places that are left.
    """

    name: str
    subject: Callable[[Facts], str]
    sentences: Callable[[Facts], list[str]]
    has_file: bool = False
    counts: bool = False


def _persons(facts: Facts) -> str:
    return ngettext("Your reply is for %(count)d person.", "Your reply is for %(count)d persons.", facts.party) % {
        "count": facts.party
    }


def _confirmed(facts: Facts) -> list[str]:
    return [_("Thank you for your reply. You have a place, and we look forward to seeing you."), _persons(facts)]


def _waiting(facts: Facts) -> list[str]:
    if facts.free > 0:
        told = _(
            "The places that are left are not enough for all who wait. You are number %(number)d on the waiting list."
        )
    else:
        told = _("All places are taken now. You are number %(number)d on the waiting list.")
    return [
        told % {"number": facts.number},
        _("When a place becomes free for you, a letter comes by itself."),
        _persons(facts),
    ]


def _moved_up(facts: Facts) -> list[str]:
    told = _("A place has become free, and it is yours. If you cannot come any more, please cancel by the link below.")
    return [told, _persons(facts)]


def _already(facts: Facts) -> list[str]:
    told = _("Somebody, we hope you, replied to this event with your address. You had replied already.")
    if facts.number:
        state = _("You are number %(number)d on the waiting list.") % {"number": facts.number}
    else:
        state = _("You have a place.")
    return [told, state, _("To change something, cancel by the link below and reply once more."), _persons(facts)]


def _reminder(facts: Facts) -> list[str]:
    if facts.is_waited_for:
        told = _(
            "You have a place at this event, which is near. If you cannot come, please cancel: others wait for it."
        )
    else:
        told = _("You have a place at this event, which is near. If you cannot come, please cancel.")
    return [told, _persons(facts)]


def _cancelled(facts: Facts) -> list[str]:
    return [_("Your reply is cancelled. Thank you for telling us.")]


def _withdrawn(facts: Facts) -> list[str]:
    return [_("We had to cancel your reply. If you think that this is a mistake, please write to us.")]


def _changed(facts: Facts) -> list[str]:
    told = _("Something has changed at the event that you replied to. This is how it stands now:")
    return [told, *([facts.note] if facts.note else [])]


def _called_off(facts: Facts) -> list[str]:
    if facts.day:
        told = _("We are sorry: the date of the event that you replied to does not take place: %(day)s.")
        told %= {"day": full_date(facts.day)}
    else:
        told = _("We are sorry: the event that you replied to does not take place.")
    return [told, *([facts.note] if facts.note else [])]


def _called_off_subject(facts: Facts) -> str:
    return _("A date does not take place") if facts.day else _("The event does not take place")


CONFIRMED = Kind("confirmed", lambda facts: _("You have a place"), _confirmed, has_file=True)
WAITING = Kind("waiting", lambda facts: _("You are on the waiting list"), _waiting, counts=True)
MOVED_UP = Kind("moved-up", lambda facts: _("You have a place now"), _moved_up, has_file=True)
ALREADY = Kind("already", lambda facts: _("You have already replied"), _already)
REMINDER = Kind("reminder", lambda facts: _("A reminder"), _reminder, has_file=True, counts=True)
CANCELLED = Kind("cancelled", lambda facts: _("Your reply is cancelled"), _cancelled)
WITHDRAWN = Kind("withdrawn", lambda facts: _("Your reply was cancelled"), _withdrawn)
CHANGED = Kind("changed", lambda facts: _("The event has changed"), _changed, has_file=True)
CALLED_OFF = Kind("called-off", _called_off_subject, _called_off)


def letter(kind: Kind, reply: Reply, event: EventPage, now: datetime, *, purpose: str = "", note: str = "") -> Draft:
    """The letter to the guest, ready for the outbox; ``purpose`` tells letters of one kind to one guest apart."""
    site, mission = reply.site, mission_of_site(reply.site)
    occasion = occasion_of(event, reply.book.day)
    with translation.override(reply.language):
        name = one_line(str(mission.mission_name) or str(site))
        facts = _facts(kind, reply, event, occasion, note)
        context = {
            **_about(reply, event, occasion, now),
            "mission_name": name,
            "sentences": kind.sentences(facts),
        }
        return Draft(
            key=f"events.{kind.name}.{reply.public_id}.{purpose}",
            kind=f"events.{kind.name}",
            about=reply.public_id,
            site=site,
            language=reply.language,
            sender=sender(mission, name),
            recipient=reply.email,
            subject=one_line(f"{kind.subject(facts)}: {event.title}"),
            text=render_to_string("events/letters/reply.txt", context),
            html=render_to_string("events/letters/reply.html", context),
            files=[calendar_file(event, occasion)] if kind.has_file and occasion else [],
            expires=reply.book.ends_at if reply.book.ends_at > now else None,
        )


def _facts(kind: Kind, reply: Reply, event: EventPage, occasion: Occasion | None, note: str) -> Facts:
    replies, day = reply.book.replies, expected_day(event, occasion, reply.book)
    facts = Facts(reply.party, number_of(reply), note, day)
    if not kind.counts or event.places is None:
        return facts
    free = event.places - replies.confirmed().persons()
    return replace(facts, free=free, is_waited_for=replies.waiting().exists())


def number_of(reply: Reply) -> int:
    """The place on the waiting list, from 1; 0 for who does not wait."""
    if not reply.is_waiting:
        return 0
    return int(reply.book.replies.waiting().filter(pk__lte=reply.pk).count())


def manage_address(reply: Reply, now: datetime) -> str:
    """The link by which the guest sees and cancels the reply, on the mission's site in the active language."""
    token = sign(MANAGE, reply.site_id, reply.public_id, now)
    return f"{reply.site.root_url}{reverse('events:manage', args=[token])}"


def address_of(event: EventPage, occasion: Occasion | None) -> str:
    """The page of the event, opened on the guest's date."""
    day = occasion.day if occasion else None
    return f"{event.full_url}?date={day.isoformat()}" if day else str(event.full_url)


def calendar_file(event: EventPage, occasion: Occasion) -> File:
    """The event, or the one date of it, for the guest's calendar, under the identifier that it has in the feed."""
    site = site_of(event)
    mission = mission_of_site(site) if site else MissionSettings()
    head = CalendarFile(name=event.title, url=event.full_url or "", method="PUBLISH")
    [entry] = entries_of([event], mission, None)
    if occasion.day is None:
        made = calendar(head, (entry,))
    else:
        made = calendar_of_date(head, entry, Override(occasion.dates[0], ""))
    return File(f"{event.slug}.ics", CALENDAR, made)


def _about(reply: Reply, event: EventPage, occasion: Occasion | None, now: datetime) -> dict[str, Any]:
    """What every letter says of the event and of the guest's own way to the reply."""
    own, mission = event.locale.language_code, mission_of_site(reply.site)
    dates = [EventDate.of(event, one) for one in (occasion.dates if occasion else ())]
    gone = None if occasion else expected_day(event, occasion, reply.book)
    return {
        "language": reply.language,
        "site_url": reply.site.root_url,
        "title": event.title,
        "title_lang": "" if own == reply.language else own,
        "clocks": [clock_of(one, mission) for one in dates[:MOST_DATES]],
        "more_dates": max(0, len(dates) - MOST_DATES),
        "gone_day": full_date(gone) if gone else "",
        "venue": event.venue,
        "address": event.address,
        "event_url": address_of(event, occasion) if event.live else "",
        "manage_url": "" if reply.is_cancelled else manage_address(reply, now),
        "days": settings.RSVP_KEPT_DAYS,
    }
