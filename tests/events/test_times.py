"""Times as typed, and what they are in UTC."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.zones import zone_names
from events.times import TypedTimes, exists, moments, to_utc, usable_zone

NEW_YORK = usable_zone("America/New_York")
days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(microsecond=0))
zones = st.sampled_from(sorted(zone_names()))


def typed(**changes):
    facts = {
        "start_date": date(2023, 3, 16),
        "start_time": time(18, 30),
        "end_date": date(2023, 3, 16),
        "end_time": time(20),
        "all_day": False,
        "zone": "America/New_York",
    }
    return TypedTimes(**{**facts, **changes})


def test_an_evening_in_washington():
    known = moments(typed())
    assert known.start == datetime(2023, 3, 16, 22, 30, tzinfo=UTC)
    assert known.end == datetime(2023, 3, 17, 0, 0, tzinfo=UTC)


def test_the_hour_left_out_is_read_with_the_offset_before_the_change():
    assert to_utc(date(2023, 3, 12), time(2, 30), NEW_YORK) == datetime(2023, 3, 12, 7, 30, tzinfo=UTC)
    assert not exists(date(2023, 3, 12), time(2, 30), NEW_YORK)
    assert exists(date(2023, 3, 12), time(3), NEW_YORK)


def test_the_hour_that_comes_twice_means_the_first():
    assert to_utc(date(2023, 11, 5), time(1, 30), NEW_YORK) == datetime(2023, 11, 5, 5, 30, tzinfo=UTC)
    assert exists(date(2023, 11, 5), time(1, 30), NEW_YORK)


def test_an_end_after_the_hour_left_out_keeps_the_length():
    known = moments(
        typed(start_date=date(2023, 3, 12), end_date=date(2023, 3, 12), start_time=time(2, 30), end_time=time(3))
    )
    assert known.end - known.start == timedelta(minutes=30)


def test_an_all_day_event_ends_at_midnight_of_its_own_zone():
    known = moments(typed(all_day=True, end_date=date(2023, 3, 18), zone="Asia/Almaty"))
    assert known.start == datetime(2023, 3, 15, 18, tzinfo=UTC)
    assert known.end == datetime(2023, 3, 18, 18, tzinfo=UTC)


def test_an_event_without_an_end_lasts_until_the_end_of_its_day():
    assert moments(typed(end_time=None)).end == datetime(2023, 3, 17, 4, tzinfo=UTC)


def test_kazakhstan_has_one_time_since_march_2024():
    almaty = usable_zone("Asia/Almaty")
    assert to_utc(date(2024, 2, 1), time(12), almaty).hour == 6
    assert to_utc(date(2024, 4, 1), time(12), almaty).hour == 7


def test_a_midnight_that_was_left_out_is_the_moment_of_the_change():
    beirut = usable_zone("Asia/Beirut")
    known = moments(typed(all_day=True, start_date=date(2024, 3, 30), end_date=date(2024, 3, 30), zone="Asia/Beirut"))
    assert known.end.astimezone(beirut) == datetime(2024, 3, 31, 1, tzinfo=beirut)


def test_a_day_that_was_left_out_has_no_length():
    apia = typed(all_day=True, start_date=date(2011, 12, 30), end_date=date(2011, 12, 30), zone="Pacific/Apia")
    assert moments(apia).start == moments(apia).end
    assert not exists(date(2011, 12, 30), time(12), usable_zone("Pacific/Apia"))


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "america/new_york", "Factory"])
def test_an_unknown_zone_is_read_as_utc(name):
    assert usable_zone(name).key == "UTC"


@given(days, clocks, zones)
def test_a_local_time_comes_back_from_utc_unless_clocks_left_it_out(day, clock, name):
    zone = usable_zone(name)
    back = to_utc(day, clock, zone).astimezone(zone)
    if exists(day, clock, zone):
        assert (back.date(), back.time()) == (day, clock)
        assert back.fold == 0
    else:
        assert back.replace(tzinfo=None) > datetime.combine(day, clock)


@given(days, clocks, clocks, st.integers(0, 400), st.booleans(), zones)
def test_an_event_never_ends_before_it_starts(day, start, end, length, all_day, name):
    last = min(day + timedelta(days=length), date(2200, 12, 31))
    known = moments(TypedTimes(day, start, last, end, all_day, name))
    assert known.start <= known.end
    assert known.start.tzinfo is UTC


def test_a_night_event_in_the_hour_that_is_left_out_keeps_its_length():
    night = typed(
        start_date=date(2027, 3, 14), end_date=date(2027, 3, 14), start_time=time(2, 30), end_time=time(3, 15)
    )
    known = moments(night)
    assert known.start.astimezone(NEW_YORK).time() == time(3, 30)
    assert known.end - known.start == timedelta(minutes=45)
