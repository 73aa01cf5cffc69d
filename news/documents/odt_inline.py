"""The letters, links, notes and pictures inside of one paragraph of an OpenDocument text."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from news.documents.odt_styles import OFFICE, TEXT, OdtStyles
from news.documents.opening import Package
from news.documents.structure import Picture, Run, allowed_link

DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
COUNTED = {f"{OFFICE}annotation": "comments", f"{TEXT}script": "macros"}
LETTERS = {f"{TEXT}tab": " ", f"{TEXT}line-break": "\n", f"{TEXT}s": " ", f"{TEXT}soft-page-break": ""}
OBJECTS = frozenset(f"{DRAW}{name}" for name in ("object", "object-ole", "plugin", "floating-frame", "applet"))
FRAMES = frozenset({f"{DRAW}frame", f"{DRAW}g", f"{DRAW}a", f"{DRAW}custom-shape", f"{DRAW}rect"})


@dataclass
class OdtInline:
    """One paragraph as it is read; what it counts and its notes are those of the document."""

    package: Package
    styles: OdtStyles
    dropped: Counter[str]
    notes: list[Element]
    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def read(self, parent: Element, kind: Run) -> None:
        self._add(parent.text, kind)
        for element in parent:
            self._piece(element, kind)
            self._add(element.tail, kind)

    def _add(self, text: str | None, kind: Run) -> None:
        # A line break in the file is no line break in the text.
        if text:
            self.runs.append(replace(kind, text=text.replace("\n", " ")))

    def _piece(self, element: Element, kind: Run) -> None:
        tag = element.tag
        if tag == f"{TEXT}span":
            self._span(element, kind)
        elif tag == f"{TEXT}a":
            self.read(element, replace(kind, href=self._allowed(element.get(f"{XLINK}href", "")) or kind.href))
        elif tag in LETTERS:
            self.runs.append(replace(kind, text=LETTERS[tag]))
        elif tag == f"{TEXT}note":
            self.notes.append(element)
            self.runs.append(Run(str(len(self.notes)), place="sup"))
        elif tag in COUNTED:
            self.dropped[COUNTED[tag]] += 1
        elif tag in FRAMES:
            self.frame(element)
        elif tag == f"{TEXT}hidden-text":
            self.dropped["hidden"] += 1
        elif tag.startswith(DRAW):
            self.dropped["drawings"] += 1
        elif tag != f"{OFFICE}annotation-end":
            self.read(element, kind)

    def _span(self, element: Element, kind: Run) -> None:
        look = self.styles.look("text", element.get(f"{TEXT}style-name", ""))
        if look.is_hidden:
            self.dropped["hidden"] += 1
            return
        bold = kind.bold if look.bold is None else look.bold
        italic = kind.italic if look.italic is None else look.italic
        place = kind.place if look.place is None else look.place
        self.read(element, replace(kind, bold=bold, italic=italic, place=place))

    def _allowed(self, target: str) -> str:
        href = allowed_link(target)
        if target and not href and not target.startswith("#"):
            self.dropped["links"] += 1
        return href

    def frame(self, element: Element) -> None:
        """A picture, a text box, an object, or several of them."""
        boxes = list(element.iter(f"{DRAW}text-box"))
        if boxes:
            self.dropped["boxes"] += 1
            self.boxes.append(boxes[0])
            return
        objects = [child for child in element.iter() if child.tag in OBJECTS]
        if objects:
            math = any(child.tag.startswith(MATH) for child in element.iter())
            outside = any("://" in child.get(f"{XLINK}href", "") for child in objects)
            self.dropped["outside" if outside else "formulas" if math else "objects"] += 1
            return
        frames = list(element.iter(f"{DRAW}frame"))
        for frame in frames:
            self._picture(frame)
        if not frames:
            self.dropped["drawings"] += 1

    def _picture(self, frame: Element) -> None:
        words = (frame.findtext(f"{SVG}desc") or "", frame.findtext(f"{SVG}title") or "")
        alt = next((" ".join(text.split()) for text in words if text.strip()), "")
        images = [image.get(f"{XLINK}href", "") for image in frame.findall(f"{DRAW}image")]
        names = [posixpath.normpath(href) for href in images]
        # The same picture may be there in several formats; the first that is there is the one to show.
        found = next((name for name in names if name in self.package.names), None)
        if found is not None:
            data = self.package.thing(found)
            self.pictures.append(Picture(data, found.rpartition("/")[2], alt=alt))
        elif any("://" in href or href.startswith(("/", "../")) for href in images):
            self.dropped["outside"] += 1
        else:
            self.dropped["broken_pictures"] += 1
