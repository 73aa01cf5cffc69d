"""Calendar files of other programs: what each event says in the words of this calendar, and each refusal a sentence."""

import contextlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from events.ics_lines import FileRefused
from events.ics_reading import Cancellation, ReadEvent, Unread, read_file
from events.occurrences import Kind, occurrences
from tests.events.ics_files import LIMITS, a_calendar, an_event, mutated, read, read_one, single, wishes

pytestmark = pytest.mark.filterwarnings("error")


def days(event, kind=None):
    """The days on which an event takes place, or those of one kind of change."""
    found = occurrences(event.plan, 500)
    return (
        [f"{one.times.start_date}" for one in found if one.kind is kind or (kind is None and one.kind)]
        if kind
        else [f"{one.times.start_date}" for one in found if one.kind is not Kind.CANCELLED]
    )


def hours(event):
    times = event.plan.times
    return (
        f"{times.start_date} {times.start_time:%H:%M}",
        times.end_time and f"{times.end_date} {times.end_time:%H:%M}",
    )


def refusal(*args, **kwargs):
    found = read_one(*args, **kwargs)
    assert isinstance(found, Unread), found
    return found.reason


def test_an_event_is_read_with_its_words_its_place_and_the_line_where_it_begins():
    event = read_one(
        "DTEND;TZID=Europe/Berlin:20270316T200000",
        r"DESCRIPTION:First line\, and more\nsecond line\n\nNext paragraph",
        r"LOCATION:Great hall\, Main Street 1",
        "GEO:52.5163;13.3777",
        "URL;VALUE=URI:https://elsewhere.example/concert?a=1,2",
        r"CATEGORIES:Concerts,Rock\, pop",
        "CATEGORIES:Concerts",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.example/abc",
        "SEQUENCE:3",
    )
    assert (event.head.number, event.head.uid, event.head.sequence) == (4, "one@elsewhere.example", 3)
    assert event.head.title == "Concert"
    assert event.description == "First line, and more\nsecond line\n\nNext paragraph"
    assert event.location == "Great hall, Main Street 1"
    assert event.place == (52.5163, 13.3777)
    assert event.url == "https://elsewhere.example/concert?a=1,2"
    assert event.online_url == "https://meet.example/abc"
    assert event.categories == ("Concerts", "Rock, pop")
    assert hours(event) == ("2027-03-16 18:30", "2027-03-16 20:00")
    assert event.plan.times.zone == "Europe/Berlin"
    assert not event.notes


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("Central Asia Standard Time", "Asia/Bishkek"),
        ("europe/london", "Europe/London"),
        ("/freeassociation.sourceforge.net/Europe/London", "Europe/London"),
        ("/softwarestudio.org/Tzfile/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ('"Asia/Almaty"', "Asia/Almaty"),
    ],
)
def test_zones_are_known_by_the_names_that_programs_give_them(name, zone):
    event = read_one(start=f"DTSTART;TZID={name}:20270316T183000")
    assert event.plan.times.zone == zone
    assert hours(event)[0] == "2027-03-16 18:30"


def test_a_zone_of_the_files_own_name_is_known_by_the_place_that_it_says():
    zone = ["BEGIN:VTIMEZONE", "TZID:My town", "X-LIC-LOCATION:Europe/Paris", "END:VTIMEZONE"]
    [event] = read(an_event(start="DTSTART;TZID=My town:20270316T183000"), zone)
    assert event.plan.times.zone == "Europe/Paris"
    # The next file knows nothing of it.
    assert "“My town” is not known" in refusal(start="DTSTART;TZID=My town:20270316T183000")


def test_hours_without_zone_are_the_missions_and_that_is_said():
    event = read_one(start="DTSTART:20270316T183000")
    assert event.plan.times.zone == "America/New_York"
    assert "no time zone" in event.notes[0]


def test_a_moment_in_utc_is_shown_on_the_missions_clock_and_a_rule_in_utc_keeps_its_days():
    assert hours(read_one(start="DTSTART:20270316T233000Z")) == ("2027-03-16 19:30", None)
    weekly = read_one("RRULE:FREQ=WEEKLY;COUNT=3", start="DTSTART:20270316T013000Z")
    assert weekly.plan.times.zone == "UTC"
    assert days(weekly) == ["2027-03-16", "2027-03-23", "2027-03-30"]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ([], "2027-03-16"),
        (["DTEND;VALUE=DATE:20270317"], "2027-03-16"),
        (["DTEND;VALUE=DATE:20270316"], "2027-03-16"),
        (["DTEND;VALUE=DATE:20270319"], "2027-03-18"),
        (["DURATION:P2D"], "2027-03-17"),
    ],
)
def test_days_end_before_the_day_that_the_file_names(lines, last):
    times = read_one(*lines, start="DTSTART;VALUE=DATE:20270316").plan.times
    assert times.all_day
    assert str(times.end_date) == last


def test_days_that_outlook_writes_as_midnights_are_days():
    times = read_one(
        "DTEND;TZID=W. Europe Standard Time:20270318T000000",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        start="DTSTART;TZID=W. Europe Standard Time:20270316T000000",
    ).plan.times
    assert (times.all_day, times.start_date, times.end_date) == (True, date(2027, 3, 16), date(2027, 3, 17))


@pytest.mark.parametrize(
    ("line", "end"),
    [
        ("DURATION:PT90M", "2027-03-16 20:00"),
        ("DURATION:P1DT1H", "2027-03-17 19:30"),
        ("DTEND:20270316T190000Z", "2027-03-16 20:00"),
        ("DTEND;TZID=America/New_York:20270316T150000", "2027-03-16 20:00"),
        ("DTEND;TZID=Europe/Berlin:20270316T183000", None),
    ],
)
def test_an_end_is_told_in_many_ways(line, end):
    assert hours(read_one(line))[1] == end


def test_an_hour_that_clocks_leave_out_is_the_one_they_show():
    event = read_one("DURATION:PT1H", start="DTSTART;TZID=America/New_York:20270314T023000")
    assert hours(event) == ("2027-03-14 03:30", "2027-03-14 04:30")
    assert "put forward" in event.notes[0]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270330T163000Z", "2027-03-30"),  # 18:30 in Berlin, where summer time has begun
        ("20270330T162900Z", "2027-03-23"),
        ("20270330T235959", "2027-03-30"),
        ("20270330", "2027-03-30"),
    ],
)
def test_the_last_moment_of_a_rule_is_a_day_on_the_events_own_clocks(until, last):
    assert days(read_one(f"RRULE:FREQ=WEEKLY;UNTIL={until}"))[-1] == last


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=WEEKLY;UNTIL=99991231T235959Z"])
def test_a_rule_without_an_end_is_refused_unless_it_is_said_when_they_end(rule):
    assert "rule has no end" in refusal(f"RRULE:{rule}")
    assert days(read_one(f"RRULE:{rule}", until="2027-04-01"))[-1] == "2027-03-30"
    assert "after the day" in refusal(f"RRULE:{rule}", until="2027-01-01")
    # One that has an end keeps it.
    assert days(read_one("RRULE:FREQ=WEEKLY;COUNT=2", until="2030-01-01")) == ["2027-03-16", "2027-03-23"]


def test_a_first_day_beside_the_rule_is_a_date_of_the_event():
    event = read_one("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3")
    assert days(event) == ["2027-03-16", "2027-03-18", "2027-03-25"]
    assert str(event.plan.rule) == "FREQ=WEEKLY;BYDAY=TH;COUNT=2"
    assert days(read_one("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=1")) == ["2027-03-16"]
    assert days(read_one("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;UNTIL=20270413")) == [
        "2027-03-16",
        "2027-03-29",
        "2027-04-12",
    ]


def test_hours_in_a_rule_may_say_what_the_start_says():
    assert str(read_one("RRULE:FREQ=DAILY;BYHOUR=18;BYMINUTE=30;BYSECOND=0;COUNT=2").plan.rule) == "FREQ=DAILY;COUNT=2"
    assert "a rule with hours" in refusal("RRULE:FREQ=DAILY;BYHOUR=9,18;COUNT=2")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        (["RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"], "several rules"),
        (["RRULE:FREQ=DAILY;COUNT=9", "EXRULE:FREQ=WEEKLY;COUNT=2"], "rule of exceptions"),
        (["RRULE:FREQ=HOURLY;COUNT=9"], "may recur daily, weekly, monthly or yearly"),
        (["RRULE:FREQ=DAILY;COUNT=501"], "more than 500 dates"),
        (["RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"], "never comes true"),
        (["RRULE:FREQ=DAILY;RSCALE=HEBREW;COUNT=2"], "RSCALE"),
        (["RRULE:FREQ=DAILY;BYWEEKNO=54;COUNT=2"], "BYWEEKNO has to be a number from -53 to 53"),
        (["RRULE:FREQ=DAILY;BYYEARDAY=0;COUNT=2"], "BYYEARDAY has to be a number from 1 to 366"),
        (["RRULE:FREQ=DAILY;BYSETPOS=٣;COUNT=2"], "BYSETPOS has to be a number"),
        (["RRULE:FREQ=DAILY;UNTIL=tomorrow"], "no day on which a rule can end"),
        (["RRULE:nonsense"], "rule"),
        (["RDATE;VALUE=PERIOD:20270401T100000Z/PT1H"], "PERIOD"),
        (["EXDATE;TZID=Europe/Berlin:20270316T183000"], "never takes place"),
        (["RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=DATE:20270316,20270317"], "never takes place"),
        (["RDATE;TZID=Europe/Berlin:20270316T200000"], "twice on 16 March 2027"),
        (["DTEND;TZID=Europe/Berlin:20270315T200000"], "end before it starts"),
        (["DURATION:-PT1H"], "end before it starts"),
        (["DURATION:forever"], "no length of time"),
        (["DURATION:P99999999D"], "beyond the years"),
        (["DTEND:20270332T200000"], "no day and no time"),
        (["DTEND:20270316T200000,20270317T200000"], "no day and no time"),
    ],
)
def test_what_cannot_be_taken_over_is_refused_in_a_sentence(lines, sentence):
    assert sentence in refusal(*lines)


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ("DTSTART:", "when it starts"),
        ("DTSTART:18300101T120000Z", "1900 to the year 2200"),
        ("DTSTART:99990101", "1900 to the year 2200"),
        ("DTSTART:PT1H", "no day and no time"),
        ("DTSTART:٢٠٢٧", "no day and no time"),
        ("DTSTART;TZID=Customized Time Zone:20270316T183000", "“Customized Time Zone” is not known"),
    ],
)
def test_a_start_that_says_nothing_is_refused_in_a_sentence(start, sentence):
    assert sentence in refusal(start=start)


@pytest.mark.parametrize(
    "said",
    ["https://x", "javascript:alert(1)", "https://a.example/" + "b" * 500, "mailto:a@b.example", "http://a b.example"],
)
def test_an_address_that_a_page_may_not_link_to_is_none(said):
    event = read_one(f"URL:{said}", f"CONFERENCE:{said}")
    assert (event.url, event.online_url) == ("", "")


def test_an_event_without_title_or_identifier_is_refused():
    assert "no title" in refusal(title="")
    assert "identifier" in refusal(uid="")
    assert "identifier" in refusal(uid="x" * 256)


def weekly(*lines, singles=(), **facts):
    parts = an_event("DTEND;TZID=Europe/Berlin:20270316T200000", "RRULE:FREQ=WEEKLY;COUNT=4", *lines, **facts)
    [found] = read(parts, *singles)
    return found


def test_single_dates_are_cancelled_moved_added_and_annotated():
    event = weekly(
        "EXDATE;TZID=Europe/Berlin:20270323T183000",
        "RDATE;TZID=Europe/Berlin:20270401T193000",
        singles=[
            single("20270330", "DTEND;TZID=Europe/Berlin:20270331T213000", start="20270331T193000"),
            single("20270406", "DTEND;TZID=Europe/Berlin:20270406T200000", title="Concert with guests"),
        ],
    )
    changes = {change.kind: change for change in event.plan.changes}
    assert changes[Kind.CANCELLED].day == date(2027, 3, 23)
    moved = next(one for one in occurrences(event.plan, 500) if one.kind is Kind.MOVED)
    assert (moved.times.start_date, moved.times.start_time) == (date(2027, 3, 31), time(19, 30))
    assert (moved.times.end_date, moved.times.end_time) == (date(2027, 3, 31), time(21, 30))
    added = next(one for one in occurrences(event.plan, 500) if one.kind is Kind.ADDED)
    assert (added.times.start_time, added.times.end_time) == (time(19, 30), time(21))
    assert changes[Kind.NOTE].note == (("", "Concert with guests"),)


def test_a_single_date_may_be_cancelled_by_an_event_of_its_own():
    event = weekly(singles=[single("20270323", "STATUS:CANCELLED")])
    assert days(event) == ["2027-03-16", "2027-03-30", "2027-04-06"]


def test_a_date_that_is_taken_out_and_put_back_at_another_hour_is_moved():
    event = weekly("EXDATE;TZID=Europe/Berlin:20270323T183000", "RDATE;TZID=Europe/Berlin:20270323T170000")
    [change] = event.plan.changes
    assert (change.kind, change.start_time, change.end_time) == (Kind.MOVED, time(17), None)


def test_a_change_of_an_event_with_one_date_is_the_event():
    [event] = read(an_event(), single("20270316", start="20270318T190000"))
    assert (event.plan.rule, event.plan.changes) == (None, ())
    assert hours(event)[0] == "2027-03-18 19:00"


def test_of_two_changes_of_one_date_the_later_counts():
    late, early = (
        single("20270323", "SEQUENCE:2", start="20270324T100000"),
        single("20270323", "SEQUENCE:1", start="20270325T100000"),
    )
    assert "2027-03-24" in days(weekly(singles=[late, early]))


def test_a_change_of_all_later_dates_is_refused():
    lines = single("20270323")
    changed = [line.replace("RECURRENCE-ID;", "RECURRENCE-ID;RANGE=THISANDFUTURE;") for line in lines]
    assert "RANGE" in weekly(singles=[changed]).reason


def test_one_date_of_an_event_that_is_not_there_is_refused():
    [found] = read(single("20270323", uid="unknown@elsewhere.example"))
    assert "not in the file" in found.reason


def test_of_two_events_with_one_identifier_the_later_counts_and_that_is_said():
    first, second = read(an_event("SEQUENCE:5", title="New"), an_event("SEQUENCE:4", title="Old"))
    assert first.head.title == "New"
    assert isinstance(second, Unread)
    assert second.is_needless
    assert "line 4" in second.reason


def test_cancelled_events_are_told_from_those_of_which_nothing_else_is_said():
    assert read_one("STATUS:CANCELLED").is_cancelled
    assert isinstance(read_one("STATUS:CANCELLED", title=""), Cancellation)
    assert isinstance(read_one(head=["METHOD:CANCEL"]), Cancellation)


def test_what_is_no_event_is_passed_over_and_said():
    todo, event = read(["BEGIN:VTODO", "UID:1", "SUMMARY:Buy flowers", "END:VTODO"], an_event())
    assert todo.is_needless
    assert "VTODO" in todo.reason
    assert isinstance(event, ReadEvent)


def test_alarms_in_an_event_say_nothing_of_it():
    alarm = ["BEGIN:VALARM", "SUMMARY:Wake up", "DESCRIPTION:Bell", "DURATION:PT5M", "TRIGGER:-PT15M", "END:VALARM"]
    event = read_one(*alarm)
    assert (event.head.title, event.description, event.plan.times.end_time) == ("Concert", "", None)


def test_markup_in_a_description_becomes_plain_lines():
    event = read_one(
        r"DESCRIPTION:<p>Come <b>all</b>!</p>Doors: <a href=\"https://x.example\">here</a><br>2 &lt\; 3<script>x</script>"
    )
    assert event.description.split("\n")[0] == "Come all!"
    assert "<" not in event.description.replace("2 < 3", "")
    assert "Doors: here" in event.description


def test_long_words_are_cut_and_that_is_said():
    event = read_one("DESCRIPTION:" + "word " * 10_000, title="T" * 400)
    assert (len(event.head.title), len(event.description)) == (255, 19_999)
    assert [note.split()[1] for note in event.notes] == ["title", "description"]


def test_lines_that_cannot_be_read_are_passed_over_and_said():
    event = read_one("this is the second line of a badly written description", "SUMMARY;:Other")
    assert event.head.title == "Concert"
    assert event.notes == ("2 lines cannot be read and were passed over, the first is line 9.",)


def lines_of(text):
    return [line.removeprefix("    ") for line in text.strip("\n").splitlines()]


def test_a_calendar_as_google_writes_it():
    [first, second] = read(
        lines_of(r"""
    BEGIN:VTIMEZONE
    TZID:Asia/Almaty
    X-LIC-LOCATION:Asia/Almaty
    BEGIN:STANDARD
    TZOFFSETFROM:+0500
    TZOFFSETTO:+0500
    TZNAME:+05
    DTSTART:19700101T000000
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    DTSTART;TZID=Asia/Almaty:20270322T110000
    DTEND;TZID=Asia/Almaty:20270322T130000
    RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20270419T185959Z;BYDAY=MO
    EXDATE;TZID=Asia/Almaty:20270405T110000
    DTSTAMP:20270101T090000Z
    ORGANIZER;CN=Culture:mailto:unknownorganizer@calendar.example
    UID:3a1@calendar.example
    CREATED:20270101T080000Z
    DESCRIPTION:<b>Folk</b> music<br>Doors at&nbsp\;10
    LAST-MODIFIED:20270101T080000Z
    SEQUENCE:1
    STATUS:CONFIRMED
    SUMMARY:Мелодии степи
    TRANSP:OPAQUE
    END:VEVENT
    BEGIN:VEVENT
    DTSTART;VALUE=DATE:20270321
    DTEND;VALUE=DATE:20270324
    UID:3a2@calendar.example
    SUMMARY:Nauryz
    X-GOOGLE-CONFERENCE:https://meet.example/abc-defg
    END:VEVENT
    """),
        head=["CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Culture", "X-WR-TIMEZONE:Asia/Almaty"],
    )
    assert days(first) == ["2027-03-22", "2027-03-29", "2027-04-12", "2027-04-19"]
    assert first.description == "Folk music\nDoors at 10"
    assert (str(second.plan.times.end_date), second.online_url) == ("2027-03-23", "https://meet.example/abc-defg")


def test_a_calendar_as_outlook_writes_it():
    [event] = read(
        lines_of(r"""
    BEGIN:VTIMEZONE
    TZID:West Asia Standard Time
    BEGIN:STANDARD
    DTSTART:16010101T000000
    TZOFFSETFROM:+0500
    TZOFFSETTO:+0500
    END:STANDARD
    END:VTIMEZONE
    BEGIN:VEVENT
    CLASS:PUBLIC
    DTEND;TZID="West Asia Standard Time":20270316T200000
    DTSTAMP:20270101T000000Z
    DTSTART;TZID="West Asia Standard Time":20270316T183000
    LAST-MODIFIED:20270101T000000Z
    LOCATION:Great hall
    PRIORITY:5
    RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=TU;BYSETPOS=3
    SEQUENCE:0
    SUMMARY;LANGUAGE=en-us:Reading circle
    TRANSP:OPAQUE
    UID:040000008200E00074C5B7101A82E00800000000B0C2D7A1
    X-ALT-DESC;FMTTYPE=text/html:<!DOCTYPE HTML><HTML><BODY><P>Words</P></BODY></HTML>
    X-MICROSOFT-CDO-BUSYSTATUS:BUSY
    X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
    BEGIN:VALARM
    TRIGGER:-PT15M
    ACTION:DISPLAY
    DESCRIPTION:Reminder
    END:VALARM
    END:VEVENT
    """),
        head=["METHOD:PUBLISH", "X-MS-OLK-FORCEINSPECTOROPEN:TRUE"],
    )
    assert event.plan.times.zone == "Asia/Tashkent"
    assert days(event) == ["2027-03-16", "2027-04-20", "2027-05-18"]
    assert (event.description, event.location) == ("", "Great hall")


def test_a_calendar_as_apple_writes_it():
    [event] = read(
        lines_of(r"""
    BEGIN:VEVENT
    CREATED:20270101T000000Z
    UID:9C1B4C0A-1111-4222-8333-ABCDEFABCDEF
    DTEND;TZID=Europe/Paris:20270316T200000
    SUMMARY:Soirée
    DTSTART;TZID=Europe/Paris:20270316T183000
    DTSTAMP:20270101T000000Z
    RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=3
    LOCATION:Salle\nRue 1\, Paris
    X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-APPLE-RADIUS=70;X-TITLE="Salle":geo:48.85,2.35
    X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC
    SEQUENCE:1
    END:VEVENT
    BEGIN:VEVENT
    UID:9C1B4C0A-1111-4222-8333-ABCDEFABCDEF
    DTEND;TZID=Europe/Paris:20270324T210000
    SUMMARY:Soirée
    DTSTART;TZID=Europe/Paris:20270324T190000
    RECURRENCE-ID;TZID=Europe/Paris:20270323T183000
    LOCATION:Salle\nRue 1\, Paris
    SEQUENCE:1
    END:VEVENT
    """)
    )
    assert days(event) == ["2027-03-16", "2027-03-24", "2027-03-30"]
    assert [change.kind for change in event.plan.changes] == [Kind.MOVED]
    assert not event.notes


@pytest.mark.parametrize("fold", [b"\r\n ", b"\n\t", b"\n "])
@pytest.mark.parametrize("width", [1, 7, 75])
def test_lines_are_unfolded_also_within_a_letter(fold, width):
    words = "SUMMARY:Наурыз мейрамы — Әуезов атындағы театр 🎻"
    data = a_calendar(an_event(title=""), newline="\n").replace(b"END:VEVENT", b"HERE:END:VEVENT")
    raw = words.encode()
    folded = fold.join(raw[at : at + width] for at in range(0, len(raw), width))
    # A fold that begins with a blank of the text itself would lose nothing: only the first blank is the fold's.
    [event] = read_file(data.replace(b"HERE:", folded + b"\r\n"), wishes()).found
    assert event.head.title == words.removeprefix("SUMMARY:")


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r", "\n\n", "\r\n\r\n"])
def test_line_ends_of_every_kind_are_read(newline):
    assert isinstance(read_file(a_calendar(an_event(), newline=newline), wishes()).found[0], ReadEvent)


def test_a_mark_before_the_first_line_is_no_letter():
    assert (
        read_file(b"\xef\xbb\xbf" + a_calendar(an_event(), head=["X-WR-CALNAME:Days of culture"]), wishes()).name
        == "Days of culture"
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n", "empty"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"PK\x03\x04rest", "archive"),
        (b"\xff\xfeB\x00E\x00", "UTF-16"),
        (b"Dear all,\nhere is the calendar", "line 1 should read BEGIN:VCALENDAR"),
        (b"BEGIN:VCARD\nEND:VCARD", "line 1 should read BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1", "cut off: what begins in line 2 (VEVENT)"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", "Line 3 ends what did not begin"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR", "Line 3 ends what did not begin"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nUID:2", "Line 3 stands outside"),
        (b"BEGIN:VCALENDAR\nSUMMARY:\xe4\nEND:VCALENDAR", "Line 2 is not written in UTF-8"),
        (b"BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR", "answer to an invitation"),
        (b"BEGIN:VCALENDAR\n" * 100_000, "line 9 the parts of the file lie too deep"),
        (b"END:VCALENDAR", "Line 1 ends what did not begin"),
    ],
)
def test_a_file_that_is_no_whole_calendar_is_refused_in_a_sentence(data, sentence):
    with pytest.raises(FileRefused, match=r".*") as refused:
        read_file(data, wishes())
    assert sentence in str(refused.value)


def test_a_file_has_limits():
    many = a_calendar(*(an_event(uid=f"{number}@elsewhere.example") for number in range(3000)))
    with pytest.raises(FileRefused, match="more than 2000 events"):
        read_file(many, wishes())
    with pytest.raises(FileRefused, match="more than 100 lines"):
        read_file(many, wishes(limits=replace(LIMITS, lines=100)))
    with pytest.raises(FileRefused, match="larger than 10 MB"):
        read_file(b"BEGIN:VCALENDAR\n" + b"X" * LIMITS.size, wishes())


def test_a_file_whose_rules_take_too_long_is_refused():
    many = a_calendar(*(an_event(uid=f"{number}@elsewhere.example") for number in range(100)))
    seconds = count()
    with pytest.raises(FileRefused, match="takes too long"):
        read_file(many, wishes(limits=replace(LIMITS, seconds=50)), lambda: next(seconds))


@pytest.mark.parametrize(
    "line",
    [
        b"DESCRIPTION:" + b"\n ".join([b"x" * 70] * 140_000),
        b"ATTACH:" + b"x" * 9_900_000,
        b"DESCRIPTION:" + b"<p" * 5_200_000,
        b"EXDATE:" + b"20270316T183000Z," * 610_000,
        b'DESCRIPTION;X="' + b"a;b=" * 2_400_000,
        b"RRULE:" + b"FREQ=DAILY;" * 890_000,
    ],
    ids=["folds", "attachment", "markup", "exceptions", "parameters", "rule"],
)
def test_ten_megabytes_are_read_in_seconds(line):
    data = a_calendar(an_event("HERE:")).replace(b"HERE:", line)
    assert len(data) <= LIMITS.size
    begun = datetime.now(tz=ZoneInfo("UTC"))
    with contextlib.suppress(FileRefused):
        read_file(data, wishes(limits=replace(LIMITS, lines=5_000_000)))
    assert datetime.now(tz=ZoneInfo("UTC")) - begun < timedelta(seconds=20)


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_damaged_files_give_a_report_or_a_sentence(first):
    for number in range(first, first + 50):
        with contextlib.suppress(FileRefused):
            found = read_file(mutated(number), wishes()).found
            assert all(isinstance(one, ReadEvent | Cancellation) or one.reason for one in found)
