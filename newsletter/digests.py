"""A digest: the bulletins and recordings that came out in its time, and the events that come next.

Its variant says which of that a reader asked for, like ``b3,b7,e,m``: bulletins by category, events, music.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dates import day_date, span_of_days
from core.missions import absolute, mission_of_site, name_of, zone_of
from events.cards import EventCard, event_card
from events.models import EventDate, EventPage
from music.models import AudioSample
from music.player import PlayerData, player_data
from news.cards import BulletinCard, bulletin_card
from news.models import BulletinPage
from newsletter.models import Issue, Subscriber
from newsletter.topics import Topic

EVENTS, MUSIC, BULLETINS = "e", "m", "b"
# How far a digest looks ahead, and how much of each it shows before it leads on.
AHEAD = {Issue.Kind.DAILY: timedelta(days=3), Issue.Kind.WEEKLY: timedelta(days=14)}
MOST = 15


@dataclass(frozen=True)
class Contents:
    """What a digest holds for one variant, in the active language."""

    bulletins: list[BulletinCard]
    events: list[EventCard]
    samples: list[PlayerData]


def variant_for(issue: Issue, rhythm: str, wishes: frozenset[tuple[str, int | None]]) -> str | None:
    """What the digest holds of what the reader asked for; None for nothing.

    Who gets each bulletin at once has had those of the digest.
    """
    present = present_in(issue)
    topics = {topic for topic, _one in wishes}
    keys = [EVENTS] if Topic.EVENTS in topics and EVENTS in present else []
    keys += [MUSIC] if Topic.MUSIC in topics and MUSIC in present else []
    if rhythm != Subscriber.Rhythm.EACH:
        mine = {category for topic, category in wishes if topic == Topic.BULLETINS}
        categories = [key for key in present if key.startswith(BULLETINS)]
        keys += [key for key in categories if None in mine or int(key[1:]) in mine]
    return ",".join(sorted(keys)) if any(key in present for key in keys if is_news(issue, key)) else None


def is_news(issue: Issue, key: str) -> bool:
    """Whether this is a reason to write: what merely comes next is one for a week only."""
    return key != EVENTS or issue.kind == Issue.Kind.WEEKLY


def present_in(issue: Issue) -> frozenset[str]:
    """The keys of all that the digest holds in any language, read once for an issue."""
    known: frozenset[str] | None = getattr(issue, "_present", None)
    if known is None:
        categories = bulletins_of(issue).order_by().values_list("category", flat=True).distinct()
        keys = {f"{BULLETINS}{category or 0}" for category in categories}
        keys |= {EVENTS} if dates_of(issue).exists() else set()
        keys |= {MUSIC} if samples_of(issue).exists() else set()
        known = issue._present = frozenset(keys)  # type: ignore[attr-defined]  # as long as the issue is prepared
    return known


def has_news(issue: Issue) -> bool:
    return any(is_news(issue, key) for key in present_in(issue))


def period_of(issue: Issue) -> tuple[datetime, datetime]:
    """From when to when a digest is. Raises ValueError for an issue that is none."""
    if issue.period_from is None or issue.period_to is None:
        raise ValueError("This issue is no digest.")
    return issue.period_from, issue.period_to


def tells_anything_new(issue: Issue) -> bool:
    """Whether anything came out in its time; what lies ahead is told by the next digest as well."""
    return any(key != EVENTS for key in present_in(issue))


def bulletins_of(issue: Issue) -> Any:
    """Public bulletins that came out in the digest's time, in every language of the mission."""
    pages = BulletinPage.objects.for_site(issue.site).published()
    return pages.filter(first_published_at__gte=issue.period_from, first_published_at__lt=issue.period_to)


def dates_of(issue: Issue) -> Any:
    """The dates of events that lie ahead of the digest."""
    _begin, end = period_of(issue)
    ahead = end + AHEAD[Issue.Kind(issue.kind)]
    events = EventPage.objects.for_site(issue.site).published()
    return EventDate.objects.of(events).upcoming(end).filter(starts_at__lt=ahead)


def samples_of(issue: Issue) -> Any:
    """Recordings of the digest's time that everybody may hear."""
    found = AudioSample.objects.audible(issue.site, issue.period_to)
    return found.filter(created_at__gte=issue.period_from, created_at__lt=issue.period_to)


def contents(issue: Issue, variant: str, request: HttpRequest) -> Contents:
    keys = variant.split(",")
    categories = [int(key[1:]) for key in keys if key.startswith(BULLETINS)]
    language = get_language() or issue.fallback
    return Contents(
        bulletins=_bulletins(issue, categories, language, request),
        events=_events(issue, language, request) if EVENTS in keys else [],
        samples=[player_data(sample, request) for sample in samples_of(issue).for_display()[:MOST]]
        if MUSIC in keys
        else [],
    )


def _bulletins(issue: Issue, categories: list[int], language: str, request: HttpRequest) -> list[BulletinCard]:
    if not categories:
        return []
    wanted = [category or None for category in categories]
    pages = [page for page in bulletins_of(issue).for_cards().newest_first() if page.category_id in wanted]
    return [bulletin_card(page, request) for page in one_language_each(pages, language, issue.fallback)[:MOST]]


def _events(issue: Issue, language: str, request: HttpRequest) -> list[EventCard]:
    dates = list(dates_of(issue).for_cards())
    chosen = {page.pk for page in one_language_each([one.event for one in dates], language, issue.fallback)}
    return [event_card(one, request, period_of(issue)[1]) for one in dates if one.event.pk in chosen][:MOST]


def one_language_each(pages: Iterable[Any], language: str, fallback: str) -> list[Any]:
    """Of each page the one in ``language``, else in ``fallback``, else any; in the order given."""
    found: dict[Any, Any] = {}
    order = {language: 0, fallback: 1}
    for page in pages:
        known = found.get(page.translation_key)
        if known is None or _rank(page, order) < _rank(known, order):
            found[page.translation_key] = page
    return list(found.values())


def _rank(page: Any, order: dict[str, int]) -> int:
    return order.get(page.locale.language_code, 2)


def days_of(issue: Issue) -> str:
    """The days of the digest in words, on the mission's calendar."""
    zone = zone_of(mission_of_site(issue.site))
    begin, end = period_of(issue)
    first, last = begin.astimezone(zone).date(), (end - timedelta(seconds=1)).astimezone(zone).date()
    return day_date(last) if issue.kind == Issue.Kind.DAILY else span_of_days(first, last)


def title_of(issue: Issue) -> str:
    """How a digest is called in lists."""
    return _("%(kind)s, %(days)s") % {"kind": issue.get_kind_display(), "days": days_of(issue)}


def digest_parts(issue: Issue, variant: str, request: HttpRequest) -> dict[str, Any]:
    """``subject heading summary url parts`` of the letter; a part is one section."""
    days = days_of(issue)
    shown = contents(issue, variant, request)
    sections = (("bulletins", shown.bulletins), ("events", shown.events), ("samples", shown.samples))
    parts = [
        render_to_string(
            f"newsletter/letters/digest_{name}.html", {name: rows, "root": absolute(request, "/").removesuffix("/")}
        )
        for name, rows in sections
        if rows
    ]
    heading = _("This week") if issue.kind == Issue.Kind.WEEKLY else _("Today")
    return {
        "subject": _("%(mission)s: %(days)s") % {"mission": name_of(request), "days": days},
        "heading": heading,
        "days": days,
        "summary": "",
        "url": "",
        "parts": parts,
    }
