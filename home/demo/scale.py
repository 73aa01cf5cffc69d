"""Brings the first mission to any number of bulletins, events and samples, for measuring under load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import Any

from taggit.models import Tag
from wagtail.models import Page, Site

from core.missions import local_now
from core.models import MissionSettings
from events.models import EventPage
from home.demo.bulk import insert_bulletins, insert_events, insert_samples
from home.demo.load import bulletin_day, event_day, text_of, tone
from home.demo.tree import index_pages
from music.models import AudioSample
from news.models import Author, BulletinPage, Category, CategoryWords, Series, SeriesWords

# How many rows one transaction makes.
BATCH = 250
HIGHEST = 99_999  # the highest number that a bulletin can have
PREFIX = "load-"
TAGS = 40  # each bulletin has one of so many

# Told how many of one kind are made now, and how many there are to make.
Report = Callable[[str, int, int], None]


def scale(mission: MissionSettings, count: int, now: datetime, report: Report) -> dict[str, int]:
    """Makes what is missing up to number ``count`` of each kind; how many of each were made."""
    today = local_now(mission, now).date()
    news, events = index_pages(mission.site)
    series, categories, authors = _series(mission.site), _categories(mission.site), _authors(mission.site)
    tags = _tags()

    def bulletin(number: int) -> BulletinPage:
        return BulletinPage(
            slug=f"{PREFIX}{number}",
            title=f"Bulletin {number} of the load",
            summary="Made to measure the site under load.",
            body=[("text", text_of(number))],
            series=series,
            number=number,
            date=bulletin_day(number, count, today),
            category=categories[number % len(categories)],
            author=authors[number % len(authors)] if authors else None,
        )

    def event(number: int) -> EventPage:
        return EventPage(
            slug=f"{PREFIX}{number}",
            title=f"Event {number} of the load",
            summary="Made to measure the site under load.",
            start_date=event_day(number, count, today),
            start_time=time(9 + number % 9),
            end_time=time(10 + number % 9),
            time_zone=mission.time_zone,
            venue="Great hall",
        )

    def sample(number: int) -> AudioSample:
        year = event_day(number, count, today).year - 1
        title = f"Tone {number} of the load"
        return AudioSample(collection=mission.collection, slug=f"{PREFIX}{number}", title=title, year=year, public=True)

    own = AudioSample.objects.filter(collection=mission.collection)
    kinds = {
        "bulletins": (
            BulletinPage.objects.child_of(news),
            bulletin,
            lambda rows: insert_bulletins(_again(news), rows, [tags[_number(row.slug) % TAGS] for row in rows]),
        ),
        "events": (EventPage.objects.child_of(events), event, lambda rows: insert_events(_again(events), rows)),
        "samples": (own, sample, lambda rows: insert_samples(rows, [tone(_number(row.slug)) for row in rows])),
    }
    return {name: _fill(name, count, report, *kind) for name, kind in kinds.items()}


def _fill(name: str, count: int, report: Report, known: Any, make: Any, insert: Any) -> int:
    taken = set(known.filter(slug__startswith=PREFIX).values_list("slug", flat=True))
    missing = [number for number in range(1, count + 1) if f"{PREFIX}{number}" not in taken]
    report(name, 0, len(missing))
    done = 0
    for batch in _batches(missing):
        insert([make(number) for number in batch])
        done += len(batch)
        report(name, done, len(missing))
    return done


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), BATCH):
        yield numbers[first : first + BATCH]


def _again(page: Page) -> Page:
    found: Page = Page.objects.get(pk=page.pk)
    return found


def _number(slug: str) -> int:
    return int(slug.removeprefix(PREFIX))


def _series(site: Site) -> Any:
    """A series of its own, so that no number is taken from the mission's."""
    return _named(site, Series, SeriesWords, "load")


def _categories(site: Site) -> list[Any]:
    known = list(Category.objects.for_site(site).order_by("pk"))
    return known or [_named(site, Category, CategoryWords, "load")]


def _authors(site: Site) -> list[Any]:
    return list(Author.objects.for_site(site).order_by("pk"))


def _tags() -> list[Tag]:
    return [Tag.objects.get_or_create(name=f"load {place}", slug=f"{PREFIX}{place}")[0] for place in range(TAGS)]


def _named(site: Site, model: Any, words: Any, slug: str) -> Any:
    found = model.objects.for_site(site).filter(slug=slug).first()
    if found is None:
        found = model(site=site, slug=slug)
        found.words = [words(language="en", name="Load")]
        found.save()
    return found
