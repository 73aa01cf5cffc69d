"""The report of the numbers of series: gaps, drafts, own missions only."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from news.gaps import Gap, gaps
from tests.missions import Missions, editor_of, visitor
from tests.news.ground import edit_url, make_bulletin, make_category, make_index, make_series, post_new

URL = "/admin/news/numbers/"


@pytest.fixture
def desk(missions: Missions) -> Any:
    class Desk:
        mission = missions.first
        other = missions.second
        client = editor_of(missions.first)
        index = make_index(missions.first)
        series = make_series(missions.first)

        def publish(self, *numbers: int) -> None:
            for number in numbers:
                make_bulletin(self.index, f"Issue {number}", series=self.series, number=number)

        def lines(self) -> list[Any]:
            return list(self.client.get(URL).context["lines"])

    return Desk()


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], []),
        ([7], []),
        ([1, 2, 3], []),
        ([3, 1], [Gap(2, 2)]),
        ([24, 30, 31, 40], [Gap(25, 29), Gap(32, 39)]),
        ([5, 5, 7], [Gap(6, 6)]),
    ],
)
def test_gaps_lie_between_numbers(numbers: list[int], expected: list[Gap]) -> None:
    assert gaps(numbers) == expected


@given(st.sets(st.integers(1, 300), min_size=1))
def test_gaps_and_numbers_together_are_all(numbers: set[int]) -> None:
    missing = {number for gap in gaps(numbers) for number in range(gap.first, gap.last + 1)}
    assert missing | numbers == set(range(min(numbers), max(numbers) + 1))
    assert not missing & numbers


def test_the_report_shows_gaps_and_drafts(desk: Any) -> None:
    desk.publish(3, 4, 7, 10)
    post_new(desk.client, desk.index, "Waiting", series=desk.series, number=12)
    (line,) = desk.lines()
    assert (line.name, line.count, line.first, line.last, line.missing) == ("Special Issue", 5, 3, 12, 5)
    assert [str(gap) for gap in line.gaps] == ["5–6", "8–9", "11"]
    assert [(draft.number, draft.title) for draft in line.drafts] == [(12, "Waiting")]
    html = desk.client.get(URL).content.decode()
    assert "5–6, 8–9, 11" in html
    assert f'<a href="{line.drafts[0].url}">Waiting</a>' in html


def test_a_draft_with_another_number_than_its_page_is_a_draft(desk: Any) -> None:
    desk.publish(1)
    page = desk.index.get_children().get().specific
    page.number = 5
    page.save_revision()
    (line,) = desk.lines()
    assert [(draft.number, draft.url) for draft in line.drafts] == [(5, edit_url(page))]


def test_long_lists_are_cut_and_counted(desk: Any, settings: Any) -> None:
    settings.SERIES_REPORT_SHOWN = 2
    desk.publish(1, 3, 5, 7)
    (line,) = desk.lines()
    assert (line.shown_gaps, line.more_gaps) == ([Gap(2, 2), Gap(4, 4)], 1)
    assert "and 1 more gap" in desk.client.get(URL).content.decode()


def test_the_file_says_the_same(desk: Any) -> None:
    desk.publish(1, 4)
    answer = desk.client.get(URL + "?export=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "Special Issue,,2,1,4,2–3," in answer.content.decode()


def test_editors_see_the_series_of_their_own_missions(desk: Any) -> None:
    make_series(desk.other, "secret", en="Secret")
    assert "Secret" not in desk.client.get(URL).content.decode()
    assert "Secret" in editor_of(desk.other).get(URL).content.decode()


def test_strangers_do_not_see_it(desk: Any) -> None:
    assert visitor(desk.mission).get(URL).status_code == 302


def test_an_editor_without_series_reads_a_sentence(desk: Any) -> None:
    assert "There is no series yet." in editor_of(desk.other).get(URL).content.decode()


def test_it_stands_in_the_menu_of_reports(desk: Any) -> None:
    assert URL in desk.client.get("/admin/").content.decode()


def test_it_costs_the_same_for_one_and_for_twenty(desk: Any) -> None:
    def count() -> int:
        desk.client.get(URL)
        with CaptureQueriesContext(connection) as found:
            desk.client.get(URL)
        return len(found)

    desk.publish(1)
    one = count()
    desk.publish(*range(2, 21))
    make_category(desk.mission, "other")
    for number in range(5):
        make_series(desk.mission, f"series-{number}")
    post_new(desk.client, desk.index, "Waiting", series=desk.series, number=40)
    assert count() <= one + 1
