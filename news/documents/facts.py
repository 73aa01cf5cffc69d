"""What a document says of itself in its first lines: title, series, number, date and category of a bulletin. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from news.documents.structure import Heading, Paragraph, Part, unmarked
from news.title_line import TitleLine, read_title_line

MOST_LINES, LONGEST_TITLE, LONGEST_LINE = 6, 255, 200
LABEL = re.compile(r"(?:category|рубрика|категория|санат|айдар)\s*[:–—-]\s*", re.IGNORECASE)
ENDS_SENTENCE = re.compile(r"[.!?…:;,]\Z")


@dataclass(frozen=True)
class Facts:
    """``series`` and ``category`` are names as the mission has them; ``rest`` is what is left for the body.

    ``is_styled`` is whether a line was styled as a title: then headings are those of parts.
    """

    title: str = ""
    series: str | None = None
    number: int | None = None
    date: datetime.date | None = None
    category: str | None = None
    is_styled: bool = False
    is_of_heading: bool = False
    rest: tuple[Part, ...] = ()


def facts_of(parts: tuple[Part, ...], series: Iterable[str], categories: Iterable[str]) -> Facts:
    """Reads the first lines of a document until one is a text. A line that says nothing but facts is taken away."""
    names, subjects = tuple(series), {name.casefold(): name for name in categories}
    found = Facts(rest=parts)
    top = _only_top(parts)
    for _line in range(MOST_LINES):
        part = found.rest[0] if found.rest else None
        if not isinstance(part, Heading | Paragraph) or len(unmarked(part.runs)) > LONGEST_LINE:
            break
        after = _with_line(found, part, read_title_line(unmarked(part.runs), names), subjects, top)
        if after is None:
            break
        is_styled = found.is_styled or (isinstance(part, Paragraph) and part.role == "title")
        found = replace(after, rest=found.rest[1:], is_styled=is_styled)
    return found


def _only_top(parts: tuple[Part, ...]) -> Heading | None:
    """The heading that stands over all others; None where several do."""
    headings = [part for part in parts if isinstance(part, Heading)]
    highest = min((part.level for part in headings), default=0)
    tops = [part for part in headings if part.level == highest]
    return tops[0] if len(tops) == 1 else None


def _with_line(
    found: Facts, part: Heading | Paragraph, line: TitleLine, subjects: dict[str, str], top: Heading | None
) -> Facts | None:
    """The facts with those of one more line; None where the line belongs to the text."""
    text = unmarked(part.runs)
    subject = subjects.get(LABEL.sub("", text).casefold())
    if subject and found.category is None:
        return replace(found, category=subject)
    says_more = _is_news(found, line)
    if says_more and not line.rest:
        return _merged(found, line)
    is_heading = isinstance(part, Heading)
    fits = part is top and not found.is_styled if is_heading else _may_be_title(part, text)
    if not found.title and fits and line.rest:
        # What contradicts a line before stays where it is read.
        title = line.rest if says_more else text
        return replace(_merged(found, line), title=_cut(title), is_of_heading=is_heading)
    return None


def _is_news(found: Facts, line: TitleLine) -> bool:
    """Whether a line says something, and nothing that was said otherwise before."""
    said = [(getattr(found, name), getattr(line, name)) for name in ("series", "number", "date")]
    return any(new is not None for _old, new in said) and all(old is None or new in (None, old) for old, new in said)


def _merged(found: Facts, line: TitleLine) -> Facts:
    if not _is_news(found, line):
        return found
    return replace(
        found,
        series=found.series or line.series,
        number=found.number or line.number,
        date=found.date or line.date,
    )


def _may_be_title(part: Heading | Paragraph, text: str) -> bool:
    """What is styled as a title, or a line that is no sentence and leads nowhere."""
    role = part.role if isinstance(part, Paragraph) else "heading"
    has_link = any(run.href for run in part.runs)
    return role == "title" or (role == "" and not has_link and not ENDS_SENTENCE.search(text))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"
