"""A file of addresses as rows of cells: whatever spreadsheet wrote it. Pure; a file that cannot be read is refused in a
sentence.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

DELIMITERS = ",;\t|"
MARKS_OF_ADDRESS = ("mail", "почт", "пошта", "address", "адрес")
MARKS_OF_LANGUAGE = ("lang", "язык", "тіл")
WIDEST = 100


class FileRefused(Exception):
    """Says in a sentence what is wrong with the file and what to do."""


@dataclass(frozen=True)
class Sheet:
    """``rows`` are numbered as lines of the file; ``headings`` are [] where the first row is data already."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]

    @property
    def width(self) -> int:
        return max((len(cells) for _number, cells in self.rows), default=len(self.headings))


def read_sheet(content: bytes, most: int) -> Sheet:
    """The rows of a CSV file, ``most`` at most. Raises FileRefused."""
    text = _decoded(content)
    if not text.strip():
        raise FileRefused(_("The file is empty."))
    rows = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells[:WIDEST]]))
            if len(rows) > most + 1:
                raise FileRefused(_("The file has more than %(most)d rows. Divide it.") % {"most": most})
    except csv.Error as error:
        raise FileRefused(
            _("Line %(line)d cannot be read. Save the table as CSV once more.") % {"line": reader.line_num}
        ) from error
    if not rows:
        raise FileRefused(_("The file is empty."))
    has_headings = not any("@" in cell for cell in rows[0][1])
    return Sheet(rows[0][1] if has_headings else [], rows[1:] if has_headings else rows)


def guess_columns(sheet: Sheet) -> tuple[int, int]:
    """The numbers of the columns of the address and of the language: by what stands in them, else by their headings."""
    headings = [heading.casefold() for heading in sheet.headings]
    sample = [cells for _number, cells in sheet.rows[:50]]
    found = [sum("@" in cells[place] for cells in sample if place < len(cells)) for place in range(sheet.width)]
    email = found.index(max(found)) if any(found) else max(0, _first(headings, MARKS_OF_ADDRESS))
    return email, _first(headings, MARKS_OF_LANGUAGE)


def _first(headings: list[str], marks: tuple[str, ...]) -> int:
    return next((place for place, heading in enumerate(headings) if any(mark in heading for mark in marks)), -1)


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(_("This is a spreadsheet. Save it as CSV (UTF-8) and send that file."))
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(_("The letters of the file cannot be read. Save it as CSV in UTF-8.")) from error
    if "\0" in text:
        raise FileRefused(_("This is no table of text. Save it as CSV (UTF-8) and send that file."))
    return text


def _delimiter(text: str) -> str:
    """The sign that most lines have; a title above the table has none."""
    head = text[:5000].splitlines()[:20]
    return max(DELIMITERS, key=lambda sign: (sum(sign in line for line in head), text[:5000].count(sign)))
