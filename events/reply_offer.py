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
from events.occasions import Occasion, occasion_of

if TYPE_CHECKING:
    from events.models import EventPage

Standing = ReplyBook.Standing


@dataclass(frozen=True)
class Offer:
    """``url`` is "" where nobody can reply any more; ``line`` is a sentence or "", ``words`` stand on the button."""

    url: str
    words: str
    line: str
    day: date | None = None


def offer_of(event: EventPage, request: HttpRequest, now: datetime) -> Offer | None:
    """What guests are offered; None for an event that takes no replies or is over. One query at most."""
    occasion = occasion_of(event) if event.takes_replies else None
    if occasion is None or occasion.ends_at <= now:
        return None
    changes_at(request, occasion.closes_at if now < occasion.closes_at else occasion.ends_at)
    if now >= occasion.closes_at:
        return Offer("", "", closed_words(event, occasion, request, now))
    standing: str = Standing.FREE
    if event.places is not None:
        standing = standing_at(event, request, occasion)
    url = reverse("events:reply", args=[event.slug])
    if standing == Standing.FULL:
        return Offer("", "", _("All places are taken."))
    if standing == Standing.WAITING:
        return Offer(url, _("Join the waiting list"), _("All places are taken. You can wait for one."))
    return Offer(url, _("Reply"), "" if event.places is None else _("Places are left."))


def standing_at(event: EventPage, request: HttpRequest, occasion: Occasion) -> str:
    """What the book of the occasion says; before the first reply places are left."""
    books = ReplyBook.objects.of(current_site(request), event.translation_key).on(occasion.day)
    return str(books.values_list("standing", flat=True).first() or Standing.FREE)


def closed_words(event: EventPage, occasion: Occasion, request: HttpRequest, now: datetime) -> str:
    """That, and since when, no reply is taken; on the mission's clock."""
    when = moment_words(local_now(mission_of(request), occasion.closes_at), now)
    return _("Replies closed: %(moment)s.") % {"moment": when}
