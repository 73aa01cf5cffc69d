"""The tree of what a clipboard holds as HTML: forgiving of what programs write, bounded in size and depth. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from news.documents.structure import TooMuch

BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(BLOCK_NAMES.split())
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# What has no words for readers, with all that is inside of it.
SILENT = frozenset(
    {"script", "style", "head", "title", "xml", "noscript", "template", "svg", "math", "object", "iframe"}
)
CLOSES_ITSELF = {"p": {"p"}, "li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"td", "th", "tr"}}
# An end of these is not looked for beyond one of those.
BARRIERS = frozenset({"table", "td", "th", "ul", "ol", "li", "div"})
DEEPEST, MOST_NODES = 150, 200_000


@dataclass
class Node:
    """An element; ``children`` are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def style(self) -> dict[str, str]:
        """What ``style`` says, names and values in small letters; of two the last."""
        pairs = (part.partition(":") for part in self.attributes.get("style", "").casefold().split(";"))
        return {name.strip(): value.strip() for name, colon, value in pairs if colon}

    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").casefold().split())

    def elements(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    @cached_property
    def holds_blocks(self) -> bool:
        """Whether it is more than letters in a line."""
        return self.tag in BLOCKS or any(child.holds_blocks for child in self.elements())

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("body")
        self.open = [self.root]
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._close_what_ends(tag)
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.count += 1
        if self.count > MOST_NODES:
            raise TooMuch
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)
            if len(self.open) > DEEPEST:
                raise TooMuch

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID and self.open[-1].tag == tag:
            self.open.pop()

    def _close_what_ends(self, tag: str) -> None:
        while self.open[-1].tag in CLOSES_ITSELF.get(tag, set()):
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.open) - 1, 0, -1):
            if self.open[index].tag == tag:
                del self.open[index:]
                return
            if self.open[index].tag in BARRIERS and tag not in BARRIERS:
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read_markup(html: str) -> Node:
    """The tree of ``html``; TooMuch for one with more or deeper elements than any text has.

    Windows puts its own words and comments around the part that was copied.
    """
    start, end = html.find("<!--StartFragment"), html.rfind("<!--EndFragment")
    if start != -1 and end > start:
        html = html[start:end]
    parser = _Parser()
    # "<![if !supportLists]>" is no comment for a browser, and nothing for us.
    parser.feed(re.sub(r"<!\[[^\]>]*\]>", "", html))
    parser.close()
    return parser.root
