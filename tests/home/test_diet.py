"""What a page costs that is not kept, in a process that is warm: near a bare page, and the same among 1 and among 50."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from core import content_version
from core.models import MissionImage, OpeningHours
from home.models import StandardPage
from music.models import MusicPage, ProgrammeItem, ProgrammePage
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, locale, visitor
from tests.music.asking import make_sample
from tests.news.ground import make_author, make_bulletin, make_category, make_contact, make_index, make_series

ALLOWANCE = 8
LISTS = (
    "/",
    "/news/",
    "/news/?category=general",
    "/news/2008/",
    "/news/series/special-issue/",
    "/news/category/general/",
    "/news/author/admin/",
    "/news/feed.rss",
    "/news/feed.atom",
    "/news/feed.json",
    "/news/archive/",
    "/news/2008/12/",
    "/news/issue-1/",
    "/events/",
    "/events/past/",
    "/events/2008/12/",
    "/events/calendar.ics",
    "/events/event-1/",
    "/music/",
    "/music/songs/",
    "/music/samples/sample-1/",
    "/search/?q=issue",
    "/page-1/",
    "/sitemap.xml",
)


class Ground:
    """A mission with an emblem and as much of everything as is asked for."""

    def __init__(self, missions: Missions) -> None:
        self.mission = missions.first
        self.home = self.mission.home["en"]
        self.client = visitor(self.mission)
        self.news, self.calendar = make_index(self.mission), make_calendar(self.home)
        music = MusicPage(title="Music", slug="music", locale=self.home.locale)
        music = self.home.add_child(instance=music)
        songs = ProgrammePage(title="Songs", slug="songs", locale=self.home.locale)
        self.programme = music.add_child(instance=songs)
        make_series(self.mission), make_category(self.mission), make_author(self.mission)
        settings = self.mission.mission
        file = get_test_image_file(size=(64, 64))
        settings.emblem = MissionImage.objects.create(title="Emblem", file=file, collection=settings.collection)
        settings.save()
        OpeningHours.objects.create(parent=settings, weekday=2, opens=time(9), closes=time(17))

    def fill(self, first: int, end: int) -> None:
        for number in range(first, end):
            row = f"row-{number}"
            rows = {
                "series": make_series(self.mission, row),
                "category": make_category(self.mission, row),
                "author": make_author(self.mission, row),
                "contact": make_contact(self.mission, row),
            }
            if number % 2:
                rows |= {kind: self.one(kind) for kind in ("series", "category", "author")}
            cover = get_test_image_file(filename=f"{row}.png", size=(8, 8))
            cover = MissionImage.objects.create(title=row, file=cover, collection=self.mission.collection)
            sample = make_sample(self.mission, slug=f"sample-{number}", cover=cover)
            ProgrammeItem.objects.create(page=self.programme, sample=sample, sort_order=number)
            soon = make_event(self.calendar, start_date=date(2100, 1, 1 + number % 28), slug=f"event-{number}")
            make_event(self.calendar, start_date=date(2008, 12, 1 + number % 28), slug=f"past-{number}")
            body = [("audio_sample", sample), ("event", soon), ("text", "<p>Words.</p>")]
            make_bulletin(self.news, f"Issue {number}", number=number, body=body, **rows)
            page = StandardPage(title=f"Page {number}", slug=f"page-{number}", locale=self.home.locale, body=body)
            page.show_in_menus = True
            self.home.add_child(instance=page)

    def one(self, kind: str) -> Any:
        model = {"series": "Series", "category": "Category", "author": "Author"}[kind]
        slug = {"series": "special-issue", "category": "general", "author": "admin"}[kind]
        from news import models

        return getattr(models, model).objects.get(slug=slug)

    def count(self, address: str, client: Client | None = None) -> int:
        client = client or self.client
        assert client.get(address).status_code == 200, address
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)


@pytest.fixture
def ground(committed: Missions, monkeypatch: pytest.MonkeyPatch) -> Ground:
    # Whoever looks at the version now and then does not count here.
    monkeypatch.setattr(content_version, "TRUSTED", 3600)
    return Ground(committed)


def bare_beside(parent: Page) -> None:
    parent.add_child(instance=Page(title="Bare", slug="bare", locale=parent.locale))


def test_home_and_a_bulletin_stay_near_a_bare_page(ground: Ground) -> None:
    ground.fill(1, 5)
    root = Page.get_first_root_node().add_child(instance=Page(title="Bare", slug="bare", locale=locale("en")))
    Site.objects.create(hostname="bare.example", port=80, root_page=root, site_name="Bare")
    bare_beside(Page.objects.get(pk=ground.news.pk))
    rows = {kind: ground.one(kind) for kind in ("series", "category", "author")}
    body = [("heading", {"text": "Part", "level": "h2"}), ("text", "<p>Words.</p>")]
    plain = make_bulletin(ground.news, "Plain", number=99, contact=make_contact(ground.mission), body=body, **rows)
    plain.tags.add("reform")
    plain.save()
    bare_bulletin = ground.count("/news/bare/")
    bare_home = ground.count("/", Client(headers={"host": "bare.example"}))
    found = {
        "home": ground.count("/") - bare_home,
        "bulletin": ground.count("/news/plain/") - bare_bulletin,
    }
    assert max(found.values()) <= ALLOWANCE, found
    # What is embedded costs the same however often: five queries for recordings, two for events.
    assert ground.count("/news/issue-2/") - bare_bulletin <= found["bulletin"] + 7


def test_everything_costs_the_same_among_one_and_among_fifty(ground: Ground) -> None:
    ground.fill(1, 2)
    one = {address: ground.count(address) for address in LISTS}
    ground.fill(2, 51)
    fifty = {address: ground.count(address) for address in LISTS}
    assert {address: (one[address], count) for address, count in fifty.items() if count > one[address]} == {}
