"""What may stand in an attribute of a drawing: each kind of value by its grammar. Pure: text in, text or None out.

Numbers, transforms and path data after SVG 2, sections 7.5 and 9.3. The patterns give back nothing once taken, so that
a long wrong value costs no more than a right one.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PIL import ImageColor

Check = Callable[[str], str | None]

NUMBER = r"(?>[+-]?(?:\d++(?:\.\d*+)?+|\.\d++)(?:[eE][+-]?\d++)?+)"
_NEXT = rf"(?>[\s,]*+{NUMBER})"
_FLAG = r"(?>[\s,]*+[01])"
_ARC = _NEXT * 3 + _FLAG * 2 + _NEXT * 2
PATH = (
    rf"\s*+(?=[Mm])(?:(?:[MmLlTt](?:{_NEXT * 2})++|[HhVv](?:{_NEXT})++|[SsQq](?:{_NEXT * 4})++"
    rf"|[Cc](?:{_NEXT * 6})++|[Aa](?:{_ARC})++|[Zz])\s*+)++"
)
TRANSFORM = rf"\s*+(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*+\((?:{_NEXT}){{1,6}}+\s*+\)[\s,]*+)++"
_LETTERS = "\u00c0-\U0010ffff"  # as names in XML 1.0 may have them
FRAGMENT = rf"[A-Za-z_{_LETTERS}][\w.:{_LETTERS}-]{{0,99}}"
COLOUR_FUNCTION = rf"(?:rgb|hsl)a?\((?:[\s,/]*+{NUMBER}(?:%|deg)?){{3,4}}\s*\)"
KEYWORDS = frozenset({"currentcolor", "inherit", "none", "transparent"})


class OutsideReference(ValueError):
    """A value that points outside the file."""


def _matching(pattern: str) -> Check:
    compiled = re.compile(pattern, re.ASCII)

    def check(value: str) -> str | None:
        return value if compiled.fullmatch(value) else None

    return check


def _one_of(*words: str) -> Check:
    return lambda value: value if value in words else None


def target_of(value: str) -> str:
    """The id that ``#id`` points to. Raises OutsideReference for an address of anything else."""
    if not re.fullmatch(rf"#{FRAGMENT}", value, re.ASCII):
        raise OutsideReference(value)
    return value[1:]


def _local(value: str) -> str:
    """``url(#id)`` with or without quotes, written in the one way; what stands after it is left out."""
    inside = value[4:].partition(")")[0].strip()
    if inside[:1] in ("'", '"') and inside[-1:] == inside[:1]:
        inside = inside[1:-1]
    return f"url(#{target_of(inside)})"


def _colour(value: str) -> str | None:
    lower = value.lower()
    if lower in KEYWORDS or lower in ImageColor.colormap:
        return value
    return value if re.fullmatch(rf"#[0-9a-f]{{3,8}}|{COLOUR_FUNCTION}", lower, re.ASCII) else None


def _paint(value: str) -> str | None:
    """A colour, or a gradient of the same file; a fallback beside the gradient is left out."""
    return _local(value) if value.lower().startswith("url") else _colour(value)


def _part(value: str) -> str | None:
    """A clip path or mask of the same file."""
    return _local(value) if value.lower().startswith("url") else value if value == "none" else None


NUMERIC = _matching(rf"{NUMBER}%?+")
LENGTH = _matching(rf"{NUMBER}(?:px|pt|pc|mm|cm|in|em|ex|%)?+")
NUMBERS = _matching(rf"(?:{_NEXT})++\s*+")
SHAPE_VALUES = frozenset({"d", "points", "transform", "gradientTransform"})

GEOMETRY: dict[str, Check] = {
    **dict.fromkeys(
        ["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2", "fx", "fy", "fr"], LENGTH
    ),
    "d": _matching(PATH),
    "points": NUMBERS,
    "transform": _matching(TRANSFORM),
    "gradientTransform": _matching(TRANSFORM),
    "viewBox": _matching(rf"\s*+{NUMBER}(?:{_NEXT}){{3}}\s*+"),
    "preserveAspectRatio": _matching(r"none|x(?:Min|Mid|Max)Y(?:Min|Mid|Max)(?:\s+(?:meet|slice))?"),
    "offset": NUMERIC,
    "pathLength": NUMERIC,
    "id": _matching(FRAGMENT),
    "spreadMethod": _one_of("pad", "reflect", "repeat"),
    **dict.fromkeys(
        ("gradientUnits", "clipPathUnits", "maskUnits", "maskContentUnits"),
        _one_of("userSpaceOnUse", "objectBoundingBox"),
    ),
}
# These may also stand in a style.
PRESENTATION: dict[str, Check] = {
    "fill": _paint,
    "stroke": _paint,
    **dict.fromkeys(("color", "stop-color"), _colour),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stop-opacity", "stroke-miterlimit"), NUMERIC),
    **dict.fromkeys(("stroke-width", "stroke-dashoffset"), LENGTH),
    "stroke-dasharray": lambda value: value if value == "none" else NUMBERS(value),
    **dict.fromkeys(("clip-path", "mask"), _part),
    **dict.fromkeys(("fill-rule", "clip-rule"), _one_of("nonzero", "evenodd")),
    "stroke-linecap": _one_of("butt", "round", "square"),
    "stroke-linejoin": _one_of("miter", "round", "bevel"),
    "display": _one_of("none", "inline", "block"),
    "visibility": _one_of("visible", "hidden", "collapse"),
    "vector-effect": _one_of("none", "non-scaling-stroke"),
    "mask-type": _one_of("alpha", "luminance"),
    "overflow": _one_of("visible", "hidden"),
}
ATTRIBUTES = GEOMETRY | PRESENTATION


def checked(name: str, value: str) -> str | None:
    """The value of an attribute, its white space reduced; None where it is not taken. Raises OutsideReference."""
    check = ATTRIBUTES.get(name)
    return check(" ".join(value.split())) if check else None


def without_comments(css: str) -> str:
    first, *others = css.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def declarations(style: str) -> dict[str, str]:
    """The pairs of a style such as ``fill:none;stroke:#123``, as far as their names are taken; values unchecked."""
    pairs = (part.partition(":") for part in without_comments(style).split(";"))
    named = ((name.strip(), value.replace("!important", "").strip()) for name, _colon, value in pairs)
    return {name: value for name, value in named if name in PRESENTATION}
