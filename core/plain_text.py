"""HTML as plain text for letters: headings, lists, tables and quotations by their signs, every link with its address.

Pure. Expects the clean HTML that feeds and letters are made of.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
APART = BLOCKS - {"li", "tr", "dt", "dd", "caption", "figcaption", "div"}
UNSEEN = {"style", "script", "title", "head"}
RULE = "-" * 24
SPACES = re.compile(r"[ \t\n\r\f]+")


def plain_text(html: str) -> str:
    """The text of ``html``: paragraphs apart by an empty line, ``* `` and ``1. `` before items, ``text <address>``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._mark = ""  # what stands before the text of an item; a paragraph goes on behind it
        self._lists: list[int | None] = []  # the number of the next item; None for a list without
        self._links: list[tuple[str, int]] = []
        self._unseen = 0
        self._quotes = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._end_line()
        elif tag == "a":
            self._links.append((given.get("href") or "", len(self._line)))
        elif tag == "img" and given.get("alt"):
            self._line += f"[{given['alt']}]"
        elif tag in ("td", "th") and self._line.strip():
            self._line += " | "
        elif tag in BLOCKS and (not self._line or self._line != self._mark or tag in ("li", "ul", "ol")):
            self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        self._end_line()
        if tag in APART and not self._lists:
            self._apart()
        if tag == "ul":
            self._lists.append(None)
        elif tag == "ol":
            self._lists.append(1)
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "hr":
            self._lines.append(RULE)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._line = self._mark = "  " * (len(self._lists) - 1) + ("* " if number is None else f"{number}. ")
            self._lists[-1] = None if number is None else number + 1

    def handle_endtag(self, tag: str) -> None:
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())
        elif tag in BLOCKS:
            self._end_line()
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            if tag == "blockquote":
                self._quotes = max(0, self._quotes - 1)
            if tag in APART and not self._lists:
                self._apart()

    def _end_link(self, address: str, begin: int) -> None:
        shown = self._line[begin:].strip()
        if address and address != shown and not address.startswith("#"):
            self._line += f" <{address}>" if shown else f"<{address}>"

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        text = SPACES.sub(" ", data)
        if text.startswith(" ") and (not self._line or self._line.endswith(" ")):
            text = text[1:]
        self._line += text

    def _end_line(self) -> None:
        if self._line.strip():
            self._lines.append("> " * self._quotes + self._line.rstrip())
        self._line = ""

    def _apart(self) -> None:
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip() + "\n"
