"""The home page costs the same for 1 bulletin, event and sample and for 20, and at most 16 queries more than a bare page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, Site

from events.models import EventPage, EventsPage
from music.models import MusicPage, ProgrammeItem, ProgrammePage
from tests.missions import Missions, TestMission, locale, visitor
from tests.music.uploading import stored
from tests.news.ground import make_author, make_bulletin, make_category, make_index, make_series

# The renditions of the recordings are the thirteenth, the dates of the month, the mission's special days and its
# alerts follow; the last two are remembered outside of a test's transaction.
ALLOWANCE = 16


def count(client: Client, path: str) -> int:
    """Queries of the second visit: the first one fills what lives as long as the process."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def fill(mission: TestMission) -> Callable[[int, int], None]:
    """Index pages and a function that adds bulletins, events and samples numbered from ``first`` to before ``end``."""
    home = mission.home["en"]
    news = make_index(mission)
    calendar = home.add_child(instance=EventsPage(title="Events", locale=home.locale))
    music = home.add_child(instance=MusicPage(title="Music", locale=home.locale))
    programme = music.add_child(instance=ProgrammePage(title="Songs", slug="songs", locale=home.locale))
    rows = {"series": make_series(mission), "category": make_category(mission), "author": make_author(mission)}
    soon = (datetime.now(UTC) + timedelta(days=1)).date()

    def add(first: int, end: int) -> None:
        for number in range(first, end):
            make_bulletin(news, f"Issue {number}", number=number, date=date(2020, 1, number), **rows)
            event = EventPage(title=f"Event {number}", slug=f"event-{number}", locale=home.locale, start_date=soon)
            event.start_time, event.time_zone = time(9), "America/New_York"
            calendar.add_child(instance=event)
            programme.items.add(ProgrammeItem(sample=stored(mission, number), sort_order=number))
        programme.save_revision().publish()

    return add


def bare_path() -> str:
    """A Wagtail page without a type of its own at the depth of a home page, on a host of its own."""
    root = Page.get_first_root_node()
    page = root.add_child(instance=Page(title="Bare", slug="bare", locale=locale("en")))
    Site.objects.create(hostname="bare.example", port=80, root_page=page, site_name="Bare")
    return "/"


@pytest.fixture
def add(missions: Missions) -> Any:
    return fill(missions.first)


def test_home_costs_the_same_for_one_and_for_twenty(missions: Missions, add: Any) -> None:
    client = visitor(missions.first)
    add(1, 2)
    one = count(client, "/")
    add(2, 21)
    # From one to three there is more beside the lead; from there on nothing grows.
    assert count(client, "/") <= one
    assert "Issue 20" in client.get("/").content.decode()


def test_home_stays_near_a_bare_page(missions: Missions, add: Any) -> None:
    add(1, 4)
    bare = count(Client(headers={"host": "bare.example"}), bare_path())
    assert count(visitor(missions.first), "/") <= bare + ALLOWANCE
