"""What the title line of a bulletin says of itself: series, number and date, in English, Russian and Kazakh. Pure.

Only what stands at an edge of the line is taken for a fact: a date or a number inside of a sentence belongs to it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

LONGEST_LINE = 300
MONTH_WORDS = (
    r"jan(?:uary)? январ[ьяе] қаңтар\w{0,5}",
    r"feb(?:ruary)? феврал[ьяе] ақпан\w{0,5}",
    r"mar(?:ch)? март[ае]? наурыз\w{0,5}",
    r"apr(?:il)? апрел[ьяе] сәуір\w{0,5}",
    r"may ма[йяе] мамыр\w{0,5}",
    r"june? июн[ьяе] маусым\w{0,5}",
    r"july? июл[ьяе] шілде\w{0,5}",
    r"aug(?:ust)? август[ае]? тамыз\w{0,5}",
    r"sept?(?:ember)? сентябр[ьяе] қыркүйе[кг]\w{0,5}",
    r"oct(?:ober)? октябр[ьяе] қазан\w{0,5}",
    r"nov(?:ember)? ноябр[ьяе] қараша\w{0,5}",
    r"dec(?:ember)? декабр[ьяе] желтоқсан\w{0,5}",
)
MONTHS = tuple("(?:" + "|".join(words.split()) + ")" for words in MONTH_WORDS)
MONTH = r"(?P<month>" + "|".join(MONTHS) + r")\b\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# Other years are none that a bulletin of ours can have.
YEAR = r"(?P<year>(?:19|20)\d{2})"
DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{MONTH} ?{DAY},? {YEAR}(?!\d)",
        rf"{YEAR} ?(?:ж\.|жыл(?:ғы|дың)?),? ?{DAY} {MONTH}",
        rf"[«\"]?{DAY}[»\"]?(?: of)? {MONTH},? {YEAR}(?: ?(?:года\b|год\b|г\.|г\b|жыл\b|ж\.|ж\b))?",
        rf"{YEAR}-(?P<numeric>\d{{2}})-{DAY}(?!\d)",
        rf"{DAY}\.(?P<numeric>\d{{1,2}})\.{YEAR}(?: ?г\.)?(?!\d)",
        rf"(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{YEAR}(?!\d)",
    )
)
NUMBER = re.compile(
    r"(?:(?:№|n[o°º]\.?|#|number|issue|номер|выпуск|шығарылым|саны?)\s?(?P<after>\d{1,5})(?![\w%]|[.,]\d)"
    r"|(?P<before>\d{1,5})(?:-?[йы]|-?th)?[ -](?:выпуск|шығарылым|сан|issue)\b)",
    re.IGNORECASE,
)
ENDS_IN_NUMBER = re.compile(rf"(?:{NUMBER.pattern})$", re.IGNORECASE)
SEPARATORS = " \t,;:.|/·•–—-()[]"
CONNECTORS = re.compile(r"(?:of|dated|from|от|за)\s", re.IGNORECASE)
END_CONNECTORS = re.compile(r"\s(?:of|dated|from|от|за)$", re.IGNORECASE)


@dataclass(frozen=True)
class TitleLine:
    """``series`` is the given name that was met; ``rest`` is the line without what was taken from its edges."""

    series: str | None = None
    number: int | None = None
    date: datetime.date | None = None
    rest: str = ""


def read_title_line(text: str, series_names: Iterable[str]) -> TitleLine:
    """Reads one line. What is not there is None; a line that is longer than a title is all rest."""
    line = " ".join(text.split())
    found = TitleLine(rest=line)
    if len(line) > LONGEST_LINE:
        return found
    names = sorted({" ".join(name.split()) for name in series_names if name.strip()}, key=len, reverse=True)
    while (shorter := _peel_start(found, names) or _peel_end(found, names)) is not None:
        found = shorter
    return found


def _peel_start(found: TitleLine, names: list[str]) -> TitleLine | None:
    begun = found.series is not None or found.number is not None or found.date is not None
    line = _tidy(found.rest) if begun else found.rest.lstrip(SEPARATORS)
    if begun and (connector := CONNECTORS.match(line)) and _date_at(line[connector.end() :]):
        line = line[connector.end() :]
    if found.series is None and (name := _name_at(line, names)):
        rest = line[len(name) :]
        if _ends_part(rest) or NUMBER.match(rest.lstrip(SEPARATORS)) or rest.lstrip()[:1].isdigit():
            return _with_bare_number(replace(found, series=name, rest=_tidy(rest)))
    if found.number is None and (match := NUMBER.match(line)):
        rest = line[match.end() :]
        number = int(match["after"] or match["before"])
        if number and (_ends_part(rest) or _name_at(rest.lstrip(), names)):
            return replace(found, number=number, rest=_tidy(rest))
    if found.date is None and (dated := _date_at(line)) and _ends_part(line[dated[1] :]):
        return replace(found, date=dated[0], rest=_tidy(line[dated[1] :]))
    return None


def _with_bare_number(found: TitleLine) -> TitleLine:
    """ "Special Issue 24": a number right after the name of a series needs no sign, a day before a month is none."""
    bare = re.match(r"(\d{1,5})(?!\w|[./-]\d)", found.rest)
    if (
        found.number is None
        and bare
        and int(bare[1])
        and not _date_at(found.rest)
        and _ends_part(found.rest[bare.end() :])
    ):
        return replace(found, number=int(bare[1]), rest=_tidy(found.rest[bare.end() :]))
    return found


def _peel_end(found: TitleLine, names: list[str]) -> TitleLine | None:
    """The same from the other edge, where a part counts as one only after a separator."""
    line = found.rest.rstrip(SEPARATORS.replace(".", "") + ("" if found.rest.endswith(("г.", "ж.")) else "."))
    for start in _starts_of_parts(line):
        tail = line[start:]
        if found.date is None and (dated := _date_at(tail)) and dated[1] == len(tail):
            return _dated_end(found, line, start, dated[0])
        series = _name_at(tail, names) if found.series is None else None
        rest = tail[len(series) :].lstrip(SEPARATORS) if series else tail
        number = NUMBER.fullmatch(rest) if found.number is None else None
        separated = start == 0 or line[:start].rstrip(" ")[-1:] in SEPARATORS
        if separated and ((series and not rest) or number):
            taken = int(number["after"] or number["before"]) if number else found.number
            if taken == 0:
                continue
            return replace(found, series=series or found.series, number=taken, rest=_tidy(line[:start]))
    return None


def _dated_end(found: TitleLine, line: str, start: int, date: datetime.date) -> TitleLine:
    """A date that ends a sentence is the date, and stays in the sentence."""
    before = line[:start].rstrip(" ")
    if before[-1:] in SEPARATORS:
        return replace(found, date=date, rest=_tidy(before))
    bare = END_CONNECTORS.sub("", before)
    if bare != before and ENDS_IN_NUMBER.search(bare):
        return replace(found, date=date, rest=_tidy(bare))
    return replace(found, date=date)


def _starts_of_parts(line: str) -> list[int]:
    """Where a part of the line may begin, the longest first."""
    return [0, *(match.end() for match in re.finditer(rf"[{re.escape(SEPARATORS)}]+", line) if match.end() < len(line))]


def _name_at(line: str, names: list[str]) -> str | None:
    for name in names:
        if line[: len(name)].casefold() == name.casefold() and not line[len(name) : len(name) + 1].isalnum():
            return name
    return None


def _ends_part(rest: str) -> bool:
    """Whether a part may end here: at the edge, before a separator, or before a word that begins something new."""
    if not rest or rest.lstrip(" ")[:1] in SEPARATORS:
        return True
    word = rest.lstrip(" ")
    new = word[:1].isupper() or word[:1] in '№#«"“' or _date_at(word) is not None or CONNECTORS.match(word) is not None
    return rest[0] == " " and new


def _date_at(line: str) -> tuple[datetime.date, int] | None:
    """The date that ``line`` begins with, and where it ends."""
    for pattern in DATES:
        match = pattern.match(line)
        if match and (date := _date_of(match)):
            return date, match.end()
    return None


def _date_of(match: re.Match[str]) -> datetime.date | None:
    """None for the 31st of February, and for 3/4/2008, which two countries read differently."""
    parts = match.groupdict()
    if parts.get("first"):
        first, second = int(parts["first"]), int(parts["second"])
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if first > 12 else (second, first)
    else:
        day, month = int(parts["day"]), _month_of(parts)
    try:
        return datetime.date(int(parts["year"]), month, day)
    except ValueError:
        return None


def _month_of(parts: dict[str, str]) -> int:
    if parts.get("numeric"):
        return int(parts["numeric"])
    return next(at for at, words in enumerate(MONTHS, start=1) if re.fullmatch(words, parts["month"], re.IGNORECASE))


def _tidy(text: str) -> str:
    """Without the separators that stood between parts; a bracket or a full stop that belongs to the text stays."""
    text = text.lstrip(" \t,;:.|/·•–—-)]").rstrip(" \t,;:|/·•–—-([")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        return text[1:-1].strip()
    return text
