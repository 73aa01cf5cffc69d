"""What a document says, whatever program wrote it. Pure: readers make it, ``blocks`` turns it into a body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

# What Wagtail's text holds; whoever follows a link is never led to a file of the writer's machine.
LINKS = re.compile(r"(?:https?://|mailto:|tel:)[^\s\x00-\x1f\"<>]{1,2000}\Z", re.IGNORECASE)
WHITE = re.compile(r"[ \t\r\f\v\u2028\u2029]+")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u00ad\ufffe\uffff\ud800-\udfff]")
DEEPEST_LIST = 4
# A form of the admin takes 10,000 fields, and a cell is one.
MOST_CELLS = 4000


class TooMuch(ValueError):
    """More of something than a text has; who reads for an editor says so in a sentence."""


@dataclass(frozen=True)
class Run:
    """Letters of one kind; a new line inside of a paragraph is ``\\n``."""

    text: str
    bold: bool = False
    italic: bool = False
    place: str = ""  # "sup" or "sub"
    href: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    runs: Runs
    level: int


@dataclass(frozen=True)
class Paragraph:
    """``role`` is "title", "caption" or nothing."""

    runs: Runs
    role: str = ""


@dataclass(frozen=True)
class Item:
    """A line of a list; ``depth`` 0 is the outermost."""

    runs: Runs
    depth: int = 0
    is_ordered: bool = False


@dataclass(frozen=True)
class Listing:
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """Rows of equal length; a cell is its paragraphs."""

    rows: tuple[tuple[tuple[Runs, ...], ...], ...]
    has_header: bool = False
    caption: str = ""


@dataclass(frozen=True)
class Picture:
    """The bytes as the document has them; nobody has looked at them yet."""

    data: bytes
    name: str
    alt: str = ""
    caption: str = ""


Part = Heading | Paragraph | Listing | Table | Picture


@dataclass(frozen=True)
class Document:
    """``notes`` are the footnotes in the order of their numbers; ``dropped`` counts what did not come over."""

    parts: tuple[Part, ...]
    notes: tuple[Runs, ...] = ()
    title: str = ""
    dropped: Counter[str] = field(default_factory=Counter)


def all_runs(document: Document) -> Iterator[Run]:
    """Every run of a document and of its notes."""
    for part in document.parts:
        if isinstance(part, Heading | Paragraph):
            yield from part.runs
        elif isinstance(part, Listing):
            yield from (run for item in part.items for run in item.runs)
        elif isinstance(part, Table):
            yield from (run for row in part.rows for cell in row for runs in cell for run in runs)
    for note in document.notes:
        yield from note


def plain(runs: Iterable[Run]) -> str:
    """The text of runs in one line."""
    return " ".join("".join(run.text for run in runs).split())


def unmarked(runs: Iterable[Run]) -> str:
    """The same without the numbers of footnotes, for what holds no raised letters: titles and headings."""
    return plain(run for run in runs if not (run.place == "sup" and run.text.strip().isdigit()))


def tidy(runs: Iterable[Run]) -> Runs:
    """The same runs without what nobody sees: neighbours of one kind joined, white space as a browser shows it."""
    joined: list[Run] = []
    for run in runs:
        text = WHITE.sub(" ", UNSEEN.sub("", run.text))
        text = re.sub(r" ?\n ?", "\n", text)
        before = joined[-1].text[-1:] if joined else "\n"
        if before in (" ", "\n"):
            text = text.lstrip(" ")
        if not text:
            continue
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + text)
        else:
            joined.append(replace(run, text=text))
    return _trimmed(joined)


def _trimmed(runs: list[Run]) -> Runs:
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip())
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip())
    return tuple(runs)


def allowed_link(href: str) -> str:
    """The address, where people may be led there; else nothing."""
    href = href.strip()
    return href if LINKS.match(href) else ""


def wholly_bold(runs: Runs) -> bool:
    return bool(runs) and all(run.bold or not run.text.strip() for run in runs)


class Builder:
    """Collects the parts of a document in their order; items that follow each other are one list."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.items: list[Item] = []

    def add(self, part: Part) -> None:
        """Empty paragraphs and headings are left out; they are how people make space."""
        if isinstance(part, Heading | Paragraph) and not plain(part.runs):
            return
        self._end_list()
        self.parts.append(part)

    def add_item(self, item: Item) -> None:
        if not plain(item.runs):
            return
        deepest = self.items[-1].depth + 1 if self.items else 0
        self.items.append(replace(item, depth=min(item.depth, deepest, DEEPEST_LIST)))

    def _end_list(self) -> None:
        if self.items:
            self.parts.append(Listing(tuple(self.items)))
            self.items = []

    def finished(self) -> tuple[Part, ...]:
        """The parts, captions moved to the picture before or to the table after them."""
        self._end_list()
        found: list[Part] = []
        waiting: Paragraph | None = None
        for part in self.parts:
            last = found[-1] if found else None
            if isinstance(part, Paragraph) and part.role == "caption":
                if isinstance(last, Picture) and not last.caption:
                    found[-1] = replace(last, caption=plain(part.runs))
                    continue
                waiting = part
            elif isinstance(part, Table) and waiting is not None and last is waiting:
                found[-1] = replace(part, caption=plain(waiting.runs))
                continue
            found.append(part)
        return tuple(found)


def made_table(rows: Iterable[Iterable[tuple[Runs, ...]]], has_header: bool) -> Table | None:
    """A table whose rows are as wide as the widest; None for one without words. TooMuch for more cells than fit."""
    found: list[list[tuple[Runs, ...]]] = []
    count = 0
    for row in rows:
        found.append([])
        for cell in row:
            found[-1].append(cell)
            count += 1
            if count > MOST_CELLS:
                raise TooMuch
    found = [row for row in found if row]
    width = max((len(row) for row in found), default=0)
    if width * len(found) > MOST_CELLS:
        raise TooMuch
    if not any(plain(runs) for row in found for cell in row for runs in cell):
        return None
    full = tuple((*row, *(() for _ in range(width - len(row)))) for row in found)
    first = [runs for cell in full[0] for runs in cell if plain(runs)]
    is_bold = all(full[0]) and all(wholly_bold(runs) for runs in first)
    return Table(full, has_header=(has_header or is_bold) and len(full) > 1)
