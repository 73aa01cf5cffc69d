"""What the page of an event says of replying: whether one can, and what the next guest gets. For everybody the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import moment_words
from core.freshness import changes_at
from core.missions import current_site, local_now, mission_of
from events.models.replies import ReplyBook
from events.occasions import Occasion, asks_by_date, occasion_of
from events.states import State

if TYPE_CHECKING:
    from events.models import EventPage

Standing = ReplyBook.Standing


@dataclass(frozen=True)
class Offer:
    """``url`` is "" where nobody can reply any more; ``line`` is a sentence or "", ``words`` stand on the button."""

    url: str
    words: str
    line: str


def offer_at(event: EventPage, day: date, request: HttpRequest, now: datetime) -> Offer | None:
    """What guests are offered on the page of an event that shows the date of that name. One query at most."""
    if not event.takes_replies:
        return None
    return offer_of(event, occasion_of(event, day if asks_by_date(event) else None), request, now)


def offer_of(event: EventPage, occasion: Occasion | None, request: HttpRequest, now: datetime) -> Offer | None:
    """What guests are offered; None for what is over or does not take place."""
    if occasion is None or occasion.is_off or occasion.ends_at <= now:
        return None
    changes_at(request, occasion.closes_at if now < occasion.closes_at else occasion.ends_at)
    if now >= occasion.closes_at:
        return Offer("", "", closed_words(event, occasion, request, now))
    standing = standing_at(event, request, occasion)
    url = reply_address(event, occasion)
    if standing == Standing.FULL:
        return Offer("", "", _("All places are taken."))
    if standing == Standing.WAITING:
        return Offer(url, _("Join the waiting list"), _("Whoever replies now waits for a place."))
    return Offer(url, _("Reply"), "" if event.places is None else _("Places are left."))


def reply_address(event: EventPage, occasion: Occasion) -> str:
    """The form by which guests reply, in the active language."""
    address = reverse("events:reply", args=[event.slug])
    return f"{address}?date={occasion.day.isoformat()}" if occasion.day else address


def standing_at(event: EventPage, request: HttpRequest, occasion: Occasion) -> str:
    """What the book of the occasion says; before the first reply places are left."""
    if event.state == State.SOLD_OUT:
        return Standing.FULL
    if event.places is None:
        return Standing.FREE
    books = ReplyBook.objects.of(current_site(request), event.translation_key).on(occasion.day)
    return str(books.values_list("standing", flat=True).first() or Standing.FREE)


def closed_words(event: EventPage, occasion: Occasion, request: HttpRequest, now: datetime) -> str:
    """That, and since when, no reply is taken; on the mission's clock."""
    when = moment_words(local_now(mission_of(request), occasion.closes_at), now)
    return _("Replies closed: %(moment)s.") % {"moment": when}
