"""The visible content of an old HTML page as lines: paragraphs, items, headings, tables of data, pictures. Pure.

Tables that only arrange things, as pages of that time had them, come apart into the lines of their cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from bs4.element import PreformattedString
from django.utils.translation import gettext as _

from legacy.html_tables import is_data, rows_of
from legacy.inline import Run, html_of, without_start
from legacy.lines import MARK, Kind, Line, plain, text_line
from legacy.old_pages import SourceRefused
from music.folders import ENDINGS as RECORDINGS

DEEPEST = 400
SILENT = frozenset(
    (
        *("script", "style", "noscript", "template", "head", "title", "nav", "footer", "aside", "form", "button"),
        *("select", "textarea", "iframe", "object", "applet", "svg", "math", "audio", "video", "canvas", "map"),
    )
)
BLOCKS = frozenset(
    (
        *("p", "div", "table", "tbody", "thead", "tfoot", "caption", "tr", "td", "th", "ul", "ol", "li", "dl", "dt"),
        *("dd", "blockquote", "pre", "section", "article", "main", "header", "center", "address", "fieldset", "hr"),
        *("figure", "figcaption", "body", "h1", "h2", "h3", "h4", "h5", "h6"),
    )
)
EMPHASIS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup", "sub": "sub"}
LEVELS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LINKS = frozenset({"http", "https", "mailto", "tel"})
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SMALLEST_PICTURE = 8


@dataclass
class Writer:
    """Gathers runs into lines while the page is walked through. ``base`` is the page's old address, if known."""

    base: str = ""
    lines: list[Line] = field(default_factory=list)
    links_lost: int = 0
    _heard: list[str] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _begins: bool = True
    _breaks: int = 0
    _marks: list[str] = field(default_factory=list)
    _hrefs: list[str] = field(default_factory=list)
    _lists: list[str] = field(default_factory=list)
    _item: str = ""
    _level: str = ""
    _is_pre: bool = False

    def text(self, text: str) -> None:
        if self._is_pre:
            for at, part in enumerate(text.split("\n")):
                if at:
                    self.line_break()
                self._add(part)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        if text:
            self._runs.append(Run(text, tuple(dict.fromkeys(self._marks)), self._hrefs[-1] if self._hrefs else ""))

    def line_break(self) -> None:
        if not plain("".join(run.text for run in self._runs)):
            self._breaks += 1
        self._flush()
        self._begins = self._breaks > 0

    def border(self) -> None:
        self._flush()
        self._begins = True

    def _flush(self) -> None:
        runs, self._runs = self._runs, []
        text = plain("".join(run.text for run in runs))
        if not text:
            return
        self._breaks = 0
        self.lines.append(self._line(text, runs))
        self._begins = False
        for source in self._heard:
            self.lines.append(Line(text[:200], kind=Kind.RECORDING, source=source))
            self._begins = True
        self._heard.clear()

    def _line(self, text: str, runs: list[Run]) -> Line:
        html = html_of(runs)
        if self._level:
            return Line(text, html, Kind.HEADING, level=self._level)
        if self._item:
            mark, self._item = self._item, ""
            return Line(text, html, Kind.ITEM, self._begins, mark)
        typed = text_line(text, begins=self._begins)
        if typed.kind is Kind.ITEM:
            shorter = without_start(runs, MARK)
            return replace(typed, html=html_of(shorter))
        marks = {mark for run in runs if run.text.strip() for mark in run.marks}
        is_bold = all("b" in run.marks for run in runs if run.text.strip()) and "b" in marks
        if is_bold and self._begins and len(text) <= 120 and text[-1:] not in ".;:,":
            return Line(text, html, Kind.HEADING, level="h3" if len(text) > 60 else "h2")
        return Line(text, html, begins=self._begins)

    def enter(self, tag: Tag) -> None:
        name = tag.name
        if name in EMPHASIS:
            self._marks.append(EMPHASIS[name])
        elif name == "a":
            self._hrefs.append(self._href(tag))
        elif name in BLOCKS:
            self.border()
            self._enter_block(name)

    def _enter_block(self, name: str) -> None:
        if name in {"ul", "ol"}:
            self._lists.append(f"<{name}>")
        elif name in {"li", "dd"}:
            self._item = self._lists[-1] if self._lists and name == "li" else ""
        elif name in LEVELS:
            self._level = LEVELS[name]
        elif name == "pre":
            self._is_pre = True

    def leave(self, tag: Tag) -> None:
        name = tag.name
        if name in EMPHASIS:
            self._marks.pop()
        elif name == "a":
            self._hrefs.pop()
        elif name in BLOCKS:
            self.border()
            if name in {"ul", "ol"}:
                self._lists.pop()
            elif name == "li":
                self._item = ""
            elif name in LEVELS:
                self._level = ""
            elif name == "pre":
                self._is_pre = False

    def _href(self, tag: Tag) -> str:
        typed = str(tag.get("href") or "").strip()
        if not typed or typed.startswith("#"):
            return ""
        if is_recording(typed):
            self._heard.append(typed)
            return ""
        try:
            href = urljoin(self.base, typed)
            is_link = urlsplit(href).scheme.lower() in LINKS and not any(sign.isspace() for sign in href)
        except ValueError:
            is_link = False
        if not is_link:
            self.links_lost += 1
        return href if is_link else ""

    def picture(self, tag: Tag) -> None:
        source = str(tag.get("src") or "").strip()
        if not source or _is_tiny(tag):
            return
        self.border()
        self.lines.append(Line(plain(str(tag.get("alt") or ""))[:255], kind=Kind.PICTURE, source=source))

    def table(self, tag: Tag) -> None:
        self.border()
        rows = rows_of(tag)
        self.lines.append(Line("", kind=Kind.TABLE, rows=tuple(tuple(row) for row in rows), has_head=_has_head(tag)))

    def row(self, texts: list[str]) -> None:
        """The cells of a row that belong on one line, as a label and its value."""
        self.border()
        self._add(" ".join(texts))
        self.border()


def is_recording(address: str) -> bool:
    """Whether a link leads to a file that may be a recording."""
    try:
        path = urlsplit(address).path
    except ValueError:
        return False
    return PurePosixPath(path).suffix.lower() in RECORDINGS


def _is_tiny(tag: Tag) -> bool:
    sides = [str(tag.get(side) or "") for side in ("width", "height")]
    return any(
        re.fullmatch(r"[0-9]{1,4}(?:px)?", side) and int(side.removesuffix("px")) < SMALLEST_PICTURE for side in sides
    )


def _has_head(tag: Tag) -> bool:
    first = tag.find("tr")
    return isinstance(first, Tag) and bool(first.find("th")) and not first.find("td")


def is_hidden(tag: Tag) -> bool:
    return tag.name in SILENT or tag.has_attr("hidden") or bool(HIDDEN.search(str(tag.get("style") or "")))


def walk(root: Tag, writer: Writer) -> None:
    """Goes through the page without recursion, however deep it is nested. Raises SourceRefused beyond all measure."""
    stack: list[tuple[Tag, Iterator[object]]] = [(root, iter(root.contents))]
    writer.enter(root)
    while stack:
        tag, children = stack[-1]
        child = next(children, None)
        if child is None:
            writer.leave(tag)
            stack.pop()
        elif isinstance(child, Tag):
            if _take_whole(child, writer):
                continue
            if len(stack) >= DEEPEST:
                raise SourceRefused(_("Its elements are nested too deep to be a page."))
            writer.enter(child)
            stack.append((child, iter(child.contents)))
        elif isinstance(child, NavigableString) and not isinstance(child, Comment | PreformattedString):
            writer.text(str(child))
    writer.border()


def _take_whole(tag: Tag, writer: Writer) -> bool:
    """Whether the element is dealt with, so that nobody has to look inside."""
    if is_hidden(tag):
        return True
    if tag.name == "br":
        writer.line_break()
        # Browsers close it at once; the parser may have put what follows inside.
        return not tag.contents
    if tag.name == "img":
        writer.picture(tag)
        return not tag.contents
    if tag.name == "table" and is_data(tag):
        writer.table(tag)
        return True
    if tag.name == "tr" and (texts := _label_row(tag)):
        writer.row(texts)
        return True
    return False


def _label_row(tag: Tag) -> list[str]:
    """The texts of a row like "Category: | General"; [] for another."""
    cells = [cell for cell in tag.contents if isinstance(cell, Tag) and cell.name in {"td", "th"}]
    if len(cells) < 2 or any(cell.find(["table", "ul", "ol", "p", "br", "img"]) for cell in cells):
        return []
    texts = [plain(cell.get_text(" ")) for cell in cells]
    texts = [text for text in texts if text]
    return texts if len(texts) > 1 and texts[0].endswith(":") and all(len(text) < 100 for text in texts) else []


def parsed(text: str) -> BeautifulSoup:
    """Raises SourceRefused for what no parser takes."""
    try:
        return BeautifulSoup(text, "html.parser")
    except (ValueError, AssertionError, RecursionError):  # the parser's own words for what it gives up on
        raise SourceRefused(_("It is damaged, so that it cannot be read as a page.")) from None
