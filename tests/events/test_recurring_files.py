"""Our own files of recurring events, read by a second program: its dates are ours."""

from datetime import UTC, date, datetime, time

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from events.ical import CalendarFile, Entry, Override, calendar
from events.occurrences import Change, Kind, Plan, occurrences
from events.recurrence import parse_rule
from events.times import TypedTimes, exists, local, usable_zone
from tests.events import ical_js
from tests.events.plans import MOST, plans

HEAD = CalendarFile("Events", "https://aland.example/events/", "https://aland.example/events/calendar.ics")


def entry_of(plan, uid="one"):
    """The entry of a plan, as the feed makes it."""
    every = occurrences(plan, MOST)
    return Entry(
        uid=uid,
        sequence=0,
        modified=datetime(2023, 3, 1, tzinfo=UTC),
        times=plan.times,
        title="Talk",
        description="",
        location="",
        url="https://aland.example/events/talk/",
        language="en",
        rule=plan.rule,
        last_day=max(one.times.end_date for one in every),
        excluded=tuple(one.original for one in every if one.kind is Kind.CANCELLED),
        added=tuple(one for one in every if one.kind is Kind.ADDED),
        overrides=tuple(Override(one, "") for one in every if one.kind in {Kind.MOVED, Kind.NOTE}),
    )


def file_of(plan):
    return calendar(HEAD, (entry_of(plan),))


def told_of(plan):
    """Our dates as the other program tells them: local start, and the second at which it is, sorted."""
    told = []
    for one in occurrences(plan, MOST):
        if one.kind is Kind.CANCELLED:
            continue
        if plan.times.all_day:
            told.append(one.times.start_date.isoformat())
            continue
        start = one.times.start_time or time()
        zone = usable_zone(plan.times.zone)
        told.append(local(one.times.start_date, start, zone).replace(tzinfo=None).isoformat())
    return sorted(told)


def is_on_clocks(start, plan):
    """Whether the zone had that day at all: Apia left one out, whose late hours ical.js takes for those of the next."""
    return plan.times.all_day or exists(date.fromisoformat(start[:10]), time(12), usable_zone(plan.times.zone))


def is_shown_once(day, clock, zone):
    """Whether clocks show that time exactly once; of one shown twice ical.js takes the second, against RFC 5545, 3.3.5."""
    moment = local(day, clock, zone)
    return exists(day, clock, zone) and moment.utcoffset() == moment.replace(fold=1).utcoffset()


def seconds_of(plan):
    """The instants of our dates whose hour the clocks show once."""
    zone = usable_zone(plan.times.zone)
    return {
        int(one.moments.start.timestamp())
        for one in occurrences(plan, MOST)
        if one.kind is not Kind.CANCELLED
        and not plan.times.all_day
        and is_shown_once(one.times.start_date, one.times.start_time or time(), zone)
    }


@settings(
    max_examples=22,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.generate],
)
@given(st.lists(plans(), min_size=25, max_size=25))
def test_ical_js_reads_our_dates_from_our_files(many):
    for plan, found in zip(many, ical_js.read(*map(file_of, many)), strict=True):
        dates = found["one"]["dates"]
        read = [start for start, _second, _end in dates if is_on_clocks(start, plan)]
        assert sorted(read) == [start for start in told_of(plan) if is_on_clocks(start, plan)], plan
        assert seconds_of(plan) <= {second for _start, second, _end in dates}, plan


def test_an_evening_stays_at_its_hour_through_the_change_of_clocks():
    times = TypedTimes(date(2023, 3, 7), time(18, 30), date(2023, 3, 7), time(20), False, "America/New_York")
    plan = Plan(times, parse_rule("FREQ=WEEKLY;COUNT=3"))
    moments = [one.moments.start for one in occurrences(plan, MOST)]
    assert [moment.hour for moment in moments] == [23, 22, 22]
    [found] = ical_js.read(file_of(plan))
    assert [second for _start, second, _end in found["one"]["dates"]] == [int(moment.timestamp()) for moment in moments]


def test_the_last_day_of_a_rule_is_one_of_its_days_in_every_zone():
    for zone in ("Pacific/Apia", "America/Los_Angeles", "UTC"):
        times = TypedTimes(date(2023, 3, 7), time(23, 30), date(2023, 3, 8), time(1), False, zone)
        plan = Plan(times, parse_rule("FREQ=DAILY;UNTIL=20230309"))
        [found] = ical_js.read(file_of(plan))
        assert len(found["one"]["dates"]) == 3, zone


def test_single_dates_are_written_as_the_rfc_has_it():
    times = TypedTimes(date(2023, 3, 7), time(18, 30), date(2023, 3, 7), time(20), False, "America/New_York")
    changes = (
        Change(Kind.CANCELLED, date(2023, 3, 14)),
        Change(Kind.MOVED, date(2023, 3, 21), new_day=date(2023, 3, 22), start_time=time(17)),
        Change(Kind.ADDED, date(2023, 4, 1)),
    )
    text = file_of(Plan(times, parse_rule("FREQ=WEEKLY;COUNT=4"), changes)).decode()
    for line in (
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;TZID=America/New_York:20230314T183000",
        "RDATE;TZID=America/New_York:20230401T183000",
        "RECURRENCE-ID;TZID=America/New_York:20230321T183000",
        "DTSTART;TZID=America/New_York:20230322T170000",
        "DTEND;TZID=America/New_York:20230322T183000",
    ):
        assert f"{line}\r\n" in text
    assert text.count("BEGIN:VEVENT") == 2
    assert len({event["UID"] for event in Calendar.from_ical(text).walk("VEVENT")}) == 1


def test_days_are_changed_as_days():
    times = TypedTimes(date(2023, 3, 7), None, date(2023, 3, 8), None, True, "Asia/Almaty")
    changes = (
        Change(Kind.CANCELLED, date(2023, 3, 14)),
        Change(Kind.MOVED, date(2023, 3, 21), new_day=date(2023, 3, 23)),
    )
    text = file_of(Plan(times, parse_rule("FREQ=WEEKLY;UNTIL=20230321"), changes)).decode()
    for line in (
        "RRULE:FREQ=WEEKLY;UNTIL=20230321",
        "EXDATE;VALUE=DATE:20230314",
        "RECURRENCE-ID;VALUE=DATE:20230321",
        "DTSTART;VALUE=DATE:20230323",
        "DTEND;VALUE=DATE:20230325",
    ):
        assert f"{line}\r\n" in text
    assert "VTIMEZONE" not in text
