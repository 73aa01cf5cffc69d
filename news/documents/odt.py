"""Reads an OpenDocument text (.odt), as LibreOffice saves it. Deleted text is not kept; nothing outside is asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from news.documents.odt_inline import DRAW, OdtInline
from news.documents.odt_styles import OFFICE, STYLE, TEXT, OdtStyles
from news.documents.opening import Package, damaged
from news.documents.structure import (
    Builder,
    Document,
    Heading,
    Item,
    Paragraph,
    Picture,
    Run,
    Runs,
    made_table,
    plain,
    tidy,
)

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENTS = frozenset(
    f"{TEXT}{name}"
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
        "bibliography",
    )
)
# A cell or a row may say that it is there many times.
MOST_REPEATED = 60


def read_odt(package: Package) -> Document:
    """The document in a package of that kind. DocumentRefused for one without a text."""
    root = package.xml("content.xml")
    text = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if text is None:
        raise damaged()
    styles = package.xml("styles.xml")
    reader = _Reader(package, OdtStyles(styles, root))
    reader.blocks(text)
    reader.count_margins(styles)
    return reader.finished()


def _repeated(element: Element, name: str) -> int:
    value = element.get(f"{TABLE}{name}", "1")
    return min(int(value), MOST_REPEATED) if value.isascii() and value.isdigit() and len(value) < 10 else 1


class _Reader:
    def __init__(self, package: Package, styles: OdtStyles) -> None:
        self.package = package
        self.styles = styles
        self.dropped = Counter(package.dropped)
        self.notes: list[Element] = []
        self.builder = Builder()

    def finished(self) -> Document:
        notes = []
        # A note may hold a note; it gets the next number.
        for note in self.notes:
            body = note.find(f"{TEXT}note-body")
            paragraphs = list(self._words(body, [])) if body is not None else []
            notes.append(tidy(_joined(paragraphs)))
        return Document(self.builder.finished(), tuple(notes), self._title(), self.dropped)

    def blocks(self, parent: Element) -> None:
        for element in parent:
            tag = element.tag
            if tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(element)
            elif tag == f"{TEXT}list":
                self._list(element, 0, "")
            elif tag == f"{TABLE}table":
                self._table(element)
            elif tag in CONTENTS:
                self.dropped["contents"] += 1
            elif tag == f"{TEXT}tracked-changes":
                self.dropped["deleted"] += len(list(element.iter(f"{TEXT}deletion")))
            elif tag in (f"{TEXT}section", f"{TEXT}numbered-paragraph"):
                self.blocks(element)
            elif tag == f"{DRAW}frame":
                self._beside(self._inline(element, is_alone=True))

    def _inline(self, element: Element, *, is_alone: bool = False) -> OdtInline:
        look = self.styles.look("paragraph", element.get(f"{TEXT}style-name", ""))
        inline = OdtInline(self.package, self.styles, self.dropped, self.notes)
        if is_alone:
            inline.frame(element)
        else:
            is_heading = element.tag == f"{TEXT}h"
            inline.read(element, Run("", bold=bool(look.bold) and not is_heading, italic=bool(look.italic)))
        return inline

    def _paragraph(self, element: Element) -> None:
        inline = self._inline(element)
        runs = tidy(inline.runs)
        look = self.styles.look("paragraph", element.get(f"{TEXT}style-name", ""))
        level = element.get(f"{TEXT}outline-level", "")
        if look.role == "title":
            self.builder.add(Paragraph(runs, role="title"))
        elif element.tag == f"{TEXT}h":
            self.builder.add(Heading(runs, int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 1))
        else:
            self.builder.add(Paragraph(runs, role=look.role))
        self._beside(inline)

    def _beside(self, inline: OdtInline) -> None:
        for picture in inline.pictures:
            self.builder.add(picture)
        for box in inline.boxes:
            self.blocks(box)

    def _list(self, element: Element, depth: int, inherited: str) -> None:
        name = element.get(f"{TEXT}style-name") or inherited
        for entry in element:
            if entry.tag not in (f"{TEXT}list-item", f"{TEXT}list-header"):
                continue
            is_first = entry.tag == f"{TEXT}list-item"
            for child in entry:
                if child.tag == f"{TEXT}list":
                    self._list(child, depth + 1, name)
                elif child.tag == f"{TEXT}h":
                    self._paragraph(child)
                elif child.tag == f"{TEXT}p" and is_first:
                    self._item(child, depth, name)
                    is_first = False
                elif child.tag == f"{TEXT}p":
                    self._paragraph(child)

    def _item(self, element: Element, depth: int, name: str) -> None:
        inline = self._inline(element)
        own = name or self.styles.list_of(element.get(f"{TEXT}style-name", ""))
        self.builder.add_item(Item(tidy(inline.runs), depth, self.styles.is_ordered(own, depth)))
        self._beside(inline)

    def _table(self, element: Element) -> None:
        rows = list(_rows(element))
        if len(rows) == 1 and len(rows[0][0]) == 1:
            self.dropped["frames"] += 1
            self.blocks(rows[0][0][0])
            return
        pictures: list[Picture] = []
        made = ((columns for cell in row for columns in self._cell(cell, pictures)) for row, _is_header in rows)
        table = made_table(made, any(is_header for _row, is_header in rows[:1]))
        for part in ([table] if table else []) + pictures:
            self.builder.add(part)

    def _cell(self, cell: Element, pictures: list[Picture]) -> Iterator[tuple[Runs, ...]]:
        if cell.tag == f"{TABLE}covered-table-cell":
            self.dropped["merged"] += 1
            yield from [()] * _repeated(cell, "number-columns-repeated")
        elif cell.tag == f"{TABLE}table-cell":
            words = tuple(self._words(cell, pictures))
            yield from [words] * _repeated(cell, "number-columns-repeated")

    def _words(self, parent: Element, pictures: list[Picture], mark: str = "") -> Iterator[Runs]:
        """The paragraphs of a cell or a note; lists and tables in it become paragraphs."""
        for element in parent:
            if element.tag in (f"{TEXT}p", f"{TEXT}h"):
                inline = self._inline(element)
                pictures.extend(inline.pictures)
                runs = tidy(inline.runs)
                if plain(runs):
                    yield (Run(mark), *runs) if mark else runs
                for box in inline.boxes:
                    yield from self._words(box, pictures)
            elif element.tag == f"{TEXT}list":
                self.dropped["list_in_table"] += 1
                yield from self._words(element, pictures, "• ")
            elif element.tag == f"{TABLE}table":
                self.dropped["inner_tables"] += 1
                yield from self._words(element, pictures, mark)
            elif element.tag not in (f"{OFFICE}annotation", f"{TEXT}tracked-changes"):
                yield from self._words(element, pictures, mark)

    def count_margins(self, styles: Element | None) -> None:
        """Headers and footers that say something, of whichever kind of page."""
        for element in styles.iter() if styles is not None else ():
            if element.tag in (f"{STYLE}header", f"{STYLE}footer", f"{STYLE}header-left", f"{STYLE}footer-left"):
                self.dropped["margins"] += bool("".join(element.itertext()).strip())

    def _title(self) -> str:
        root = self.package.xml("meta.xml")
        found = root.find(f"{OFFICE}meta/{DC}title") if root is not None else None
        return " ".join((found.text or "").split()) if found is not None else ""


def _joined(paragraphs: list[Runs]) -> Iterator[Run]:
    for index, runs in enumerate(paragraphs):
        if index:
            yield Run("\n")
        yield from runs


def _rows(table: Element, is_header: bool = False) -> Iterator[tuple[Element, bool]]:
    for element in table:
        if element.tag == f"{TABLE}table-row":
            for _row in range(_repeated(element, "number-rows-repeated")):
                yield element, is_header
        elif element.tag == f"{TABLE}table-header-rows":
            yield from _rows(element, is_header=True)
        elif element.tag in (f"{TABLE}table-rows", f"{TABLE}table-row-group"):
            yield from _rows(element, is_header)
