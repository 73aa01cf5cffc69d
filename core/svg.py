"""Rewrites a drawing that somebody brought: what is not on the list does not come through. Pure: bytes in, text out.

Nothing is repaired. A file that cannot be taken without changing what it shows is refused with a sentence.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from operator import itemgetter
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from core.svg_values import (
    ATTRIBUTES,
    NUMBER,
    SHAPE_VALUES,
    OutsideReference,
    checked,
    declarations,
    target_of,
    without_comments,
)

NAMESPACE = "http://www.w3.org/2000/svg"
XLINK = "{http://www.w3.org/1999/xlink}href"
MAX_ELEMENTS, MAX_DEPTH = 2000, 50
# As a browser counts them: an element that is used twice is drawn twice.
MAX_DRAWN, MAX_CHAIN = 20_000, 150
# Pixels of the longer side, for whoever asks a drawing for its size.
LONGER_SIDE = 1000
SMALLEST_SIDE, LARGEST_NUMBER = 1e-3, 1e6

SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
GRADIENTS = frozenset({"linearGradient", "radialGradient"})
GROUPS = frozenset({"svg", "g", "defs", "clipPath", "mask"})
WORDS = frozenset({"title", "desc"})
TAKEN = SHAPES | GRADIENTS | GROUPS | WORDS | {"use", "stop"}
# They draw nothing, so they are left out in silence. Styles are read first.
LEFT_OUT = frozenset({"metadata", "style", "view", "cursor"})
# Of a choice, what is drawn where nothing special is understood.
CHOICE, CONDITIONS = "switch", ("requiredExtensions", "requiredFeatures", "systemLanguage")
UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}  # CSS pixels
REFERRING = frozenset({"use"}) | GRADIENTS


# Of each class in a style sheet its place among the others and its declarations.
Rules = dict[str, tuple[int, dict[str, str]]]


class RefusedSvg(ValueError):
    """The file is not taken; the text says why, in the editor's language."""


class _Tree(TreeBuilder):
    """Gives up on a file that is too large or deep, or that declares anything, while it is being read."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.count > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise _too_intricate()
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        raise _declares()


def _too_intricate() -> RefusedSvg:
    return RefusedSvg(_("The drawing has too many parts, or they lie too deep in each other. Simplify it."))


def _declares() -> RefusedSvg:
    return RefusedSvg(_("The file declares entities or a document type. Save it again as a plain SVG."))


def check_size(size: int, max_bytes: int) -> None:
    """Raises RefusedSvg for a file that need not even be read."""
    if size > max_bytes:
        raise RefusedSvg(
            _("The drawing is larger than %(kb)d KB. Simplify its paths, or leave out what is hidden.")
            % {"kb": max_bytes // 1024}
        )


def rewrite(data: bytes, max_bytes: int) -> str:
    """The drawing in ``data``, made of allowed elements, attributes and values only; the same again when repeated.

    The root gets a view box and a size in pixels. Raises RefusedSvg.
    """
    check_size(len(data), max_bytes)
    root = _parsed(_text(data))
    if _name(root) != "svg":
        raise RefusedSvg(_("This is not an SVG drawing."))
    drawing = _rewritten(root, _rules(root), set())
    _set_size(drawing, root)
    _connect(drawing)
    if not any(element.tag in SHAPES for element in drawing.iter()):
        raise RefusedSvg(_("The drawing is empty."))
    text = serialise(drawing)
    check_size(len(text.encode()), max_bytes)
    return text


def _text(data: bytes) -> str:
    """The file as text, without the harmless document type that drawing programs write."""
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedSvg(_("The text of the file cannot be read. Save the drawing in UTF-8.")) from None
    plain = r"""<!DOCTYPE\s+svg\s+PUBLIC\s+"-//W3C//DTD SVG [\w. ]*//EN"\s+"http://www\.w3\.org/[\w./-]*"\s*>"""
    text = re.sub(plain, "", text, count=1)
    if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise _declares()
    return text


def _parsed(text: str) -> Element:
    """The tree of a text; its encoding was decided before, whatever the text says of it."""
    parser = XMLParser(target=_Tree())  # noqa: S314  # it reads no declaration at all, see _text and _Tree
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError:
        raise RefusedSvg(_("The file is damaged, or it is not an SVG drawing.")) from None
    return root


def _name(element: Element) -> str | None:
    """The name of an element of SVG, also where the file forgot to say so; None for another vocabulary's."""
    namespace, _brace, name = str(element.tag).rpartition("}")
    return name if namespace in ("", f"{{{NAMESPACE}") else None


def _rules(root: Element) -> Rules:
    """What the style sheets in the file say of each class. Only plain classes are understood."""
    rules: Rules = {}
    sheets = ("".join(style.itertext()) for style in root.iter() if _name(style) == "style")
    for rule in without_comments("".join(sheets)).split("}"):
        selectors, brace, body = rule.partition("{")
        for selector in selectors.split(",") if brace else ():
            if not re.fullmatch(r"\.[\w-]+", selector.strip()):
                raise RefusedSvg(
                    _("The drawing has a style sheet inside. Save it with “presentation attributes” instead.")
                )
            name = selector.strip()[1:]
            place, pairs = rules.get(name, (len(rules), {}))
            rules[name] = (place, pairs | declarations(body))
    return rules


def _rewritten(element: Element, rules: Rules, ids: set[str]) -> Element:
    """The allowed part of an element and all below it. ``ids`` are those that are taken already."""
    name = _name(element)
    if name == "script":
        raise RefusedSvg(_("The drawing holds a script. Save it again without one."))
    if name == CHOICE:
        name = "g"
        element[:] = _chosen(element)
    if name not in TAKEN:
        raise RefusedSvg(
            _("The drawing uses “%(name)s”, which is not taken here. Turn it into paths, or leave it out.")
            % {"name": name}
        )
    new = Element(name, _attributes(name, element, rules, ids))
    if name in WORDS:
        new.text = " ".join("".join(element.itertext()).split())
        return new
    for child in element:
        kind = _name(child)
        if kind is not None and kind not in LEFT_OUT:
            new.append(_rewritten(child, rules, ids))
    return new


def _chosen(element: Element) -> list[Element]:
    """The one of a ``switch`` that everybody can draw; none where each has a condition. SVG 2, section 5.9."""
    return [child for child in element if _name(child) and not any(key in child.attrib for key in CONDITIONS)][:1]


def _attributes(name: str, element: Element, rules: Rules, ids: set[str]) -> dict[str, str]:
    classes = rules.keys() & element.get("class", "").split()
    given = {key: value for key, value in element.attrib.items() if key in ATTRIBUTES}
    for _place, pairs in sorted((rules[name] for name in classes), key=itemgetter(0)):
        given |= pairs
    given |= declarations(element.get("style", ""))
    taken: dict[str, str] = {}
    try:
        for key, raw in given.items():
            value = checked(key, raw)
            if value is None and key in SHAPE_VALUES and raw.strip() not in ("", "none"):
                raise RefusedSvg(_("A shape of the drawing is damaged: its “%(name)s” is wrong.") % {"name": key})
            if value is not None and not (key == "id" and value in ids):
                taken[key] = value
        if name in REFERRING and (link := element.get("href") or element.get(XLINK)):
            taken["href"] = f"#{target_of(link.strip())}"
    except OutsideReference:
        raise RefusedSvg(_("The drawing refers to something outside its own file. Put everything into it.")) from None
    ids.add(taken.get("id", ""))
    return taken


def _set_size(drawing: Element, root: Element) -> None:
    """Gives the root its view box, made from its width and height where it has none, and a size in whole pixels."""
    box = [float(number) for number in re.findall(NUMBER, drawing.get("viewBox", ""), re.ASCII)]
    if len(box) != 4:
        units = "|".join(filter(None, UNITS))
        sides = (
            re.fullmatch(rf"\s*({NUMBER})({units}|)\s*", root.get(side, ""), re.ASCII) for side in ("width", "height")
        )
        box = [0, 0, *(float(side[1]) * UNITS[side[2]] for side in sides if side)]
    if len(box) != 4 or min(box[2:]) < SMALLEST_SIDE or max(map(abs, box)) > LARGEST_NUMBER:
        raise RefusedSvg(_("The drawing does not say how large it is: it needs a “viewBox”."))
    scale = LONGER_SIDE / max(box[2:])
    drawing.attrib = {
        "viewBox": " ".join(f"{number:.10g}" for number in box),
        "width": str(max(1, round(box[2] * scale))),
        "height": str(max(1, round(box[3] * scale))),
        **{key: value for key, value in drawing.attrib.items() if key not in ("viewBox", "width", "height", "x", "y")},
    }


def _references(element: Element) -> Iterator[tuple[str, str]]:
    """(attribute, id) of all that an element refers to."""
    for key, value in element.attrib.items():
        if key == "href":
            yield key, value[1:]
        elif value.startswith("url(#"):
            yield key, value[5:-1]


def _connect(drawing: Element) -> None:
    """Takes out references to what is not there; refuses circles, and what grows beyond measure when drawn."""
    by_id = {element.get("id", ""): element for element in drawing.iter() if element.get("id")}
    for element in drawing.iter():
        for key, target in list(_references(element)):
            if target in by_id:
                continue
            if element.tag == "use":
                raise RefusedSvg(_("The drawing repeats a part that is not in the file."))
            del element.attrib[key]
    for element in drawing.iter("use"):
        if "href" not in element.attrib:
            raise RefusedSvg(_("The drawing repeats a part that is not in the file."))
    weights: dict[Element, int] = {}
    _weigh(drawing, by_id, weights, 0)


def _weigh(element: Element, by_id: dict[str, Element], weights: dict[Element, int], chain: int) -> int:
    """How many elements are drawn for one; 0 stands in ``weights`` while it is being counted."""
    known = weights.get(element)
    if known == 0:
        raise RefusedSvg(_("A part of the drawing contains itself."))
    if known is None:
        weights[element] = 0
        if chain > MAX_CHAIN:
            raise _too_intricate()
        below = [*element, *(by_id[target] for _key, target in _references(element))]
        known = weights[element] = 1 + sum(_weigh(one, by_id, weights, chain + 1) for one in below)
        if known > MAX_DRAWN:
            raise _too_intricate()
    return known


def serialise(element: Element) -> str:
    """A tree of our own names as text, without white space between its elements."""
    names = {"xmlns": NAMESPACE} if element.tag == "svg" and "xmlns" not in element.attrib else {}
    return _written(element, names)


def _written(element: Element, more: dict[str, str]) -> str:
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in (more | element.attrib).items())
    inside = escape(element.text or "") + "".join(_written(child, {}) for child in element)
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>" if inside else f"<{element.tag}{attributes}/>"
