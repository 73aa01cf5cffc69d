"""The month as a grid."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.months import LANES, Span, is_month, last_day, month_grid, neighbour, shown_days
from events.times import FIRST_DAY, LAST_DAY

years = st.integers(1900, 2200)
month_numbers = st.integers(1, 12)
starts = st.integers(0, 6)


def numbers(grid):
    return [[day.date.day for day in week] for week in grid.weeks]


def test_march_2023_has_five_weeks_from_monday_on_with_the_neighbours_days():
    grid = month_grid(2023, 3, [])
    assert numbers(grid)[0] == [27, 28, 1, 2, 3, 4, 5]
    assert numbers(grid)[-1] == [27, 28, 29, 30, 31, 1, 2]
    assert [day.in_month for day in grid.weeks[0]] == [False, False, True, True, True, True, True]
    assert (grid.weeks[0][0].date, grid.weeks[-1][-1].date) == (date(2023, 2, 27), date(2023, 4, 2))


def test_a_week_may_begin_on_sunday_or_saturday():
    assert numbers(month_grid(2023, 3, [], week_start=6))[0] == [26, 27, 28, 1, 2, 3, 4]
    assert numbers(month_grid(2023, 3, [], week_start=5))[0] == [25, 26, 27, 28, 1, 2, 3]


def test_a_february_of_four_weeks_shows_no_neighbour():
    assert numbers(month_grid(2021, 2, []))[0][0] == 1
    assert numbers(month_grid(2021, 2, []))[-1][-1] == 28


def test_only_today_is_today():
    grid = month_grid(2023, 3, [], today=date(2023, 3, 14))
    assert [day.date for week in grid.weeks for day in week if day.is_today] == [date(2023, 3, 14)]
    assert not any(day.is_today for week in month_grid(2023, 3, []).weeks for day in week)


@given(years, month_numbers, starts)
def test_every_month_is_shown_in_whole_weeks_without_gaps(year, month, week_start):
    grid = month_grid(year, month, [], week_start=week_start)
    days = [day for week in grid.weeks for day in week]
    assert [day.date for day in days] == shown_days(year, month, week_start)
    assert all(len(week) == 7 for week in grid.weeks)
    assert 4 <= len(grid.weeks) <= 6
    assert {week[0].date.weekday() for week in grid.weeks} == {week_start}
    assert all(later.date - day.date == timedelta(days=1) for day, later in itertools.pairwise(days))
    inside = [day.date for day in days if day.in_month]
    assert inside[0] == date(year, month, 1)
    assert inside[-1] == last_day(year, month)
    assert len(inside) == inside[-1].day


@given(years, month_numbers)
def test_neighbours_lead_there_and_back(year, month):
    following = neighbour(year, month, 1)
    if following is None:
        assert (year, month) == (2200, 12)
    else:
        assert neighbour(*following, -1) == (year, month)


def test_the_calendar_ends_in_1900_and_2200():
    assert neighbour(1900, 1, -1) is None
    assert neighbour(2200, 12, 1) is None
    assert is_month(1900, 1)
    assert is_month(2200, 12)
    assert not any(is_month(*at) for at in [(1899, 12), (2201, 1), (2023, 0), (2023, 13)])


def test_an_event_over_several_days_is_on_each_and_its_text_stands_once_a_week():
    grid = month_grid(2023, 3, [Span(date(2023, 3, 25), date(2023, 3, 28), "nauryz")])
    pieces = {day.date.day: day.lanes[0] for week in grid.weeks for day in week if day.in_month and day.lanes}
    assert list(pieces) == [25, 26, 27, 28]
    assert [piece.leads for piece in pieces.values()] == [True, False, True, False]
    assert [piece.starts for piece in pieces.values()] == [True, False, False, False]
    assert [piece.ends for piece in pieces.values()] == [False, False, False, True]
    assert [piece.part for piece in pieces.values()] == ["start", "middle", "start", "end"]
    assert [piece.days_left for piece in pieces.values()] == [2, 1, 2, 1]


def test_a_long_event_keeps_its_lane_and_others_go_around_it():
    spans = [
        Span(date(2023, 3, 20), date(2023, 3, 20), "talk"),
        Span(date(2023, 3, 20), date(2023, 3, 22), "fair"),
        Span(date(2023, 3, 21), date(2023, 3, 21), "walk"),
    ]
    week = month_grid(2023, 3, spans).weeks[3]
    assert [[piece and piece.item for piece in day.lanes] for day in week[:3]] == [
        ["fair", "talk"],
        ["fair", "walk"],
        ["fair"],
    ]


def test_a_gap_keeps_a_bar_on_its_level():
    spans = [
        Span(date(2023, 3, 20), date(2023, 3, 21), "fair"),
        Span(date(2023, 3, 21), date(2023, 3, 23), "show"),
    ]
    week = month_grid(2023, 3, spans).weeks[3]
    assert [[piece and piece.item for piece in day.lanes] for day in week[1:4]] == [
        ["fair", "show"],
        [None, "show"],
        [None, "show"],
    ]


def test_more_than_three_on_a_day_are_counted():
    spans = [Span(date(2023, 3, 16), date(2023, 3, 16), number) for number in range(5)]
    day = next(day for week in month_grid(2023, 3, spans).weeks for day in week if day.date == date(2023, 3, 16))
    assert [piece.item for piece in day.lanes] == [0, 1, 2]
    assert day.hidden == (3, 4)
    assert day.items == (0, 1, 2, 3, 4)


@st.composite
def span_lists(draw):
    around = st.integers(-50, 50)
    lengths = st.integers(0, 60)
    made = []
    for number, (offset, length) in enumerate(draw(st.lists(st.tuples(around, lengths), max_size=12))):
        first = date(2023, 3, 15) + timedelta(days=offset)
        made.append(Span(first, first + timedelta(days=length), number))
    return made


@given(span_lists(), starts)
def test_each_day_holds_exactly_what_takes_place_and_no_lane_twice(spans, week_start):
    grid = month_grid(2023, 3, spans, week_start=week_start)
    for week in grid.weeks:
        lane_of = {}
        for day in week:
            expected = {span.item for span in spans if span.first <= day.date <= span.last}
            assert set(day.items) == expected
            shown = [piece.item for piece in day.lanes if piece]
            assert sorted([*shown, *day.hidden]) == sorted(expected)
            assert len(day.lanes) <= LANES
            for lane, piece in enumerate(day.lanes):
                if piece:
                    assert lane_of.setdefault(piece.item, lane) == lane


@pytest.mark.parametrize("day", [FIRST_DAY, LAST_DAY])
def test_the_first_and_last_month_can_be_drawn(day):
    spans = [Span(FIRST_DAY, LAST_DAY, "all the time")]
    assert month_grid(day.year, day.month, spans, today=day)
