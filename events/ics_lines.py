"""The lines of an iCalendar file (RFC 5545, 3.1): unfolded, numbered, each in the component that it belongs to. Pure.

What a line says is split by the icalendar library. The lines are put together here, because only so each problem has
the number of its line, one bad event leaves the others alone, and zones of one file are never known to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from icalendar.parser import Contentline

DEEPEST = 8  # an alarm in an event in a calendar is the third
NAME = re.compile(r"([A-Za-z0-9-]+)[ \t]*[;:]")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
UTF8_MARK = b"\xef\xbb\xbf"
# How files begin that are mistaken for calendars.
MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
WEB_PAGE = re.compile(rb"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)
ARCHIVE = b"PK\x03\x04"
KEPT = {
    "VCALENDAR": frozenset({"METHOD", "NAME", "X-WR-CALNAME"}),
    "VTIMEZONE": frozenset({"TZID", "X-LIC-LOCATION"}),
    "VEVENT": frozenset(
        {
            *("UID", "SEQUENCE", "LAST-MODIFIED", "STATUS", "CLASS", "SUMMARY", "DESCRIPTION", "CATEGORIES"),
            *("LOCATION", "GEO", "URL", "CONFERENCE", "X-GOOGLE-CONFERENCE"),
            "X-MICROSOFT-CDO-ALLDAYEVENT",
            *("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
        }
    ),
}


@dataclass(frozen=True)
class Limits:
    """The largest file that is read: in bytes, in lines, in events, and in seconds that reading them takes."""

    size: int
    lines: int
    events: int
    seconds: float


class FileRefused(ValueError):
    """Why nothing of a file is read, in a sentence for people that says what to do."""


@dataclass(frozen=True)
class Property:
    """One line: its number in the file, its name in capitals, its parameters, its value as it is written."""

    number: int
    name: str
    params: dict[str, str]
    value: str


@dataclass
class Component:
    """What stands between BEGIN and END: the properties that are asked for, and the numbers of unreadable lines."""

    name: str
    number: int
    properties: list[Property] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        return next((one for one in self.properties if one.name == name), None)


def read_calendars(data: bytes, limits: Limits) -> list[Component]:
    """The calendars in a file. Raises FileRefused."""
    _refuse_others(data, limits)
    calendars: list[Component] = []
    stack: list[Component] = []
    events = 0
    for number, text in _unfolded(data.removeprefix(UTF8_MARK), limits):
        match = NAME.match(text)
        name = match[1].upper() if match else ""
        if name == "BEGIN":
            component = Component(_named(text), number)
            _open(component, stack, calendars)
            events += component.name == "VEVENT"
            if events > limits.events:
                message = _("The file holds more than %(most)d events. Export a shorter span of time, or in parts.")
                raise FileRefused(message % {"most": limits.events})
        elif name == "END":
            _close(_named(text), number, stack)
        elif not stack:
            raise FileRefused(_not_a_calendar(number) if not calendars else _outside(number))
        else:
            _keep(stack[-1], number, name, text)
    if stack:
        message = _("The file is cut off: what begins in line %(line)d (%(name)s) has no end. Download it once more.")
        raise FileRefused(message % {"line": stack[-1].number, "name": stack[-1].name[:20]})
    if not calendars:
        raise FileRefused(_not_a_calendar(1))
    return calendars


def _refuse_others(data: bytes, limits: Limits) -> None:
    if not data.strip():
        raise FileRefused(_("The file is empty. Export the calendar once more."))
    if len(data) > limits.size:
        size = limits.size // (1024 * 1024)
        message = _("The file is larger than %(size)d MB. Export a shorter span of time, or in parts.")
        raise FileRefused(message % {"size": size})
    if data.startswith(MARKS_OF_UTF16):
        raise FileRefused(_("The file is written in UTF-16. Save it in the encoding UTF-8."))
    if data.startswith(ARCHIVE):
        raise FileRefused(_("The file is an archive (ZIP). Unpack it, and take the .ics files in it one by one."))
    if WEB_PAGE.match(data.removeprefix(UTF8_MARK)):
        raise FileRefused(
            _("The file is a web page and no calendar: perhaps its address asks for a login. Export it anew.")
        )


def _not_a_calendar(number: int) -> str:
    message = _("The file is no calendar: line %(line)d should read BEGIN:VCALENDAR. Choose a file that ends in .ics.")
    return message % {"line": number}


def _outside(number: int) -> str:
    return _("Line %(line)d stands outside of the calendar: the file is damaged. Export it anew.") % {"line": number}


def _unfolded(data: bytes, limits: Limits) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first one. Folds are taken out as bytes: they may part one letter."""
    pieces: list[bytes] = []
    first = 0
    for number, line in enumerate(data.splitlines(), start=1):
        if number > limits.lines:
            message = _("The file has more than %(most)d lines. Export a shorter span of time, or in parts.")
            raise FileRefused(message % {"most": limits.lines})
        if line[:1] in {b" ", b"\t"} and pieces:
            pieces.append(line[1:])
        elif line.strip():
            if pieces:
                yield first, _text(pieces, first)
            pieces, first = [line], number
    if pieces:
        yield first, _text(pieces, first)


def _text(pieces: list[bytes], number: int) -> str:
    try:
        return UNPRINTABLE.sub("", b"".join(pieces).decode("utf-8"))
    except UnicodeDecodeError:
        message = _("Line %(line)d is not written in UTF-8. Save the file in the encoding UTF-8.")
        raise FileRefused(message % {"line": number}) from None


def _named(text: str) -> str:
    return text.partition(":")[2].strip().upper()


def _open(component: Component, stack: list[Component], calendars: list[Component]) -> None:
    if not stack and component.name != "VCALENDAR":
        raise FileRefused(_not_a_calendar(component.number) if not calendars else _outside(component.number))
    if len(stack) >= DEEPEST:
        message = _("In line %(line)d the parts of the file lie too deep inside one another. Export it anew.")
        raise FileRefused(message % {"line": component.number})
    (stack[-1].parts if stack else calendars).append(component)
    stack.append(component)


def _close(name: str, number: int, stack: list[Component]) -> None:
    if not stack or stack[-1].name != name:
        message = _("Line %(line)d ends what did not begin before it (%(name)s): the file is damaged. Export it anew.")
        raise FileRefused(message % {"line": number, "name": name[:20]})
    stack.pop()


def _keep(component: Component, number: int, name: str, text: str) -> None:
    """Splits a line that is asked for; the others cost nothing, however long they are."""
    wanted = KEPT.get(component.name, frozenset())
    if name in wanted:
        try:
            _name, params, value = Contentline(text).raw_parts()
        except ValueError:
            component.broken.append(number)
        else:
            plain = {key.upper(): one if isinstance(one, str) else ",".join(one) for key, one in params.items()}
            component.properties.append(Property(number, name, plain, value))
    elif not name and wanted:
        component.broken.append(number)
