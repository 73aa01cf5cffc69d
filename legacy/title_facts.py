"""What a line near the top of an old page says: series, number, date, also of a series that nobody knows yet. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from news.title_line import END_CONNECTORS, NUMBER, TitleLine, read_title_line

# A series that nobody has told us of is what stands before a number that has a sign, if it can be a name.
ENDS_IN_ISSUE = re.compile(rf"(?P<series>\S.{{1,78}}?)[\s,:–—-]+(?:{NUMBER.pattern})\Z", re.IGNORECASE)
MOST_WORDS = 6
LONGEST_DATE = 100
AROUND = " \t,;:.|/·•–—-"
TIME = re.compile(r"[,\s]+(?:at\s+|в\s+)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?\s*\Z", re.IGNORECASE)
WEEKDAY = re.compile(r"\A(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class TitleFacts:
    """``rest`` is what the line says beside its facts; ``title`` is the line without its date."""

    series: str = ""
    number: int | None = None
    date: date | None = None
    rest: str = ""
    title: str = ""

    @property
    def is_issue(self) -> bool:
        return bool(self.series and self.number)

    @property
    def says_nothing_else(self) -> bool:
        return not self.rest and (self.is_issue or self.date is not None)


def read_facts(line: str, series_names: tuple[str, ...]) -> TitleFacts:
    found = read_title_line(line, series_names)
    if found.series and found.number:
        return TitleFacts(found.series, found.number, found.date, found.rest, _without_date(line, found.date))
    issue = ENDS_IN_ISSUE.match(found.rest)
    if issue and len(issue["series"].split()) <= MOST_WORDS and not issue["series"].rstrip().endswith((".", "!", "?")):
        number = int(issue["after"] or issue["before"])
        if number:
            return TitleFacts(issue["series"].strip(AROUND), number, found.date, "", found.rest)
    return TitleFacts(date=found.date, rest=found.rest, title=_without_date(line, found.date))


def with_name_above(line: str, above: str, series_names: tuple[str, ...]) -> str:
    """A number that stands alone, behind the name of a series that stands on a line of its own; else the line."""
    names = {" ".join(name.split()).casefold() for name in series_names}
    if above.casefold() not in names or read_facts(line, series_names).is_issue:
        return line
    whole = read_facts(f"{above} {line}", series_names)
    return f"{above} {line}" if whole.is_issue and not whole.rest else line


def _without_date(line: str, said: date | None) -> str:
    """The line up to the date that ends it; all of it where the date stands elsewhere."""
    whole = " ".join(line.split())
    if said is None:
        return whole
    for space in re.finditer(r"[\s,;]+", whole):
        if read_title_line(whole[space.end() :], ()) == TitleLine(date=said):
            return END_CONNECTORS.sub("", whole[: space.start()].rstrip(AROUND))
    return whole


def read_date(text: str) -> date | None:
    """A date alone, as people, programs and feeds write it; None for what is none, or is read in two ways."""
    if len(text) > LONGEST_DATE:
        return None
    said = WEEKDAY.sub("", TIME.sub("", " ".join(text.split())))
    found = read_title_line(said, ())
    if found.date and not found.rest:
        return found.date
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return read(text.strip()).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
