"""Whether a mission is open: the week, its exceptions, holidays and clocks, and that it holds at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.holidays import Country
from core.openness import (
    CLOSED,
    HOLIDAY_HOURS,
    HOURS,
    OPEN,
    Opening,
    Special,
    Timetable,
    joined,
    openness,
    plan,
    special_days,
)

NEW_YORK = ZoneInfo("America/New_York")
CHANCERY, CONSULAR = "chancery", "consular"
US, KZ = Country("US"), Country("KZ")


def week(*hours: tuple[int, int], service: str = CHANCERY, days: range = range(5)) -> tuple[Opening, ...]:
    return tuple(Opening(service, day, time(opens), time(closes)) for day in days for opens, closes in hours)


def timetable(*specials: Special, openings: tuple[Opening, ...] = week((9, 17)), **more: object) -> Timetable:
    return Timetable(more.pop("zone", NEW_YORK), openings, specials, **more)  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def state(found: Timetable, text: str, service: str = CHANCERY) -> tuple[bool, datetime | None]:
    states = {one.service: one for one in openness(found, at(text)).states}
    return states[service].is_open, states[service].until


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}" if moment else ""


@pytest.mark.parametrize(
    ("moment", "is_open", "until"),
    [
        ("2026-11-24 08:59:59", False, "2026-11-24 09:00"),
        ("2026-11-24 09:00", True, "2026-11-24 17:00"),
        ("2026-11-24 16:59:59", True, "2026-11-24 17:00"),
        ("2026-11-24 17:00", False, "2026-11-25 09:00"),
        ("2026-11-27 17:30", False, "2026-11-30 09:00"),
        ("2026-11-29 12:00", False, "2026-11-30 09:00"),
    ],
)
def test_the_week_is_kept_to_the_second(moment: str, is_open: bool, until: str) -> None:
    found, changes = state(timetable(), moment)
    assert (found, local(changes)) == (is_open, until)


def test_a_break_at_noon_closes() -> None:
    found = timetable(openings=week((9, 12), (14, 17)))
    assert state(found, "2026-11-24 13:00") == (False, at("2026-11-24 14:00").astimezone(UTC))
    assert state(found, "2026-11-24 11:00") == (True, at("2026-11-24 12:00").astimezone(UTC))


def test_rows_that_touch_or_overlap_are_one_opening() -> None:
    assert joined(((time(9), time(13)), (time(12), time(15)), (time(15), time(17)))) == ((time(9), time(17)),)
    assert joined(((time(20), time(0)), (time(22), time(23)))) == ((time(20), time(0)),)
    assert joined(((time(9), time(12)), (time(13), time(0)))) == ((time(9), time(12)), (time(13), time(0)))


def test_an_opening_goes_on_over_midnight() -> None:
    openings = (Opening(CHANCERY, 4, time(20), time(0)), Opening(CHANCERY, 5, time(0), time(2)))
    found = timetable(openings=openings)
    assert state(found, "2026-11-27 23:00") == (True, at("2026-11-28 02:00").astimezone(UTC))
    assert state(found, "2026-11-28 01:00") == (True, at("2026-11-28 02:00").astimezone(UTC))


def test_what_never_closes_has_no_next_change() -> None:
    found = timetable(openings=week((0, 0), days=range(7)))
    assert state(found, "2026-11-27 23:00") == (True, None)
    assert openness(found, at("2026-11-27 23:00")).changes_at is None


def test_a_mission_without_hours_says_nothing() -> None:
    found = openness(timetable(openings=(), countries=(US,)), at("2026-11-24 12:00"))
    assert (found.states, found.changes_at) == ((), None)


def test_each_service_has_its_own_state() -> None:
    found = timetable(openings=week((9, 17)) + week((10, 12), service=CONSULAR))
    assert state(found, "2026-11-24 13:00", CHANCERY)[0]
    assert not state(found, "2026-11-24 13:00", CONSULAR)[0]
    assert openness(found, at("2026-11-24 11:00")).changes_at == at("2026-11-24 12:00").astimezone(UTC)


def test_a_mission_that_is_closed_for_longer_than_anybody_looks_says_no_opening() -> None:
    closed = Special(1, date(2026, 1, 1), date(2030, 1, 1), CLOSED)
    assert state(timetable(closed), "2026-11-24 12:00") == (False, None)


THANKSGIVING = "2026-11-26 12:00"


def test_a_holiday_of_either_country_closes() -> None:
    assert state(timetable(countries=(KZ, US)), THANKSGIVING) == (False, at("2026-11-27 09:00").astimezone(UTC))
    assert state(timetable(countries=(KZ,)), THANKSGIVING)[0]
    assert not state(timetable(countries=(KZ, US)), "2026-12-16 12:00")[0]


def test_an_editor_decides_that_a_holiday_does_not_close_and_it_lasts() -> None:
    found = timetable(countries=(US,), open_on=frozenset({"US:Thanksgiving Day"}))
    assert state(found, THANKSGIVING)[0]
    assert state(found, "2027-11-25 12:00")[0]
    assert not state(found, "2026-12-25 12:00")[0]


def test_the_day_off_in_the_place_of_a_holiday_closes_with_it() -> None:
    assert not state(timetable(countries=(US,)), "2026-07-03 12:00")[0]
    assert state(timetable(countries=(US,), open_on=frozenset({"US:Independence Day"})), "2026-07-03 12:00")[0]


def test_an_estimated_date_closes_nothing() -> None:
    day = date(2026, 5, 27)
    found = timetable(countries=(KZ,))
    assert plan(found, CHANCERY, day).spans == ((time(9), time(17)),)
    assert not plan(found, CHANCERY, day).holidays


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (CLOSED, ()),
        (HOURS, ()),
        (HOLIDAY_HOURS, ((time(10), time(13)),)),
        (OPEN, ((time(9), time(17)),)),
    ],
)
def test_what_holds_on_a_holiday(kind: str, hours: tuple[object, ...]) -> None:
    spans = ((time(10), time(13)),) if kind in (HOURS, HOLIDAY_HOURS) else ()
    special = Special(1, date(2026, 11, 26), date(2026, 11, 26), kind, spans=spans)
    assert plan(timetable(special, countries=(US,)), CHANCERY, date(2026, 11, 26)).spans == hours


def special(key: int, first: int, last: int, kind: str = CLOSED, service: str = "") -> Special:
    spans = ((time(10), time(11)),) if kind == HOURS else ()
    return Special(key, date(2026, 11, first), date(2026, 11, last), kind, service, spans)


@pytest.mark.parametrize(
    ("rows", "wins"),
    [
        ([special(1, 23, 27), special(2, 24, 24, HOURS)], 2),
        ([special(1, 23, 27, HOURS), special(2, 24, 24)], 2),
        ([special(1, 24, 24), special(2, 24, 24, HOURS, CHANCERY)], 2),
        ([special(1, 24, 24), special(2, 24, 25, HOURS, CHANCERY)], 1),
        ([special(1, 24, 24), special(2, 24, 24, HOURS)], 2),
        ([special(1, 24, 24, CLOSED, CONSULAR)], None),
        ([special(1, 25, 25)], None),
    ],
)
def test_the_shorter_wins_then_the_one_for_one_service_then_the_newest(rows: list[Special], wins: int | None) -> None:
    found = plan(timetable(*rows), CHANCERY, date(2026, 11, 24)).special
    assert (found.key if found else None) == wins


def test_other_hours_over_several_days_leave_the_weekend_free() -> None:
    summer = special(1, 20, 30, HOURS)
    assert plan(timetable(summer), CHANCERY, date(2026, 11, 21)).spans == ()
    assert plan(timetable(summer), CHANCERY, date(2026, 11, 23)).spans == ((time(10), time(11)),)
    saturday = special(2, 21, 21, HOURS)
    assert plan(timetable(saturday), CHANCERY, date(2026, 11, 21)).spans == ((time(10), time(11)),)


def test_only_days_unlike_the_week_are_special() -> None:
    found = timetable(special(1, 20, 24), countries=(US,))
    days = [day.day for day, _plan in special_days(found, CHANCERY, date(2026, 11, 1), date(2026, 11, 30))]
    assert days == [11, 20, 23, 24, 26]


def test_the_hour_that_spring_skips_opens_late_and_the_one_that_autumn_repeats_once() -> None:
    night = timetable(openings=week((2, 5), days=range(7)))
    # 02:00 does not exist on that day; read in the old offset it is 03:00 by the new one.
    spring = at("2026-03-08 01:59")
    assert openness(night, spring).states[0].until == datetime(2026, 3, 8, 7, tzinfo=UTC)
    early = timetable(openings=week((1, 2), days=range(7)))
    autumn = openness(early, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)).states[0]
    assert (autumn.is_open, autumn.until) == (True, datetime(2026, 11, 1, 7, tzinfo=UTC))


def test_an_opening_that_the_clock_skips_whole_does_not_take_place() -> None:
    skipped = Timetable(NEW_YORK, (Opening(CHANCERY, 6, time(2, 15), time(2, 45)),))
    found = openness(skipped, at("2026-03-08 01:00")).states[0]
    # Both ends move by the hour, so that it is as long as ever, one hour later.
    assert found.until == datetime(2026, 3, 8, 7, 15, tzinfo=UTC)


clocks = st.times().map(lambda one: one.replace(minute=one.minute // 15 * 15, second=0, microsecond=0))
spans = st.tuples(clocks, clocks).filter(lambda span: span[0] < span[1] or span[1] == time())
services = st.sampled_from([CHANCERY, CONSULAR])
openings = st.builds(lambda service, day, span: Opening(service, day, *span), services, st.integers(0, 6), spans)
days = st.dates(date(2026, 2, 20), date(2026, 3, 20)) | st.dates(date(2026, 10, 20), date(2026, 11, 20))


@st.composite
def exceptions(draw: st.DrawFn) -> Special:
    first, kind = draw(days), draw(st.sampled_from([CLOSED, HOURS, HOLIDAY_HOURS, OPEN]))
    last = first + timedelta(days=draw(st.integers(0, 9)))
    hours = (draw(spans),) if kind in (HOURS, HOLIDAY_HOURS) else ()
    return Special(draw(st.integers(1, 99)), first, last, kind, draw(services | st.just("")), hours)


timetables = st.builds(
    Timetable,
    zone=st.sampled_from([NEW_YORK, ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin"), ZoneInfo("Africa/Cairo")]),
    openings=st.lists(openings, min_size=1, max_size=8).map(tuple),
    specials=st.lists(exceptions(), max_size=4).map(tuple),
    countries=st.sampled_from([(), (US,), (KZ, US)]),
)
moments = days.flatmap(lambda day: clocks.map(lambda clock: datetime.combine(day, clock, tzinfo=UTC)))


def walked(found: Timetable, service: str, moment: datetime) -> bool:
    """What the clock on the wall says: whether the local time lies in a span of its day."""
    here = moment.astimezone(found.zone)
    return any(
        opens <= here.time() and (here.time() < closes or closes == time())
        for opens, closes in plan(found, service, here.date()).spans
    )


def is_odd(found: Timetable, moment: datetime) -> bool:
    """Near a change of clocks the wall shows times twice or never."""
    return any(
        (moment + timedelta(hours=by)).astimezone(found.zone).utcoffset() != moment.astimezone(found.zone).utcoffset()
        for by in (-2, 2)
    )


@settings(deadline=None)
@given(timetables, moments)
def test_the_next_change_lies_ahead_and_changes_the_state(found: Timetable, moment: datetime) -> None:
    for one in openness(found, moment).states:
        if one.until is None:
            continue
        assert one.until > moment
        at_change = {state.service: state for state in openness(found, one.until).states}[one.service]
        assert at_change.is_open is not one.is_open


@settings(deadline=None)
@given(timetables, moments, st.floats(0, 1))
def test_the_state_is_the_same_until_the_next_change(found: Timetable, moment: datetime, part: float) -> None:
    now = openness(found, moment)
    end = min(now.changes_at or moment + timedelta(days=9), moment + timedelta(days=9))
    between = moment + (end - moment) * part * 0.999
    later = openness(found, between)
    assert [one.is_open for one in later.states] == [one.is_open for one in now.states]
    assert later.changes_at == now.changes_at


@settings(deadline=None, max_examples=40)
@given(timetables, days)
def test_a_walk_through_the_day_by_quarters_of_an_hour_finds_the_same(found: Timetable, day: date) -> None:
    start = datetime.combine(day, time(), tzinfo=UTC)
    for quarter in range(96):
        moment = start + timedelta(minutes=15 * quarter)
        if is_odd(found, moment):
            continue
        for one in openness(found, moment).states:
            assert one.is_open is walked(found, one.service, moment), (moment, one)
