"""Reads what Word, Outlook, Google Docs and LibreOffice put on the clipboard as HTML. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from news.documents.markup import SILENT, Node, read_markup
from news.documents.structure import (
    Builder,
    Document,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    Runs,
    Table,
    allowed_link,
    made_table,
    plain,
    tidy,
)

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BOLD, ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn"})
HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
LIGHT = frozenset({"normal", "lighter", "400", "300", "200", "100"})
WORD_LIST = re.compile(r"\bl\d+\s+level(\d)")
WORD_HEADING = re.compile(r"mso(?:heading|title)(\d)?\Z")
WIDEST = 60
MARK = re.compile(r"\(?(?:\d{1,3}|[a-zа-я]|[ivxlcdm]{1,7})[.)]", re.IGNORECASE)
NOTE_LINK = re.compile(r"#(?:_(?:ftn|edn)(?:ref)?\d+|sd(?:foot|end)note\d+(?:sym|anc))\Z", re.IGNORECASE)


def read_clipboard(html: str) -> Document:
    """The words of ``html``. TooMuch for what is no text any more."""
    reader = _Reader()
    reader.blocks(read_markup(html), Run(""))
    return Document(reader.builder.finished(), dropped=reader.dropped)


class _Reader:
    def __init__(self) -> None:
        self.builder = Builder()
        self.dropped: Counter[str] = Counter()

    def blocks(self, parent: Node, kind: Run) -> None:
        """Takes loose letters between blocks together into a paragraph."""
        loose: list[Node | str] = []
        for child in parent.children:
            if isinstance(child, Node) and child.holds_blocks:
                self._loose(loose, kind)
                self._block(child, self._kind(child, kind))
            elif isinstance(child, Node) and child.tag == "br" and parent.tag in ("body", "div"):
                self._loose(loose, kind)
            else:
                loose.append(child)
        self._loose(loose, kind)

    def _loose(self, loose: list[Node | str], kind: Run) -> None:
        self.builder.add(Paragraph(tidy(self._inline(Node("p", children=list(loose)), kind))))
        loose.clear()

    def _block(self, node: Node, kind: Run) -> None:
        if self._is_left_out(node):
            return
        if node.tag in HEADINGS:
            self.builder.add(Heading(tidy(self._inline(node, Run(""))), HEADINGS[node.tag]))
        elif node.tag in ("ul", "ol"):
            self._list(node, 0, kind)
        elif node.tag == "table":
            self._table(node, kind)
        elif node.tag in ("p", "li", "pre") and not any(child.holds_blocks for child in node.elements()):
            self._paragraph(node, kind)
        else:
            self.blocks(node, kind)

    def _paragraph(self, node: Node, kind: Run) -> None:
        runs = tidy(self._inline(node, kind))
        level = WORD_LIST.search(node.style().get("mso-list", ""))
        classes = node.classes()
        if level:
            mark = _mark_of(node)
            self.builder.add_item(Item(runs, int(level[1]) - 1, bool(MARK.match(mark))))
        elif heading := next((match for name in classes if (match := WORD_HEADING.match(name))), None):
            self.builder.add(Heading(_unformatted(runs), int(heading[1] or 1)))
        else:
            self.builder.add(Paragraph(runs, role="caption" if "msocaption" in classes else ""))

    def _list(self, node: Node, depth: int, kind: Run) -> None:
        """Google Docs and old programs put a list beside the item that it belongs to, new ones into it."""
        for child in node.elements():
            if child.tag in ("ul", "ol"):
                self._list(child, depth + 1, kind)
            elif not self._is_left_out(child):
                self._item(child, depth, node.tag == "ol", self._kind(child, kind))

    def _item(self, node: Node, depth: int, is_ordered: bool, kind: Run) -> None:
        words: list[Runs] = []
        below: list[Node] = []
        self._sort(node, kind, words, below)
        self.builder.add_item(Item(tidy(_with_breaks(words)), depth, is_ordered))
        for inner in below:
            if inner.tag == "table":
                self._table(inner, kind)
            else:
                self._list(inner, depth + 1, kind)

    def _sort(self, node: Node, kind: Run, words: list[Runs], below: list[Node]) -> None:
        """The paragraphs of an item, and the lists and tables in it."""
        loose = Node("p")
        for child in node.children:
            if isinstance(child, str) or not child.holds_blocks:
                loose.children.append(child)
            elif child.tag in ("ul", "ol", "table"):
                below.append(child)
            else:
                words.append(tidy(self._inline(loose, kind)))
                loose = Node("p")
                self._sort(child, self._kind(child, kind), words, below)
        words.append(tidy(self._inline(loose, kind)))

    def _table(self, node: Node, kind: Run) -> None:
        rows = list(_rows(node))
        if len(rows) == 1 and len(rows[0][0].elements()) == 1:
            self.dropped["frames"] += 1
            self.blocks(rows[0][0].elements()[0], kind)
            return
        spans = _Spans()
        made = (spans.row(self._cells(row, kind)) for row, _in_head in rows)
        cells = [cell.tag for cell in rows[0][0].elements()] if rows else []
        table = made_table(made, has_header=bool(rows) and (rows[0][1] or (bool(cells) and set(cells) == {"th"})))
        if table is not None:
            caption = next((child.text() for child in node.elements() if child.tag == "caption"), "")
            self.builder.add(replace(table, caption=" ".join(caption.split())))

    def _cells(self, row: Node, kind: Run) -> Iterator[tuple[tuple[Runs, ...], int, int]]:
        """Each cell of a row with the columns and rows that it takes."""
        for cell in row.elements():
            if cell.tag in ("td", "th"):
                inner = _Reader()
                inner.blocks(cell, self._kind(cell, kind))
                self.dropped.update(inner.dropped)
                wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
                self.dropped["merged"] += wide * high - 1
                yield tuple(self._flat(inner)), wide, high

    def _flat(self, inner: _Reader) -> Iterator[Runs]:
        for part in inner.builder.finished():
            if isinstance(part, Heading | Paragraph):
                yield part.runs
            elif isinstance(part, Listing):
                self.dropped["list_in_table"] += 1
                yield from ((Run("• "), *item.runs) for item in part.items)
            elif isinstance(part, Table):
                self.dropped["inner_tables"] += 1
                yield from (runs for row in part.rows for cell in row for runs in cell)

    def _is_left_out(self, node: Node) -> bool:
        style = node.style()
        if node.tag in SILENT:
            return True
        if style.get("mso-element") in ("comment-list", "comment") or "msocommenttext" in node.classes():
            self.dropped["comments"] += 1
            return True
        if style.get("display") == "none" or style.get("mso-hide") == "all":
            self.dropped["hidden"] += bool(node.text().strip())
            return True
        if node.tag == "del":
            self.dropped["deleted"] += 1
            return True
        return style.get("mso-list") == "ignore"

    def _inline(self, node: Node, kind: Run) -> Iterator[Run]:
        for child in node.children:
            if isinstance(child, str):
                yield replace(kind, text=child.replace("\n", " "))
            elif child.tag == "br":
                yield replace(kind, text="\n")
            elif child.tag == "img":
                self.dropped["pasted_pictures"] += 1
            elif not self._is_left_out(child):
                yield from self._inline(child, self._kind(child, kind))

    def _kind(self, node: Node, kind: Run) -> Run:
        """What the letters inside of an element look like. Google Docs wraps all in a <b> that is not bold."""
        style = node.style()
        weight, slope = style.get("font-weight", ""), style.get("font-style", "")
        bold = (kind.bold or node.tag in BOLD or weight in HEAVY) and weight not in LIGHT
        italic = (kind.italic or node.tag in ITALIC or slope in ("italic", "oblique")) and slope != "normal"
        place = {"sup": "sup", "sub": "sub"}.get(node.tag) or _place(style) or kind.place
        href = kind.href
        if node.tag == "a":
            href, place = self._link(node, place)
        return replace(kind, bold=bold, italic=italic, place=place, href=href)

    def _link(self, node: Node, place: str) -> tuple[str, str]:
        target = node.attributes.get("href", "")
        if NOTE_LINK.search(target):
            return "", "sup"
        href = allowed_link(target)
        self.dropped["links"] += bool(target and not href and not target.startswith("#"))
        return href, place


class _Spans:
    """Keeps the columns free that a cell of a row above reaches into."""

    def __init__(self) -> None:
        self.taken: dict[int, int] = {}

    def row(self, cells: Iterable[tuple[tuple[Runs, ...], int, int]]) -> Iterator[tuple[Runs, ...]]:
        column = 0
        for cell, wide, high in cells:
            while self._is_taken(column):
                column += 1
                yield ()
            for more in range(wide):
                self.taken[column] = high - 1
                column += 1
                yield () if more else cell
        while self._is_taken(column):
            column += 1
            yield ()

    def _is_taken(self, column: int) -> bool:
        left = self.taken.get(column, 0)
        self.taken[column] = max(0, left - 1)
        return left > 0


def _span(cell: Node, name: str) -> int:
    value = cell.attributes.get(name, "1")
    return max(1, min(int(value), WIDEST)) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _place(style: dict[str, str]) -> str:
    return {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", ""), "")


def _mark_of(node: Node) -> str:
    """The bullet or number that Word writes before an item, which only programs without lists show."""
    for child in node.elements():
        if child.style().get("mso-list") == "ignore":
            return child.text().strip()
        if found := _mark_of(child):
            return found
    return ""


def _unformatted(runs: Runs) -> Runs:
    return tuple(replace(run, bold=False, italic=False) for run in runs)


def _with_breaks(words: list[Runs]) -> Iterator[Run]:
    said = [runs for runs in words if plain(runs)]
    for index, runs in enumerate(said):
        if index:
            yield Run("\n")
        yield from runs


def _rows(node: Node, in_head: bool = False) -> Iterator[tuple[Node, bool]]:
    for child in node.elements():
        if child.tag == "tr":
            yield child, in_head
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, child.tag == "thead")
