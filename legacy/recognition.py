"""Finds in the lines of an old page its title, its facts, its text and its contacts. Pure; what it has to decide, or
leaves out, it says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from core.texts import shortened
from legacy.composition import compose
from legacy.contact_lines import find_contacts
from legacy.labels import read_labels
from legacy.lines import Kind, Line
from legacy.old_addresses import identity_of
from legacy.old_pages import OldPage, SourceRefused
from legacy.title_facts import TitleFacts, read_date, read_facts, with_name_above

LONGEST_TITLE = 200
# More text than this above the labels is the text of the page: then they stand at its foot.
MUCH = 200
FACT_LINES, NEAR = 4, 4
CHROME = re.compile(
    r"(?:print(?: this page)?|print(?:er)?[- ]friendly.*|return(?: to .{1,30})?|(?:go )?back(?: to .{1,30})?"
    r"|(?:back to )?top|[«<]*\s*previous page:?.{0,80}|next page:?.{0,80}|home|site map|join our email list"
    r"|(?:copyright|©|\(c\)).{0,120}|.{0,40}powered by cms.{0,80}"
    r"|версия для печати|назад|вернуться|наверх|артқа|басып шығару)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Hints:
    """What the format of a source says beside its text; it counts more than what the text seems to say."""

    title: str = ""
    fallback_title: str = ""
    category: str = ""
    author: str = ""
    date: date | None = None
    lead: str = ""
    addresses: tuple[str, ...] = ()
    identity: str = ""
    is_draft: bool = False
    notes: tuple[str, ...] = ()


@dataclass
class Parts:
    """The page while it is taken apart: what is still text, and what was found."""

    lines: list[Line]
    title: str = ""
    category: str = ""
    author: str = ""
    date: date | None = None
    facts: TitleFacts = field(default_factory=TitleFacts)
    notes: tuple[str, ...] = ()

    def note(self, sentence: str) -> None:
        self.notes = (*self.notes, sentence)


def recognise(source: str, lines: list[Line], series_names: tuple[str, ...], hints: Hints) -> OldPage:
    """Raises SourceRefused where there is no text at all."""
    if not any(line.text or line.rows or line.source for line in lines):
        raise SourceRefused(_("There is no text in it."))
    parts = Parts(list(lines), hints.title, hints.category, hints.author, hints.date, notes=hints.notes)
    _take_labels(parts, series_names)
    if not parts.title:
        _take_title(parts, series_names, hints.fallback_title)
    _take_facts(parts, series_names)
    _leave_chrome(parts)
    return _page(source, parts, hints)


def _page(source: str, parts: Parts, hints: Hints) -> OldPage:
    contacts = find_contacts(parts.lines)
    for kept in contacts.kept:
        parts.note(_("A line of the contact has no field here and stays in the text: “%(line)s”.") % {"line": kept})
    composed = compose(contacts.rest)
    if composed.headings:
        names = "”, “".join(composed.headings)
        parts.note(_("Taken for headings: “%(names)s”.") % {"names": names})
    addresses = tuple(dict.fromkeys(hints.addresses))
    return OldPage(
        source=source,
        identity=hints.identity or identity_of(source, addresses),
        title=shortened(parts.title, LONGEST_TITLE),
        series=parts.facts.series,
        number=parts.facts.number,
        date=parts.date,
        category=parts.category,
        author=parts.author,
        lead=hints.lead,
        blocks=tuple(composed.blocks),
        contacts=tuple(contacts.contacts),
        old_addresses=addresses,
        is_draft=hints.is_draft,
        notes=parts.notes,
    )


def _take_labels(parts: Parts, series_names: tuple[str, ...]) -> None:
    """The lines of labels that stand together, under the title or at the foot, and the title above them."""
    said = [read_labels(line.text) if line.kind is Kind.TEXT else None for line in parts.lines]
    first = next((at for at, one in enumerate(said) if one), None)
    if first is None:
        return
    end, found = _together(parts, said, first)
    parts.category = parts.category or found.get("category", "")
    parts.author = parts.author or found.get("author", "")
    if found.get("date") and parts.date is None:
        _set_date(parts, found["date"])
    above = parts.lines[:first]
    if any(len(line.text) > MUCH for line in above) or parts.title:
        parts.lines = above + parts.lines[end:]
        return
    parts.lines = parts.lines[end:]
    _take_title_above(parts, above, series_names)


def _together(parts: Parts, said: list[dict[str, str] | None], first: int) -> tuple[int, dict[str, str]]:
    """Where the lines of labels end, and their values; a value may stand on the line under its label."""
    found: dict[str, str] = {}
    at, waiting = first, ""
    while at < len(said):
        labels = said[at]
        if labels is not None:
            found = {**labels, **{name: value for name, value in found.items() if value}}
            waiting = next((name for name, value in labels.items() if not value), "")
        elif waiting and parts.lines[at].is_short:
            found[waiting], waiting = parts.lines[at].text, ""
        else:
            break
        at += 1
    return at, found


def _set_date(parts: Parts, text: str) -> None:
    parts.date = read_date(text)
    if parts.date is None:
        parts.note(_("“%(text)s” is no date that can be read in one way only.") % {"text": text})


def _take_title_above(parts: Parts, above: list[Line], series_names: tuple[str, ...]) -> None:
    while above and (dated := read_date(above[-1].text)):
        parts.date = parts.date or dated
        above = above[:-1]
    if not above:
        return
    at = _title_among(above)
    parts.title = with_name_above(above[at].text, above[at - 1].text if at else "", series_names)
    parts.lines = above[at + 1 :] + parts.lines
    above = above[: at if parts.title == above[at].text else at - 1]
    if above and (dated := read_date(above[-1].text)):
        parts.date = parts.date or dated
        above = above[:-1]
    _leave_out(parts, above)


def _title_among(above: list[Line]) -> int:
    """The line right above the labels, unless a heading stands a little higher: what is between is text."""
    near = range(len(above) - 1, max(-1, len(above) - 1 - NEAR), -1)
    return next((at for at in near if above[at].kind is Kind.HEADING), len(above) - 1)


def _leave_out(parts: Parts, lines: list[Line]) -> None:
    texts = [line.text for line in lines if line.text]
    if texts:
        sentence = _("Left out, as it stands around the page and not in it: “%(lines)s”.")
        parts.note(sentence % {"lines": shortened(" / ".join(texts), 300)})


def _take_title(parts: Parts, series_names: tuple[str, ...], fallback: str) -> None:
    """Without labels: the first line that names an issue, else the first heading, else what else is said."""
    at = _first_issue(parts.lines, series_names)
    if at is None:
        at = next((at for at, line in enumerate(parts.lines) if line.kind is Kind.HEADING), None)
        if at is not None and any(len(line.text) > MUCH for line in parts.lines[:at]):
            at = None
    if at is None and fallback:
        parts.title = fallback
        return
    if at is None:
        at = next((at for at, line in enumerate(parts.lines) if line.text), 0)
        parts.note(_("Nothing says which line is the title; the first was taken."))
    _leave_out(parts, parts.lines[:at])
    parts.title = parts.lines[at].text
    parts.lines = parts.lines[at + 1 :] if len(parts.title) <= LONGEST_TITLE else parts.lines[at:]


def _first_issue(lines: list[Line], series_names: tuple[str, ...]) -> int | None:
    for at, line in enumerate(lines):
        if len(line.text) > MUCH:
            return None
        facts = read_facts(line.text, series_names)
        if line.kind in {Kind.TEXT, Kind.HEADING} and facts.is_issue and not facts.rest:
            return at
    return None


def _take_facts(parts: Parts, series_names: tuple[str, ...]) -> None:
    """Series, number and date of the title, and of the lines under it that say nothing else."""
    facts = read_facts(parts.title, series_names)
    dates = [facts.date] if facts.date else []
    if facts.is_issue:
        parts.title = facts.title
    for _line in range(FACT_LINES):
        below = _facts_below(parts, series_names)
        if below is None or (facts.is_issue and below.is_issue and below.number != facts.number):
            break
        if below.is_issue and not facts.is_issue:
            facts = below
        dates += [below.date] if below.date else []
        parts.lines = parts.lines[1:]
    parts.facts = facts
    if dates and parts.date and dates[0] != parts.date:
        sentence = _("The page names two dates; %(day)s was taken, and not %(other)s.")
        parts.note(sentence % {"day": dates[0].isoformat(), "other": parts.date.isoformat()})
    parts.date = dates[0] if dates else parts.date


def _facts_below(parts: Parts, series_names: tuple[str, ...]) -> TitleFacts | None:
    """What the first line of the text says, where it only repeats the title or gives the facts."""
    if not parts.lines or parts.lines[0].kind not in {Kind.TEXT, Kind.HEADING}:
        return None
    text = parts.lines[0].text
    if text.casefold() == parts.title.casefold():
        return TitleFacts()
    found = read_facts(text, series_names)
    if not found.says_nothing_else and (day := read_date(text)):
        found = TitleFacts(date=day)
    repeats = found.date is not None and found.rest.casefold() == parts.title.casefold()
    return replace(found, rest="") if found.says_nothing_else or repeats else None


def _leave_chrome(parts: Parts) -> None:
    """What the old site put under every page."""
    end = len(parts.lines)
    while end and parts.lines[end - 1].kind is Kind.TEXT and CHROME.fullmatch(parts.lines[end - 1].text):
        end -= 1
    _leave_out(parts, parts.lines[end:])
    parts.lines = parts.lines[:end]
