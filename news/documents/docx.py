"""Reads a Word document (.docx). Changes are taken as accepted; what stands beside the text is counted, not kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from news.documents.docx_inline import MC, TRANSPARENT, Inline, Surroundings
from news.documents.docx_parts import (
    DEEPER_LIST,
    Numbering,
    Style,
    Styles,
    W,
    attribute,
    numbering_of,
    outline_of,
    plain_names,
    relations_of,
)
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

# Of these a document may refer to something outside without bringing it along.
BRINGS_NOTHING = frozenset({"hyperlink"})
NOT_TEXT = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read_docx(package: Package) -> Document:
    """The document in a package of that kind. DocumentRefused for one without a text."""
    main = _main_part(package)
    root = plain_names(package.xml(main))
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise damaged()
    return _Reader(package, main).read(body)


def _main_part(package: Package) -> str:
    relations = relations_of(package, "").values()
    return next((one.target for one in relations if one.kind == "officeDocument"), "word/document.xml")


class _Reader:
    def __init__(self, package: Package, main: str) -> None:
        folder = main.rpartition("/")[0]
        self.package = package
        self.folder = f"{folder}/" if folder else ""
        relations = relations_of(package, main)
        self.around = Surroundings(package, Styles(self._part("styles.xml")), relations, Counter(package.dropped))
        self.numbering = Numbering(self._part("numbering.xml"))
        self.builder = Builder()
        self.notes: dict[str, dict[str, Element]] = {}

    def _part(self, name: str) -> Element | None:
        return plain_names(self.package.xml(f"{self.folder}{name}"))

    def read(self, body: Element) -> Document:
        self._blocks(body)
        notes = tuple(self._note(kind, number) for kind, number in list(self.around.notes))
        self._count_what_stands_beside()
        return Document(self.builder.finished(), notes, self._title(), self.around.dropped)

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}sdt":
                self._control(element)
            elif element.tag in TRANSPARENT:
                self._blocks(element)
            elif element.tag == f"{MC}AlternateContent":
                self._blocks(next(iter(element), element))
            elif element.tag == f"{W}altChunk":
                self.around.dropped["objects"] += 1

    def _control(self, element: Element) -> None:
        gallery = next(element.iter(f"{W}docPartGallery"), None)
        content = element.find(f"{W}sdtContent")
        if attribute(gallery, "val") == "Table of Contents":
            self.around.dropped["contents"] += 1
        elif content is not None:
            self._blocks(content)

    def _style(self, element: Element) -> Style:
        properties = element.find(f"{W}pPr")
        named = attribute(properties.find(f"{W}pStyle"), "val") if properties is not None else ""
        return self.around.styles.get(named or self.around.styles.default)

    def _inline(self, element: Element, style: Style) -> Inline:
        inline = Inline(self.around, style)
        inline.read(element)
        return inline

    def _paragraph(self, element: Element) -> None:
        style, properties = self._style(element), element.find(f"{W}pPr")
        if style.name.startswith("toc ") and style.name[4:].isdigit():
            self.around.dropped["contents"] = 1
            return
        level = outline_of(properties)
        level = style.level if level is None else level
        inline = self._inline(element, Style() if level else style)
        runs = tidy(inline.runs)
        if style.name in ("title", "subtitle"):
            self.builder.add(Paragraph(runs, role="title"))
        elif level:
            self.builder.add(Heading(runs, level))
        elif item := self._item(runs, style, properties):
            self.builder.add_item(item)
        else:
            self.builder.add(Paragraph(runs, role="caption" if style.name == "caption" else ""))
        self._beside(inline)

    def _beside(self, inline: Inline) -> None:
        for picture in inline.pictures:
            self.builder.add(picture)
        for box in inline.boxes:
            self._blocks(box)

    def _item(self, runs: Runs, style: Style, properties: Element | None) -> Item | None:
        numbering = numbering_of(properties)
        if numbering is None:
            numbering = style.numbering
        elif not numbering[0] and style.numbering:
            numbering = style.numbering[0], numbering[1]
        if numbering is None or numbering[0] in ("", "0"):
            return None
        deeper = DEEPER_LIST.match(style.name)
        depth = numbering[1] or (int(deeper[1]) - 1 if deeper else 0)
        return Item(runs, max(0, depth), self.numbering.is_ordered(*numbering))

    def _table(self, element: Element) -> None:
        rows = list(_rows(element))
        cells = [list(_cells(row)) for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:
            self.around.dropped["frames"] += 1
            self._blocks(cells[0][0])
            return
        pictures: list[Picture] = []
        made = ((columns for cell in row for columns in self._cell(cell, pictures)) for row in cells)
        says = any(_is_header(row) for row in rows[:1])
        table = made_table(made, says)
        for part in ([table] if table else []) + pictures:
            self.builder.add(part)

    def _cell(self, cell: Element, pictures: list[Picture]) -> Iterator[tuple[Runs, ...]]:
        """The cell, and an empty one for each further column that it covers."""
        properties = cell.find(f"{W}tcPr")
        merged = properties.find(f"{W}vMerge") if properties is not None else None
        goes_on = merged is not None and attribute(merged, "val") != "restart"
        self.around.dropped["merged"] += int(goes_on)
        yield () if goes_on else tuple(self._cell_paragraphs(cell, pictures))
        span = attribute(properties.find(f"{W}gridSpan"), "val") if properties is not None else ""
        for _more in range(min(int(span), 60) - 1 if span.isascii() and span.isdigit() else 0):
            self.around.dropped["merged"] += 1
            yield ()

    def _cell_paragraphs(self, cell: Element, pictures: list[Picture]) -> Iterator[Runs]:
        for element in cell:
            if element.tag == f"{W}p":
                yield from self._cell_paragraph(element, pictures)
            elif element.tag == f"{W}tbl":
                self.around.dropped["inner_tables"] += 1
                for row in _rows(element):
                    for inner in _cells(row):
                        yield from self._cell_paragraphs(inner, pictures)
            elif element.tag == f"{W}sdt" or element.tag in TRANSPARENT:
                content = element.find(f"{W}sdtContent")
                yield from self._cell_paragraphs(element if content is None else content, pictures)

    def _cell_paragraph(self, element: Element, pictures: list[Picture]) -> Iterator[Runs]:
        style = self._style(element)
        inline = self._inline(element, style)
        pictures.extend(inline.pictures)
        runs = tidy(inline.runs)
        if plain(runs) and self._item(runs, style, element.find(f"{W}pPr")):
            self.around.dropped["list_in_table"] += 1
            runs = (Run("• "), *runs)
        if plain(runs):
            yield runs
        for box in inline.boxes:
            yield from self._cell_paragraphs(box, pictures)

    def _note(self, kind: str, number: str) -> Runs:
        if kind not in self.notes:
            root = self._part(f"{kind}s.xml")
            found = [note for note in root if attribute(note, "type") not in NOT_TEXT] if root is not None else []
            self.notes[kind] = {attribute(note, "id"): note for note in found}
        note = self.notes[kind].get(number)
        return tidy(_joined(list(self._cell_paragraphs(note, [])))) if note is not None else ()

    def _count_what_stands_beside(self) -> None:
        dropped = self.around.dropped
        for relation in self.around.relations.values():
            if relation.is_outside and relation.kind not in BRINGS_NOTHING:
                dropped["outside"] += 1
            elif relation.kind in ("header", "footer") and not relation.is_outside:
                dropped["margins"] += self._has_words(relation.target)
        settings = relations_of(self.package, f"{self.folder}settings.xml").values()
        dropped["outside"] += sum(relation.is_outside for relation in settings)
        comments = self._part("comments.xml")
        dropped["comments"] += len(comments) if comments is not None else 0

    def _has_words(self, name: str) -> bool:
        root = plain_names(self.package.xml(name))
        return root is not None and any((text.text or "").strip() for text in root.iter(f"{W}t"))

    def _title(self) -> str:
        root = self.package.xml("docProps/core.xml")
        found = root.find("{http://purl.org/dc/elements/1.1/}title") if root is not None else None
        return " ".join((found.text or "").split()) if found is not None else ""


def _joined(paragraphs: list[Runs]) -> Iterator[Run]:
    for index, runs in enumerate(paragraphs):
        if index:
            yield Run("\n")
        yield from runs


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table, also inside of content controls and changes; those that are deleted are left out."""
    for element in table:
        if element.tag == f"{W}tr":
            properties = element.find(f"{W}trPr")
            if properties is None or properties.find(f"{W}del") is None:
                yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if element.tag == f"{W}tc":
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(element)


def _is_header(row: Element) -> bool:
    properties = row.find(f"{W}trPr")
    found = properties.find(f"{W}tblHeader") if properties is not None else None
    return found is not None and attribute(found, "val") not in ("0", "false", "off")
