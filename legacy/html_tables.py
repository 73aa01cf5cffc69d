"""Tables of old pages: whether one holds data, or only arranges a page. Pure."""

from __future__ import annotations

from bs4 import Tag

from legacy.contact_lines import has_label
from legacy.labels import is_label_line
from legacy.lines import MARK, plain

LONGEST_CELL, MOST_CELLS = 300, 2000
INSIDE = ("table", "ul", "ol", "div", "h1", "h2", "h3", "h4", "blockquote", "img", "form")


def rows_of(table: Tag) -> list[list[str]]:
    """The texts of the cells; rows that are shorter are filled up, so that all have the same length."""
    rows = [
        [plain(cell.get_text(" ")) for cell in row.find_all(["td", "th"], recursive=False)]
        for row in table.find_all("tr")
    ]
    rows = [row for row in rows if any(row)]
    width = max((len(row) for row in rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def is_data(table: Tag) -> bool:
    """A table of data has headings, or at least two rows and columns of short cells and nothing but text in them."""
    if table.find(INSIDE) or str(table.get("role") or "") == "presentation":
        return False
    rows = rows_of(table)
    if len(rows) < 2 or len(rows[0]) < 2 or len(rows) * len(rows[0]) > MOST_CELLS:
        return False
    cells = [cell for row in rows for cell in row]
    if any(len(cell) > LONGEST_CELL or is_label_line(cell) or has_label(cell) or MARK.match(cell) for cell in cells):
        return False
    if table.find("th"):
        return True
    columns = list(zip(*rows, strict=True))
    return all(sum(bool(cell) for cell in column) * 2 > len(column) for column in columns)
