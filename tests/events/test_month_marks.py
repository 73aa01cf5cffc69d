"""Holidays of the mission's two countries and its own closed days in the month: large, small, in the list, in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from tests.core.test_closed_days import close, set_hours
from tests.events.ground import make_calendar, make_event
from tests.missions import Missions, TestMission, visitor

MARCH = "/events/2026/03/"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 3, 10, 15, tzinfo=UTC))


@pytest.fixture
def first(missions: Missions) -> TestMission:
    set_hours(missions.first, home_country="KZ", host_country="US")
    make_calendar(missions.first.home["en"])
    return missions.first


def html(mission: TestMission, path: str = MARCH) -> str:
    response = visitor(mission).get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(markup: str) -> str:
    return " ".join(unescape(strip_tags(markup)).split())


def cell(page: str, day: str) -> str:
    """The cell of a day in the large table."""
    (found,) = [one for one in re.findall(r"<td.*?</td>", page, re.S) if f'<time datetime="{day}">' in one]
    return found


def small(page: str, number: int) -> list[str]:
    table = re.search(r'<table class="month-table">.*?</table>', page, re.S)
    assert table
    return [one for one in re.findall(r"<td[^>]*>.*?</td>", table[0], re.S) if words(one).startswith(str(number))]


def listed(page: str) -> dict[str, list[str]]:
    found = re.findall(
        r"<dt>(.*?)</dt>(.*?)</div>", page[page.index('<dl class="month-marks">') :].split("</dl>")[0], re.S
    )
    return {words(day): [words(one) for one in re.findall(r"<dd>(.*?)</dd>", rest, re.S)] for day, rest in found}


def test_the_large_month_marks_a_holiday_with_whose_it_is_and_that_it_closes(first: TestMission) -> None:
    page = html(first)
    assert words(cell(page, "2026-03-21")) == "21 Nauryz Kazakhstan"
    assert words(cell(page, "2026-03-23")) == "23 Nauryz Kazakhstan closed"
    assert 'class="chip chip-holiday"' in cell(page, "2026-03-23")
    assert words(cell(page, "2026-03-17")) == "17"


def test_the_days_of_the_neighbouring_months_are_marked_too(first: TestMission) -> None:
    assert words(cell(html(first, "/events/2026/12/"), "2027-01-01")).startswith("1 New Year's Day")


def test_the_small_month_says_it_in_the_name_of_the_day(first: TestMission) -> None:
    (found,) = small(html(first), 23)
    assert words(found) == "23: Nauryz (Kazakhstan), closed"
    assert "is-holiday" in found


def test_a_day_with_events_says_both(first: TestMission) -> None:
    make_event(first.home["en"].get_children().get(slug="events").specific, title="Feast", start_date=date(2026, 3, 23))
    page = html(first)
    (found,) = [one for one in small(page, 23) if "Feast" in one]
    assert "Monday, 23 March 2026: Feast, Nauryz (Kazakhstan), closed" in words(found)
    assert words(cell(page, "2026-03-23")).endswith("Nauryz Kazakhstan closed")


def test_the_list_tells_days_in_a_row_once(first: TestMission) -> None:
    close(first, date(2026, 3, 30), date(2026, 4, 2), reason={"en": "Works"})
    assert listed(html(first)) == {
        "8 March 2026": ["International Women's Day (Kazakhstan)"],
        "9 March 2026": ["International Women's Day, day off (Kazakhstan)"],  # over, so nobody is told that it closes
        "21 to 22 March 2026": ["Nauryz (Kazakhstan)"],
        "23 March 2026": ["Nauryz (Kazakhstan), closed"],
        "24 to 25 March 2026": ["Nauryz, day off (Kazakhstan), closed"],
        "30 to 31 March 2026": ["Works, closed"],
    }


def test_home_marks_them_in_its_sheet(first: TestMission) -> None:
    page = html(first, "/")
    assert '<dl class="month-marks">' not in page


def test_each_language_has_its_names(first: TestMission) -> None:
    make_calendar(first.home["kk"])
    assert "Наурыз мейрамы" in cell(html(first, "/kk/events/2026/03/"), "2026-03-23")


def test_a_day_by_itself_says_what_it_is(first: TestMission) -> None:
    page = html(first, "/events/2026/03/23/")
    assert listed(page) == {"23 March 2026": ["Nauryz (Kazakhstan), closed"]}


def test_a_mission_without_countries_has_no_marks(missions: Missions, first: TestMission) -> None:
    make_calendar(missions.second.home["en"])
    page = html(missions.second)
    assert "chip-holiday" not in page
    assert "month-marks" not in page


@pytest.mark.parametrize("path", ["/events/2200/12/", "/events/2150/03/"])
def test_of_years_that_nobody_knows_nothing_is_said(first: TestMission, path: str) -> None:
    assert "chip-holiday" not in html(first, path)


def count(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_marks_cost_the_same_for_one_and_for_twenty(first: TestMission) -> None:
    client: Any = visitor(first)
    close(first, date(2026, 3, 1))
    one = count(client, MARCH)
    for day in range(2, 21):
        close(first, date(2026, 3, day), reason={"en": f"Day {day}"})
    assert count(client, MARCH) == one
