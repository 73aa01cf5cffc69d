"""HTML for readers elsewhere: what feeds carry of a text, without scripts or styles and with absolute addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import nh3

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAGS = {
    "a",
    "abbr",
    "address",
    "audio",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
}
ATTRIBUTES = {
    "*": {"lang", "dir", "title"},
    "a": {"href", "hreflang"},
    "audio": {"src", "controls", "preload"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height"},
    "source": {"src", "srcset", "sizes", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "blockquote": {"cite"},
}
# Their text says nothing without them.
DROPPED_WHOLE = {"script", "style", "button", "form", "svg", "template"}
ADDRESSES = {"href", "src", "cite"}


def xml_safe(text: str) -> str:
    """``text`` without the characters that XML 1.0 forbids even when escaped."""
    return NOT_XML.sub("", text)


def absolute_html(html: str, base: str) -> str:
    """``html`` for readers elsewhere: allowed tags only, no scripts or styles, every address absolute by ``base``."""

    def absolute(tag: str, name: str, value: str) -> str | None:
        if name in ADDRESSES:
            return absolute_address(value, base)
        if name == "srcset":
            return absolute_srcset(value, base)
        return value

    return xml_safe(
        nh3.clean(
            xml_safe(html),
            tags=TAGS,
            attributes=ATTRIBUTES,
            clean_content_tags=DROPPED_WHOLE,
            attribute_filter=absolute,
            link_rel=None,
        )
    ).strip()


def absolute_address(value: str, base: str) -> str | None:
    """The address as seen from ``base``; None for one that is no address at all."""
    try:
        return urljoin(base, value)
    except ValueError:
        return None


def absolute_srcset(value: str, base: str) -> str:
    """A ``srcset`` whose addresses are absolute; ours hold no comma."""
    candidates = (part.strip().partition(" ") for part in value.split(","))
    made = ((absolute_address(address, base), size) for address, _space, size in candidates)
    return ", ".join(f"{address} {size}".strip() for address, size in made if address)
