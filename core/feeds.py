"""Feeds in general: RSS 2.0 and Atom out of plain entries, safe XML, absolute HTML, conditional answers.

Knows no content. What an entry says is up to the app whose content it is.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urljoin
from xml.etree import ElementTree

import nh3
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
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


@dataclass(frozen=True)
class Entry:
    """One item. ``html`` is the full text with absolute addresses; both times are aware."""

    id: str
    title: str
    url: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    author: str = ""
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A list of entries, newest first.

    ``url`` is the page, ``self_url`` the feed, both absolute; ``updated`` is aware. ``changed`` is when a word of
    it last changed, where that may be later.
    """

    id: str
    title: str
    subtitle: str
    url: str
    self_url: str
    language: str
    updated: datetime
    entries: list[Entry] = field(default_factory=list)
    changed: datetime | None = None


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


def whole_minutes(moment: datetime) -> datetime:
    """The same moment with an offset that both formats can write; old local mean times have seconds in theirs."""
    offset = moment.utcoffset()
    return moment.astimezone(UTC) if offset is None or offset.total_seconds() % 60 else moment


def rss_time(moment: datetime) -> str:
    """RFC 822 with four digits of the year."""
    return format_datetime(whole_minutes(moment))


def atom_time(moment: datetime) -> str:
    """RFC 3339."""
    return whole_minutes(moment).isoformat(timespec="seconds")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, {key: xml_safe(value) for key, value in attributes.items()})
    element.text = xml_safe(text) or None
    return element


def _bytes(root: ElementTree.Element) -> bytes:
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def rss(feed: Feed) -> bytes:
    """RSS 2.0 with full texts in ``content:encoded``."""
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(root, "channel")
    _add(channel, "title", feed.title)
    _add(channel, "link", feed.url)
    _add(channel, "description", feed.subtitle or feed.title)
    _add(channel, "language", feed.language)
    _add(channel, "lastBuildDate", rss_time(feed.updated))
    _add(channel, f"{{{ATOM}}}link", href=feed.self_url, rel="self", type=TYPES["rss"])
    for entry in feed.entries:
        item = ElementTree.SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "guid", entry.id, isPermaLink="false")
        _add(item, "pubDate", rss_time(entry.published))
        if entry.author:
            _add(item, f"{{{DUBLIN_CORE}}}creator", entry.author)
        for category in entry.categories:
            _add(item, "category", category)
        _add(item, "description", entry.summary)
        _add(item, f"{{{CONTENT}}}encoded", entry.html)
    return _bytes(root)


def atom(feed: Feed) -> bytes:
    """Atom (RFC 4287) with full texts as ``content type="html"``."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.subtitle:
        _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", atom_time(feed.updated))
    _add(root, "link", href=feed.url, rel="alternate", type="text/html")
    _add(root, "link", href=feed.self_url, rel="self", type=TYPES["atom"])
    for entry in feed.entries:
        item = _add(root, "entry")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "link", href=entry.url, rel="alternate", type="text/html")
        _add(item, "published", atom_time(entry.published))
        _add(item, "updated", atom_time(entry.updated))
        _add(_add(item, "author"), "name", entry.author or feed.title)
        for category in entry.categories:
            _add(item, "category", term=category)
        if entry.summary:
            _add(item, "summary", entry.summary)
        _add(item, "content", entry.html, type="html")
    return _bytes(root)


WRITERS = {"rss": rss, "atom": atom}
for prefix, namespace in (("atom", ATOM), ("content", CONTENT), ("dc", DUBLIN_CORE)):
    ElementTree.register_namespace(prefix, namespace)


def feed_response(request: HttpRequest, feed: Feed, form: str) -> HttpResponse:
    """The feed as ``form`` (rss or atom), or 304 when the reader has it. The ETag follows every byte."""
    body = WRITERS[form](feed)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=f"{TYPES[form]}; charset=utf-8")
    modified = int(max(feed.updated, feed.changed or feed.updated).timestamp())
    response["ETag"] = etag
    response["Last-Modified"] = format_datetime(datetime.fromtimestamp(modified, tz=UTC), usegmt=True)
    return get_conditional_response(request, etag, modified, response) or response
