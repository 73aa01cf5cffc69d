"""Calendar files as other programs write them, made by tests."""

from datetime import date

from events.ics_lines import Limits
from events.ics_reading import Wishes, read_file

LIMITS = Limits(size=10 * 1024 * 1024, lines=500_000, events=2000)


def wishes(**changes):
    plain = {"zone": "America/New_York", "last_day": None, "limits": LIMITS, "dates": 500, "characters": 20_000}
    return Wishes(**{**plain, **changes})


def a_calendar(*parts, head=(), newline="\r\n"):
    """A file of these parts, each a list of lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Another program//EN", *head]
    for part in parts:
        lines += part
    return (newline.join([*lines, "END:VCALENDAR"]) + newline).encode()


def an_event(*lines, uid="one@elsewhere.example", start="DTSTART;TZID=Europe/Berlin:20270316T183000", title="Concert"):
    """An evening in Berlin unless ``lines`` say otherwise."""
    facts = [f"UID:{uid}", start, f"SUMMARY:{title}"]
    return [
        "BEGIN:VEVENT",
        "DTSTAMP:20270101T000000Z",
        *(line for line in facts if line[-1] != ":"),
        *lines,
        "END:VEVENT",
    ]


def read(*parts, head=(), **changes):
    """What stands in a file of these parts."""
    return read_file(a_calendar(*parts, head=head), wishes(**changes)).found


def read_one(*lines, head=(), singles=(), until=None, **facts):
    [found] = read(an_event(*lines, **facts), *singles, head=head, last_day=until and date.fromisoformat(until))
    return found
