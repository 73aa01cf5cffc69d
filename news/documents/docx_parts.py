"""What a Word document says outside of its text: relationships, styles, numbering. ECMA-376, parts 1 and 2."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from news.documents.opening import Package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": W,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R,
}
OFF = frozenset({"0", "false", "off", "none"})
HEADING = re.compile(r"heading (\d)\Z")
DEEPER_LIST = re.compile(r"list (?:bullet|number|continue)? ?(\d)\Z")
LONGEST_CHAIN = 20


def attribute(element: Element | None, name: str) -> str:
    """An attribute of Word's own namespace; nothing where the element or the attribute is not there."""
    return element.get(f"{W}{name}", "") if element is not None else ""


def switch(properties: Element | None, name: str) -> bool | None:
    """Whether a property such as bold is on; None where nothing is said."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    if found is None:
        return None
    return attribute(found, "val") not in OFF


def plain_names(root: Element | None) -> Element | None:
    """The tree with the usual names where it was saved as "strict": only the namespaces differ."""
    for element in root.iter() if root is not None else ():
        space, brace, name = str(element.tag)[1:].partition("}")
        if brace and space in STRICT:
            element.tag = f"{STRICT[space]}{name}"
            element.attrib = {_plain(key): value for key, value in element.attrib.items()}
    return root


def _plain(key: str) -> str:
    space, brace, name = key[1:].partition("}")
    return f"{STRICT[space]}{name}" if brace and space in STRICT else key


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    is_outside: bool


def relations_of(package: Package, part: str) -> dict[str, Relation]:
    """What a part refers to, by its ids. Targets inside of the package are names in it."""
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for element in root if root is not None else ():
        outside = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
        kind = element.get("Type", "").rpartition("/")[2]
        found[element.get("Id", "")] = Relation(kind, target, outside)
    return found


@dataclass(frozen=True)
class Style:
    """A style with what it takes over from those it is based on."""

    name: str = ""
    level: int | None = None
    numbering: tuple[str, int] | None = None
    bold: bool | None = None
    italic: bool | None = None
    is_hidden: bool = False


class Styles:
    """The styles of a document by their ids, which differ by the language of the program; their names do not."""

    def __init__(self, root: Element | None) -> None:
        elements = root.findall(f"{W}style") if root is not None else []
        self.elements = {attribute(element, "styleId"): element for element in elements}
        self.known: dict[str, Style] = {}
        default = [attribute(one, "styleId") for one in elements if _is_default(one)]
        self.default = default[0] if default else ""

    def get(self, style_id: str) -> Style:
        if style_id not in self.known:
            self.known[style_id] = self._read(style_id)
        return self.known[style_id]

    def _chain(self, style_id: str) -> list[Element]:
        chain: list[Element] = []
        while style_id in self.elements and len(chain) < LONGEST_CHAIN:
            chain.append(self.elements[style_id])
            style_id = attribute(chain[-1].find(f"{W}basedOn"), "val")
        return chain

    def _read(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        names = [attribute(element.find(f"{W}name"), "val").casefold() for element in chain]
        levels = [_level(element, name) for element, name in zip(chain, names, strict=True)]
        numbers = [numbering_of(element.find(f"{W}pPr")) for element in chain]
        looks = [element.find(f"{W}rPr") for element in chain]
        return Style(
            name=names[0] if names else "",
            level=next((level for level in levels if level is not None), None),
            numbering=next((number for number in numbers if number is not None), None),
            bold=next((value for look in looks if (value := switch(look, "b")) is not None), None),
            italic=next((value for look in looks if (value := switch(look, "i")) is not None), None),
            is_hidden=any(switch(look, "vanish") for look in looks),
        )


def _is_default(element: Element) -> bool:
    return attribute(element, "type") == "paragraph" and attribute(element, "default") in ("1", "true")


def _level(element: Element, name: str) -> int | None:
    """1 to 9 for a heading; 0 for a style that says that it is none."""
    if match := HEADING.match(name):
        return int(match[1])
    return outline_of(element.find(f"{W}pPr"))


def outline_of(properties: Element | None) -> int | None:
    value = attribute(properties.find(f"{W}outlineLvl"), "val") if properties is not None else ""
    return (int(value) + 1) % 10 if value.isascii() and value.isdigit() and int(value) < 10 else None


def numbering_of(properties: Element | None) -> tuple[str, int] | None:
    """The list that paragraph properties name, and the level in it."""
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return None
    level = attribute(numbering.find(f"{W}ilvl"), "val")
    depth = int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0
    return attribute(numbering.find(f"{W}numId"), "val"), depth


class Numbering:
    """What the lists of a document look like: bullets, numbers, or nothing."""

    def __init__(self, root: Element | None) -> None:
        self.formats: dict[str, dict[str, str]] = {}
        self.abstract: dict[str, str] = {}
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                self.formats[attribute(element, "abstractNumId")] = _formats(element)
            elif element.tag == f"{W}num":
                abstract = attribute(element.find(f"{W}abstractNumId"), "val")
                self.abstract[attribute(element, "numId")] = abstract

    def is_ordered(self, number: str, depth: int) -> bool:
        formats = self.formats.get(self.abstract.get(number, ""), {})
        return formats.get(str(depth), "bullet") not in ("bullet", "none")


def _formats(element: Element) -> dict[str, str]:
    levels = element.findall(f"{W}lvl")
    return {attribute(level, "ilvl"): attribute(level.find(f"{W}numFmt"), "val") for level in levels}
