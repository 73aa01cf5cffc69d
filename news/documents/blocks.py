"""A document as the blocks of a body, in the raw form in which pages store them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from core.blocks.body import CELL_FEATURES, TEXT_FEATURES
from news.documents import rich_text
from news.documents.structure import (
    Document,
    Heading,
    Listing,
    Paragraph,
    Part,
    Picture,
    Run,
    Runs,
    Table,
    TooMuch,
    all_runs,
    plain,
    unmarked,
    wholly_bold,
)

LONGEST_HEADING, LONGEST_WORDS, LONGEST_BOLD_LINE = 200, 255, 120
ENDS_SENTENCE = (".", ",", ";", "…")
# A block of the form has so many fields of its own.
FIELDS_OF_BLOCK = 8
# A text whose look changes more often than that was made to do harm.
LETTERS_OF_RUN = 10
# A picture that is kept is known by its key; one that is not, counts under a reason.
Keep = Callable[[Picture], int | str]


@dataclass(frozen=True)
class Room:
    """How many fields the form of a body may have to be saved again, and how many letters of text it may hold."""

    fields: int
    letters: int


@dataclass
class Body:
    """The raw blocks, how many things of each kind are in them, and what was left out on the way."""

    raw: list[dict[str, Any]] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    fields: int = 0


def keep_no_picture(_picture: Picture) -> str:
    return "pasted_pictures"


def body_of(document: Document, keep: Keep, room: Room) -> Body:
    """The body of a document. TooMuch for one that does not fit into ``room``."""
    letters = runs = 0
    for run in all_runs(document):
        letters, runs = letters + len(run.text), runs + 1
        if letters > room.letters or runs > room.letters // LETTERS_OF_RUN:
            raise TooMuch
    writer = _Writer(document, keep, room.fields)
    for part in document.parts:
        writer.write(part)
    writer.write_notes(document.notes)
    return writer.body


def with_headings(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], int]:
    """Short lines all in bold are headings where a document has no others; returns how many there are."""
    if any(isinstance(part, Heading) for part in parts):
        return parts, 0
    found: list[Part] = []
    count = 0
    for index, part in enumerate(parts):
        follows = parts[index + 1] if index + 1 < len(parts) else None
        if isinstance(part, Paragraph) and follows is not None and _is_bold_line(part.runs):
            part = Heading(part.runs, 2)
            count += 1
        found.append(part)
    return tuple(found), count


def _is_bold_line(runs: Runs) -> bool:
    text = plain(runs)
    return wholly_bold(runs) and len(text) <= LONGEST_BOLD_LINE and not text.endswith(ENDS_SENTENCE)


class _Writer:
    def __init__(self, document: Document, keep: Keep, most_fields: int) -> None:
        self.keep = keep
        self.most_fields = most_fields
        self.body = Body()
        self.text: list[str] = []
        self.levels = sorted({part.level for part in document.parts if isinstance(part, Heading)})
        if len(self.levels) > 2:
            self.body.dropped["levels"] += 1

    def write(self, part: Part) -> None:
        if isinstance(part, Paragraph):
            self._paragraph(part.runs)
        elif isinstance(part, Listing):
            self.text.append(rich_text.listing(part.items, TEXT_FEATURES))
            self._count(items=len(part.items), links=sum(rich_text.links_in(item.runs) for item in part.items))
        elif isinstance(part, Heading):
            self._heading(part)
        elif isinstance(part, Table):
            self._table(part)
        else:
            self._picture(part)

    def write_notes(self, notes: Iterable[Runs]) -> None:
        """Under the text, each after its number."""
        self._end_text()
        for number, runs in enumerate(notes, start=1):
            marked = (Run(str(number), place="sup"), Run(" "), *runs)
            self.text.append(rich_text.paragraph(marked, TEXT_FEATURES))
            self._count(notes=1, links=rich_text.links_in(runs))
        self._end_text()

    def _paragraph(self, runs: Runs) -> None:
        self.text.append(rich_text.paragraph(runs, TEXT_FEATURES))
        self._count(paragraphs=1, links=rich_text.links_in(runs))

    def _count(self, **more: int) -> None:
        self.body.kept.update(more)

    def _add(self, kind: str, value: Any, fields: int = 0) -> None:
        self.body.fields += FIELDS_OF_BLOCK + fields
        if self.body.fields > self.most_fields:
            raise TooMuch
        self.body.raw.append({"type": kind, "value": value, "id": str(uuid.uuid4())})

    def _end_text(self) -> None:
        if self.text:
            self._add("text", rich_text.settled("".join(self.text), TEXT_FEATURES))
            self.text = []

    def _heading(self, part: Heading) -> None:
        text = unmarked(part.runs)
        if len(text) > LONGEST_HEADING:
            self.body.dropped["long_headings"] += 1
            self._paragraph(tuple(replace(run, bold=True) for run in part.runs))
            return
        self._end_text()
        self.body.dropped["heading_links"] += rich_text.links_in(part.runs)
        self._add("heading", {"text": text, "level": "h2" if part.level == self.levels[0] else "h3"})
        self._count(headings=1)

    def _picture(self, part: Picture) -> None:
        kept = self.keep(part)
        if isinstance(kept, str):
            self.body.dropped[kept] += 1
            if part.caption:
                self._paragraph((Run(part.caption),))
            return
        self._end_text()
        self.body.dropped["without_alt"] += not part.alt
        value = {
            "image": kept,
            "alt": self._shortened(part.alt),
            "caption": self._shortened(part.caption),
            "credit": "",
        }
        self._add("image", value)
        self._count(pictures=1)

    def _shortened(self, text: str) -> str:
        if len(text) <= LONGEST_WORDS:
            return text
        self.body.dropped["shortened"] += 1
        return f"{text[: LONGEST_WORDS - 1].rstrip()}…"

    def _table(self, part: Table) -> None:
        self._end_text()
        headings = [" ".join(map(plain, cell)) for cell in part.rows[0]] if part.has_header else None
        rows = part.rows[1:] if part.has_header else part.rows
        self.body.dropped["heading_links"] += (
            sum(rich_text.links_in(runs) for cell in part.rows[0] for runs in cell) if part.has_header else 0
        )
        kinds = ["rich_text" if any(map(_needs_tags, column)) else "text" for column in zip(*rows, strict=True)]
        columns = [{"type": kind, "heading": headings[index] if headings else ""} for index, kind in enumerate(kinds)]
        values = [{"values": [_cell(cell, kind) for cell, kind in zip(row, kinds, strict=True)]} for row in rows]
        fields = len(kinds) * 4 + len(rows) * (2 + len(kinds))
        self._add("table", {"columns": columns, "rows": values, "caption": part.caption}, fields)
        self._count(tables=1, links=sum(rich_text.links_in(runs) for row in rows for cell in row for runs in cell))


def _needs_tags(cell: tuple[Runs, ...]) -> bool:
    """Whether there is more in a cell than one line of plain letters."""
    return len(cell) > 1 or any(run.bold or run.italic or run.href or "\n" in run.text for runs in cell for run in runs)


def _cell(cell: tuple[Runs, ...], kind: str) -> str:
    if kind == "text":
        return " ".join("".join(run.text if run.place != "sup" else f"[{run.text}]" for run in runs) for runs in cell)
    html = "".join(rich_text.paragraph(runs, CELL_FEATURES) for runs in cell) or "<p></p>"
    return rich_text.settled(html, CELL_FEATURES)
