"""The list and a bulletin cost the same number of queries for 1 and for 20, and at most 12 more than a bare page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Page

from home.demo.bulk import insert_bulletins
from news.models import BulletinPage
from tests.missions import Missions, visitor
from tests.news.ground import make_author, make_bulletin, make_category, make_contact, make_index, make_series

ALLOWANCE = 12
# A bulletin has corrections and related bulletins, which a list has not.
OF_A_BULLETIN = ALLOWANCE + 1


@pytest.fixture
def ground(missions: Missions) -> Any:
    class Ground:
        mission = missions.first
        client = visitor(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first)

        def fill(self, start: int, end: int) -> None:
            for number in range(start, end):
                slug = f"row-{number}"
                make_bulletin(
                    self.index,
                    f"Issue {number}",
                    series=self.series,
                    number=number,
                    category=make_category(self.mission, slug),
                    author=make_author(self.mission, slug),
                    contact=make_contact(self.mission, slug),
                    body=[("heading", {"text": "Part", "level": "h2"}), ("text", "<p>Text.</p>")],
                )

        def count(self, url: str) -> int:
            for _warm in range(2):
                assert self.client.get(url).status_code == 200, url
            with CaptureQueriesContext(connection) as queries:
                self.client.get(url)
            return len(queries)

    return Ground()


def bare_count(ground: Any, parent: Any, slug: str) -> int:
    """Queries of a Wagtail page without a type of its own, beneath ``parent``."""
    page = Page(title="Bare", slug=slug, locale=parent.locale)
    parent.add_child(instance=page)
    return int(ground.count(f"{parent.get_url()}{slug}/"))


@pytest.mark.parametrize(
    "url",
    [
        "/news/",
        "/news/?category=row-1",
        "/news/series/special-issue/",
        "/news/author/row-1/",
        "/news/2008/",
        "/news/2008/12/",
        "/news/archive/",
        "/news/feed.rss",
        "/news/feed.atom",
        "/news/feed.json",
        "/news/series/special-issue/feed.json",
    ],
)
def test_lists_and_feeds_cost_the_same_for_one_and_for_twenty(ground: Any, url: str) -> None:
    ground.fill(1, 2)
    one = ground.count(url)
    ground.fill(2, 21)
    assert ground.count(url) == one


def test_a_bulletin_costs_the_same_among_one_and_among_twenty(ground: Any) -> None:
    ground.fill(1, 4)
    few = ground.count("/news/issue-2/")
    ground.fill(4, 21)
    assert ground.count("/news/issue-2/") == few


def test_the_list_stays_near_a_bare_page(ground: Any) -> None:
    ground.fill(1, 21)
    bare = bare_count(ground, ground.mission.home["en"], "bare")
    assert ground.count("/news/") <= bare + ALLOWANCE


def test_a_bulletin_stays_near_a_bare_page(ground: Any) -> None:
    ground.fill(1, 21)
    bare = bare_count(ground, ground.index, "bare")
    assert ground.count("/news/issue-2/") <= bare + OF_A_BULLETIN


def add_many(ground: Any, first: int, end: int) -> None:
    """Published bulletins in bulk, in three categories and over ten years."""
    rows = [make_category(ground.mission, f"bulk-{first}-{place}") for place in range(3)]
    tag = Tag.objects.get_or_create(name="bulk", slug="bulk")[0]
    pages = [
        BulletinPage(
            title=f"Many {number}",
            slug=f"many-{number}",
            series=ground.series,
            number=1000 + number,
            date=date(2000 + number % 10, 1 + number % 12, 1),
            category=rows[number % 3],
            body=[("text", "<p>Text.</p>")],
        )
        for number in range(first, end)
    ]
    insert_bulletins(Page.objects.get(pk=ground.index.pk), pages, [tag] * len(pages))


def test_every_page_costs_the_same_among_few_and_among_a_thousand(ground: Any) -> None:
    """All of one kind: what is narrowed to has many, too."""
    ground.fill(1, 3)
    add_many(ground, 1, 25)
    addresses = ("/news/", "/news/archive/", "/news/2003/", "/news/2003/04/", "/news/series/special-issue/")
    addresses = (*addresses, "/news/category/bulk-1-1/", "/news/feed.json", "/news/many-13/", "/search/?q=many")
    few = {address: ground.count(address) for address in addresses}
    add_many(ground, 25, 1000)
    assert {address: ground.count(address) for address in addresses} == few
