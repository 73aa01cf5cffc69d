"""The styles of an OpenDocument text: what a name means for letters, paragraphs and lists. OpenDocument 1.3, part 3."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
LONGEST_CHAIN = 20
CAPTIONS = frozenset({"caption", "illustration", "table", "figure", "drawing"})
BOLD = frozenset({"bold", "600", "700", "800", "900"})


@dataclass(frozen=True)
class Look:
    """What a style says of its letters; None where it says nothing. ``role`` as in a paragraph."""

    bold: bool | None = None
    italic: bool | None = None
    place: str | None = None
    is_hidden: bool = False
    role: str = ""


class OdtStyles:
    def __init__(self, *roots: Element | None) -> None:
        self.elements: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, dict[int, bool]] = {}
        for root in roots:
            for element in root.iter() if root is not None else ():
                name = element.get(f"{STYLE}name", "")
                if element.tag == f"{STYLE}style":
                    self.elements[element.get(f"{STYLE}family", ""), name] = element
                elif element.tag == f"{TEXT}list-style":
                    self.lists[name] = dict(_levels(element))
        self.known: dict[tuple[str, str], Look] = {}

    def look(self, family: str, name: str) -> Look:
        key = family, name
        if key not in self.known:
            self.known[key] = self._read(family, name)
        return self.known[key]

    def list_of(self, paragraph: str) -> str:
        """The list style that a paragraph style brings along."""
        chain = self._chain("paragraph", paragraph)
        return next((found for one in chain if (found := one.get(f"{STYLE}list-style-name"))), "")

    def is_ordered(self, name: str, depth: int) -> bool:
        return self.lists.get(name, {}).get(depth + 1, False)

    def _chain(self, family: str, name: str) -> list[Element]:
        chain: list[Element] = []
        while (family, name) in self.elements and len(chain) < LONGEST_CHAIN:
            chain.append(self.elements[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name", "")
        return chain

    def _read(self, family: str, name: str) -> Look:
        chain = self._chain(family, name)
        said: dict[str, str] = {}
        for element in reversed(chain):
            properties = element.find(f"{STYLE}text-properties")
            said |= dict(properties.attrib) if properties is not None else {}
        weight, slope = said.get(f"{FO}font-weight"), said.get(f"{FO}font-style")
        names = [name, *(one.get(f"{STYLE}parent-style-name", "") for one in chain)]
        return Look(
            bold=None if weight is None else weight in BOLD,
            italic=None if slope is None else slope in ("italic", "oblique"),
            place=_place(said.get(f"{STYLE}text-position")),
            is_hidden=said.get(f"{TEXT}display") == "none",
            role=_role({one.casefold() for one in names}),
        )


def _role(names: set[str]) -> str:
    if names & {"title", "subtitle"}:
        return "title"
    return "caption" if names & CAPTIONS else ""


def _place(position: str | None) -> str | None:
    """ "super 58%", "sub 58%", or how far up in per cent."""
    if position is None:
        return None
    first = position.split()[0] if position.split() else ""
    if first.startswith("super"):
        return "sup"
    if first.startswith("sub") or first.startswith("-"):
        return "sub"
    return "" if first in ("0%", "0", "") else "sup"


def _levels(element: Element) -> list[tuple[int, bool]]:
    """Of each level of a list style whether it counts."""
    found = []
    for level in element:
        number = level.get(f"{TEXT}level", "")
        if number.isascii() and number.isdigit():
            counts = level.tag == f"{TEXT}list-level-style-number"
            found.append((int(number), counts and bool(level.get(f"{STYLE}num-format"))))
    return found
