"""Bulletins on the dashboard: the last three, each once, and the next free number of every series."""

from datetime import date

import pytest

from news.dashboard import BulletinsPanel, new_bulletin_address
from tests.desk import desk_of, rows_of
from tests.news.ground import add_url, make_bulletin, make_index, make_series

pytestmark = pytest.mark.django_db


def test_the_last_three_are_told_once_in_the_main_language(missions):
    english = make_index(missions.first)
    kazakh = make_index(missions.first, "kk", english)
    series = make_series(missions.first)
    for number in range(1, 5):
        page = make_bulletin(english, f"Issue {number}", number=number, series=series, date=date(2026, 3, number))
        make_bulletin(kazakh, f"Шығарылым {number}", translation_key=page.translation_key, date=page.date)
    latest = BulletinsPanel(desk_of(missions.first)).latest()
    assert [row.title for row in latest] == ["Issue 4", "Issue 3", "Issue 2"]
    assert latest[0].facts == ("Special Issue No 4", "4 March 2026")


def test_a_bulletin_in_another_language_alone_is_told_in_that(missions):
    make_bulletin(make_index(missions.first, "kk"), "Жаңалық")
    (row,) = BulletinsPanel(desk_of(missions.first)).latest()
    assert (row.title, row.lang) == ("Жаңалық", "kk")


def test_every_series_says_its_next_free_number(missions):
    make_bulletin(make_index(missions.first), "Issue", number=24, series=make_series(missions.first))
    make_series(missions.first, "letters", en="Letter")
    numbers = BulletinsPanel(desk_of(missions.first)).next_numbers()
    assert [row.title for row in numbers] == ["Letter No 1", "Special Issue No 25"]


def test_nothing_of_the_other_mission_is_told(missions):
    make_bulletin(make_index(missions.second), "Theirs", number=3, series=make_series(missions.second))
    content = BulletinsPanel(desk_of(missions.first)).content()
    assert rows_of(content) == []
    assert content.is_empty


def test_a_new_bulletin_is_offered_to_who_may_write_one(missions):
    index = make_index(missions.first)
    assert new_bulletin_address(desk_of(missions.first)) == add_url(index)
    missions.first.group.page_permissions.all().delete()
    assert new_bulletin_address(desk_of(missions.first)) == ""
    assert new_bulletin_address(desk_of(missions.second)) == ""
