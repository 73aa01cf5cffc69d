"""iCalendar files, read back by the icalendar library and measured against the zone database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from core.zones import zone_names
from events.ical import CalendarFile, Entry, calendar
from events.times import TypedTimes, usable_zone
from events.vtimezone import observances

HEAD = CalendarFile("Embassy · Events", "https://aland.example/events/", "https://aland.example/events/calendar.ics")
TIMES = TypedTimes(date(2023, 3, 16), time(18, 30), date(2023, 3, 16), time(20), False, "America/New_York")
ENTRY = Entry(
    uid="6f1d3c2e-0000-4000-8000-000000000001",
    sequence=2,
    modified=datetime(2023, 3, 1, 12, tzinfo=UTC),
    times=TIMES,
    title="Dombra evening",
    description="Two players; one hour, and tea.\nCome early.",
    location="Great hall, 1401 16th Street",
    url="https://aland.example/events/dombra-evening/",
    language="en",
)


def written(*entries, head=HEAD):
    return calendar(head, entries).decode()


def read(*entries):
    parsed = Calendar.from_ical(calendar(HEAD, entries))
    return parsed, parsed.walk("VEVENT")


def with_times(**changes):
    return replace(ENTRY, times=replace(TIMES, **changes))


def test_an_event_has_all_that_a_calendar_asks_for():
    _parsed, [event] = read(ENTRY)
    assert event["UID"] == ENTRY.uid
    assert event["SEQUENCE"] == 2
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == ENTRY.modified
    assert event["SUMMARY"] == "Dombra evening"
    assert event["DESCRIPTION"] == ENTRY.description
    assert event["LOCATION"] == ENTRY.location
    assert event["URL"] == ENTRY.url
    assert event["DTSTART"].dt == datetime(2023, 3, 16, 22, 30, tzinfo=UTC)
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert event["DTEND"].dt == datetime(2023, 3, 17, 0, 0, tzinfo=UTC)


def test_the_calendar_says_its_name_and_how_often_to_ask():
    text = written(ENTRY)
    for line in (
        "VERSION:2.0",
        "NAME:Embassy · Events",
        "X-WR-CALNAME:Embassy · Events",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "SOURCE;VALUE=URI:https://aland.example/events/calendar.ics",
    ):
        assert f"{line}\r\n" in text


def test_a_file_of_one_event_does_not_pose_as_a_calendar_to_subscribe_to():
    text = written(ENTRY, head=CalendarFile("Dombra evening", "https://aland.example/events/"))
    assert "REFRESH" not in text
    assert "CALNAME" not in text


def test_all_day_events_are_days_with_an_end_that_is_not_part_of_them():
    text = written(with_times(all_day=True, end_date=date(2023, 3, 18)))
    assert "DTSTART;VALUE=DATE:20230316\r\n" in text
    assert "DTEND;VALUE=DATE:20230319\r\n" in text
    assert "VTIMEZONE" not in text


def test_an_open_end_is_left_open_on_one_day_and_midnight_after_several():
    assert "DTEND" not in written(with_times(end_time=None))
    several = written(with_times(end_time=None, end_date=date(2023, 3, 17)))
    assert "DTEND;TZID=America/New_York:20230318T000000\r\n" in several


def test_an_end_that_is_not_after_the_start_is_not_sent():
    text = written(
        with_times(start_date=date(2023, 3, 12), end_date=date(2023, 3, 12), start_time=time(2, 30), end_time=time(3))
    )
    assert "DTSTART;TZID=America/New_York:20230312T023000\r\n" in text
    assert "DTEND" not in text


def test_text_is_escaped_and_lines_are_folded_at_75_bytes():
    title = "Домбыра кеші; екі күйші, \\ бір сағат: " + "ә" * 60
    body = calendar(HEAD, (replace(ENTRY, title=title),))
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert Calendar.from_ical(body).walk("VEVENT")[0]["SUMMARY"] == title


def test_line_breaks_and_control_characters_make_no_line_of_their_own():
    entry = replace(
        ENTRY, title="A\r\nATTENDEE:mailto:x@example.org", description="one\rtwo\x00three", location="b\x0bc"
    )
    parsed, [event] = read(entry)
    assert "ATTENDEE" not in event
    assert "\x00" not in written(entry)
    assert parsed.errors == []


def test_summer_time_begins_at_the_old_offset():
    text = written(ENTRY)
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert "DTSTART:20230312T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT" in text
    assert "DTSTART:20231105T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST" in text


def test_each_zone_is_told_once_and_utc_needs_none():
    text = written(ENTRY, ENTRY, with_times(zone="Asia/Almaty"), with_times(zone="UTC"))
    assert text.count("BEGIN:VTIMEZONE") == 2
    assert "DTSTART:20230316T183000Z\r\n" in text


def test_the_same_events_give_the_same_bytes():
    assert written(ENTRY, with_times(zone="Asia/Almaty")) == written(ENTRY, with_times(zone="Asia/Almaty"))


def offset_by(parts, moment):
    """The offset that a reader of the observances finds for an instant."""
    onsets = [(part.onset - part.before, part.after) for part in parts]
    return [after for onset, after in onsets if onset <= moment.replace(tzinfo=None)][-1]


@given(
    st.sampled_from(sorted(zone_names())),
    st.integers(1900, 2200),
    st.integers(0, 4),
    st.integers(0, 365 * 24 * 60),
)
def test_a_zone_as_told_is_the_zone_as_known(name, year, length, minutes):
    last = min(year + length, 2200)
    moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    told = offset_by(observances(name, year, last), moment)
    assert told == moment.astimezone(usable_zone(name)).utcoffset()


@given(
    st.text(max_size=80),
    st.text(max_size=200),
    st.dates(date(1900, 1, 1), date(2199, 12, 1)),
    st.integers(0, 40),
    st.booleans(),
    st.sampled_from(["America/New_York", "Asia/Almaty", "UTC", "Pacific/Apia", "No/Where"]),
)
def test_whatever_editors_type_can_be_read_back(title, description, day, length, all_day, zone):
    times = TypedTimes(day, time(18), day + timedelta(days=length), time(19), all_day, zone)
    parsed, [event] = read(replace(ENTRY, title=title, description=description, times=times))
    assert event["UID"] == ENTRY.uid
    assert event.errors == parsed.errors == []


@pytest.mark.parametrize("year", [1900, 2200])
def test_the_first_and_last_year_can_be_written(year):
    assert "BEGIN:VEVENT" in written(with_times(start_date=date(year, 1, 1), end_date=date(year, 12, 31)))
