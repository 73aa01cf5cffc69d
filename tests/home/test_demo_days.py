"""The special days of the demonstration lie ahead and on days of work, whenever it is made."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from home.demo.special_days import day_of


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_a_day_that_is_counted_falls_on_a_day_of_work(today: date, day: int) -> None:
    found = day_of({"day": day}, today)
    assert found.weekday() < 5
    assert day <= (found - today).days <= day + 2


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_date_of_the_year_is_the_next_one(today: date) -> None:
    found = day_of({"on": "12-31"}, today)
    assert (found.month, found.day) == (12, 31)
    assert 0 <= (found - today).days < 366
