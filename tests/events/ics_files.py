"""Calendar files as other programs write them, made by tests."""

import random
from datetime import date

from events.ics_lines import Limits
from events.ics_reading import Wishes, read_file

LIMITS = Limits(size=10 * 1024 * 1024, lines=500_000, events=2000, seconds=60)


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


def single(day, *lines, start=None, uid="one@elsewhere.example", title="Concert"):
    return an_event(
        f"RECURRENCE-ID;TZID=Europe/Berlin:{day}T183000",
        *lines,
        start=f"DTSTART;TZID=Europe/Berlin:{start or f'{day}T183000'}",
        uid=uid,
        title=title,
    )


WHOLE = a_calendar(
    ["BEGIN:VTIMEZONE", "TZID:Home", "X-LIC-LOCATION:Europe/Paris", "END:VTIMEZONE"],
    an_event("DTEND;TZID=Europe/Berlin:20270316T200000", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20270323T173000Z"),
    single("20270330", "DTEND;TZID=Europe/Berlin:20270331T213000", start="20270331T193000"),
    an_event(
        "GEO:1.5;2.5",
        "DURATION:PT1H",
        "LOCATION:Hall",
        uid="two@elsewhere.example",
        start="DTSTART;TZID=Home:20270601T100000",
    ),
    an_event(
        "DTEND;VALUE=DATE:20270703", "RDATE;VALUE=DATE:20270801", uid="three", start="DTSTART;VALUE=DATE:20270701"
    ),
)


def mutated(number):
    """The same file, damaged: bytes changed, lines doubled, left out, swapped, pieces of others put in."""
    chance = random.Random(number)  # the same damage each time
    data = bytearray(WHOLE)
    if number % 2:
        lines = WHOLE.splitlines()
        for _time in range(chance.randint(1, 4)):
            one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            chance.choice(
                [
                    lambda one=one: lines.pop(one),
                    lambda one=one, other=other: lines.insert(one, lines[other]),
                    lambda one=one, other=other: lines.__setitem__(
                        one, lines[one][: len(lines[one]) // 2] + lines[other]
                    ),
                ]
            )()
        return b"\r\n".join(lines)
    for _time in range(chance.randint(1, 30)):
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(3)] = chance.choice(
            [b";", b":", b",", b"=", b"\n", b"9", b"-", b"Z", b"\x00", b"\xff", b'"', b"\\", b"T", b"P"]
        )
    return bytes(data)
