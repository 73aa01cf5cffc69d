"""The letters, links, notes and pictures inside of one paragraph of a Word document."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from news.documents.docx_parts import R, Relation, Style, Styles, W, attribute, switch
from news.documents.opening import Package
from news.documents.structure import Picture, Run, allowed_link

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TRANSPARENT = frozenset(
    {f"{W}{name}" for name in ("ins", "moveTo", "smartTag", "sdtContent", "customXml", "dir", "bdo")}
)
LETTERS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
FIELD_LINK = re.compile(r"^\s*HYPERLINK\s+(?:\\[a-z]\s+)*\"([^\"]*)\"", re.IGNORECASE)
DROPPED = {
    f"{W}del": "deleted",
    f"{W}moveFrom": "deleted",
    f"{W}object": "objects",
    f"{W}control": "objects",
    f"{W}sym": "symbols",
}


@dataclass
class Surroundings:
    """What paragraphs need to know of their document, and what they add to it."""

    package: Package
    styles: Styles
    relations: dict[str, Relation]
    dropped: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Inline:
    """One paragraph as it is read: its runs, and what stands in it without being text."""

    around: Surroundings
    style: Style
    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    # A field is begun, says what it is, and shows a result; they may lie in each other.
    fields: list[list[str]] = field(default_factory=list)

    def read(self, parent: Element, href: str = "") -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{W}r":
                self._run(element, href)
            elif tag == f"{W}hyperlink":
                self.read(element, self._target(element) or href)
            elif tag == f"{W}fldSimple":
                self.read(element, self._address(attribute(element, "instr")) or href)
            elif tag in TRANSPARENT:
                self.read(element, href)
            elif tag == f"{W}sdt":
                self._control(element, href)
            elif tag == f"{MC}AlternateContent":
                self._alternative(element, href, Run(""))
            elif tag.startswith(M):
                self.around.dropped["formulas"] += 1
                self._add(Run("".join(text.text or "" for text in element.iter(f"{M}t")), href=href))
            elif tag in DROPPED:
                self.around.dropped[DROPPED[tag]] += 1

    def _control(self, element: Element, href: str) -> None:
        content = element.find(f"{W}sdtContent")
        properties = element.find(f"{W}sdtPr")
        if properties is not None and properties.find(f"{W}showingPlcHdr") is not None:
            return  # "Click here to enter text" is nobody's text
        if content is not None:
            self.read(content, href)

    def _target(self, element: Element) -> str:
        relation = self.around.relations.get(element.get(f"{R}id", ""))
        return self._allowed(relation.target) if relation and relation.is_outside else ""

    def _allowed(self, target: str) -> str:
        href = allowed_link(target)
        if target and not href:
            self.around.dropped["links"] += 1
        return href

    def _address(self, instruction: str) -> str:
        match = FIELD_LINK.match(instruction)
        return self._allowed(match[1]) if match and match[1] else ""

    def _field_href(self) -> str:
        return next((found for one in reversed(self.fields) if (found := one[1])), "")

    def _is_instruction(self) -> bool:
        return any(one[2] != "shown" for one in self.fields)

    def _run(self, element: Element, href: str) -> None:
        look = element.find(f"{W}rPr")
        style = self.around.styles.get(attribute(look.find(f"{W}rStyle"), "val")) if look is not None else Style()
        if switch(look, "vanish") or style.is_hidden:
            self.around.dropped["hidden"] += 1
            return
        place = attribute(look.find(f"{W}vertAlign"), "val") if look is not None else ""
        kind = Run(
            "",
            bold=_first(switch(look, "b"), style.bold, self.style.bold),
            italic=_first(switch(look, "i"), style.italic, self.style.italic),
            place={"superscript": "sup", "subscript": "sub"}.get(place, ""),
        )
        for child in element:
            self._piece(child, href, kind)

    def _piece(self, element: Element, href: str, kind: Run) -> None:
        name = element.tag.removeprefix(W)
        if name == "fldChar":
            self._field(attribute(element, "fldCharType"))
        elif name == "instrText" and self.fields:
            self.fields[-1][0] += element.text or ""
        elif self._is_instruction():
            return
        elif name == "t":
            self._add(replace(kind, text=element.text or "", href=href or self._field_href()))
        elif name == "br":
            self._add(replace(kind, text="\n" if attribute(element, "type") in ("", "textWrapping") else " "))
        elif name in LETTERS:
            self._add(replace(kind, text=LETTERS[name], href=href))
        else:
            self._thing(element, name, href, kind)

    def _thing(self, element: Element, name: str, href: str, kind: Run) -> None:
        """What stands in a run without being a letter."""
        if name in ("footnoteReference", "endnoteReference"):
            self.around.notes.append((name.removesuffix("Reference"), attribute(element, "id")))
            self._add(Run(str(len(self.around.notes)), place="sup"))
        elif element.tag == f"{MC}AlternateContent":
            self._alternative(element, href, kind)
        elif name in ("drawing", "pict"):
            self._drawing(element)
        elif element.tag in DROPPED:
            self.around.dropped[DROPPED[element.tag]] += 1

    def _field(self, step: str) -> None:
        if step == "begin":
            self.fields.append(["", "", "told"])
        elif step == "separate" and self.fields:
            self.fields[-1][1:] = [self._address(self.fields[-1][0]), "shown"]
        elif step == "end" and self.fields:
            self.fields.pop()

    def _add(self, run: Run) -> None:
        if run.text:
            self.runs.append(run)

    def _alternative(self, element: Element, href: str, kind: Run) -> None:
        """Of what is written twice, for new programs and for old ones, the first; never both."""
        chosen = element.find(f"{MC}Choice")
        chosen = element.find(f"{MC}Fallback") if chosen is None else chosen
        for child in chosen if chosen is not None else ():
            if child.tag == f"{W}r":
                self._run(child, href)
            else:
                self._piece(child, href, kind)

    def _drawing(self, element: Element) -> None:
        boxes = list(element.iter(f"{W}txbxContent"))
        if boxes:
            self.around.dropped["boxes"] += len(boxes)
            self.boxes.extend(boxes)
            return
        about = next(element.iter(f"{WP}docPr"), None)
        shape = next(element.iter(f"{V}shape"), None)
        alt = (about.get("descr") or about.get("title") or "") if about is not None else ""
        alt = alt or (shape.get("alt", "") if shape is not None else "")
        ids = [blip.get(f"{R}embed") or blip.get(f"{R}link") or "" for blip in element.iter(f"{A}blip")]
        ids += [image.get(f"{R}id") or "" for image in element.iter(f"{V}imagedata")]
        for relation_id in ids:
            self._picture(relation_id, alt)
        if not ids:
            self.around.dropped["drawings"] += 1

    def _picture(self, relation_id: str, alt: str) -> None:
        relation = self.around.relations.get(relation_id)
        if relation is None or relation.is_outside:
            return  # what lies outside is counted with all other references to the outside
        package = self.around.package
        if relation.target not in package.names:
            self.around.dropped["broken_pictures"] += 1
            return
        data = package.thing(relation.target)
        name = relation.target.rpartition("/")[2]
        self.pictures.append(Picture(data, name, alt=" ".join(alt.split())))


def _first(*values: bool | None) -> bool:
    return next((value for value in values if value is not None), False)
