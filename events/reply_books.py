"""How guest lists stand: of many events at once, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum
from wagtail.models import Page, Site

from core.missions import site_id_of
from core.models import MissionSettings
from events.models import EventPage, Reply, ReplyBook
from events.occasions import asks_by_date, told_of


@dataclass(frozen=True)
class BookLine:
    """A guest list in a list of them. ``event`` is None where its page is gone.

    ``uninformed`` is how many guests were last told something else than holds now.
    """

    book: ReplyBook
    event: EventPage | None
    mission: MissionSettings
    persons: int
    waiting: int
    uninformed: int


def listed_books(books: Sequence[ReplyBook], now: datetime) -> list[BookLine]:
    """The lists in the order given, each with the page that holds the facts of its event."""
    counted: dict[int, list[dict[str, Any]]] = defaultdict(list)
    replies = Reply.objects.coming().filter(book__in=[book.pk for book in books])
    groups = (
        replies.order_by()
        .values("book", "state", "told")
        .annotate(persons=Sum("party"), reached=Count("pk", filter=~Q(email="")))
    )
    for group in groups:
        counted[group["book"]].append(group)
    missions = MissionSettings.base_queryset().filter(site__in={book.site_id for book in books})
    by_site = {mission.site_id: mission for mission in missions}
    pages = _sources(books, by_site)
    return [
        _line(book, pages.get((book.site_id, book.translation_key)), by_site[book.site_id], counted[book.pk], now)
        for book in books
    ]


def expecting(top: Page, now: datetime) -> int:
    """How many guests expect the event ``top``, or one below it, and find no page of it elsewhere."""
    leaving = EventPage.objects.descendant_of(top, inclusive=True)
    staying = EventPage.objects.live().not_descendant_of(top, inclusive=True).values("translation_key")
    keys = leaving.exclude(translation_key__in=staying).values("translation_key")
    return int(Reply.objects.coming().filter(book__translation_key__in=keys, book__ends_at__gt=now).count())


def replied_otherwise(event: EventPage, site: Site, now: datetime) -> int:
    """How many guests replied to single dates of what takes replies as a whole now, or the other way round."""
    books = ReplyBook.objects.of(site, event.translation_key).filter(day__isnull=asks_by_date(event), ends_at__gt=now)
    return int(Reply.objects.coming().filter(book__in=books).count())


def _line(
    book: ReplyBook, event: EventPage | None, mission: MissionSettings, groups: list[dict[str, Any]], now: datetime
) -> BookLine:
    today = told_of(event, book.day) if event and book.ends_at > now else None
    return BookLine(
        book=book,
        event=event,
        mission=mission,
        persons=sum(group["persons"] for group in groups if group["state"] == Reply.State.CONFIRMED),
        waiting=sum(group["persons"] for group in groups if group["state"] == Reply.State.WAITING),
        uninformed=sum(group["reached"] for group in groups if today and group["told"] != today),
    )


def _sources(books: Sequence[ReplyBook], missions: dict[int, MissionSettings]) -> dict[Any, EventPage]:
    """By site and event what ``source`` says of one: the page in the mission's main language, else the oldest."""
    keys = {book.translation_key for book in books}
    found: dict[Any, EventPage] = {}
    for page in EventPage.objects.filter(translation_key__in=keys).for_cards().order_by("pk"):
        site_id = site_id_of(page)
        main = missions[site_id].main_language if site_id in missions else ""
        is_first = (site_id, page.translation_key) not in found
        if is_first or page.locale.language_code == main:
            found[site_id, page.translation_key] = page
    return found
