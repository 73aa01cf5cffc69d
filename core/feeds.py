"""Feeds in general: RSS 2.0, Atom and JSON Feed out of plain entries, with conditional answers.

Knows no content. What an entry says is up to the app whose content it is.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from core.feed_html import xml_safe

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
MEDIA = "http://search.yahoo.com/mrss/"
JSON_FEED = "https://jsonfeed.org/version/1.1"
TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class Enclosure:
    """The picture of an entry: an absolute address, a media type, the size in pixels, and in bytes as ``length``.

    It is 0 where the bytes are not known, as RSS wants it.
    """

    url: str
    kind: str
    width: int
    height: int
    length: int
    alt: str = ""


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
    picture: Enclosure | None = None


@dataclass(frozen=True)
class Feed:
    """A list of entries, newest first.

    ``url`` is the page, ``self_url`` the feed, both absolute; ``updated`` is aware. ``others`` are the feed's absolute
    addresses in the other languages, by their codes. ``changed`` is when a word of it last changed, where that may be
    later.
    """

    id: str
    title: str
    subtitle: str
    url: str
    self_url: str
    language: str
    updated: datetime
    entries: list[Entry] = field(default_factory=list)
    others: tuple[tuple[str, str], ...] = ()
    changed: datetime | None = None


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
    for code, address in feed.others:
        _add(channel, f"{{{ATOM}}}link", href=address, rel="alternate", hreflang=code, type=TYPES["rss"])
    for entry in feed.entries:
        item = ElementTree.SubElement(channel, "item")
        _add(item, "title", entry.title)
        _add(item, "link", entry.url)
        _add(item, "guid", entry.id, isPermaLink="false")
        _add(item, "pubDate", rss_time(entry.published))
        _add(item, f"{{{ATOM}}}updated", atom_time(entry.updated))
        if entry.author:
            _add(item, f"{{{DUBLIN_CORE}}}creator", entry.author)
        for category in entry.categories:
            _add(item, "category", category)
        _add(item, "description", entry.summary)
        _add(item, f"{{{CONTENT}}}encoded", entry.html)
        if entry.picture:
            picture = entry.picture
            _add(item, "enclosure", url=picture.url, length=str(picture.length), type=picture.kind)
            _add_media(item, picture)
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
    for code, address in feed.others:
        _add(root, "link", href=address, rel="alternate", hreflang=code, type=TYPES["atom"])
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
        if entry.picture:
            picture = entry.picture
            length = {"length": str(picture.length)} if picture.length else {}
            _add(item, "link", href=picture.url, rel="enclosure", type=picture.kind, **length)
            _add_media(item, picture)
    return _bytes(root)


def _add_media(item: ElementTree.Element, picture: Enclosure) -> None:
    """Media RSS, as neither format can say how large a picture is in pixels."""
    size = {"width": str(picture.width), "height": str(picture.height)}
    length = {"fileSize": str(picture.length)} if picture.length else {}
    media = _add(item, f"{{{MEDIA}}}content", url=picture.url, type=picture.kind, medium="image", **size, **length)
    if picture.alt:
        _add(media, f"{{{MEDIA}}}description", picture.alt, type="plain")


def json_feed(feed: Feed) -> bytes:
    """JSON Feed 1.1. The size of a picture in pixels stands in the extension ``_size`` of its attachment."""
    found = {
        "version": JSON_FEED,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.self_url,
        "description": feed.subtitle,
        "language": feed.language,
        "items": [_json_item(entry) for entry in feed.entries],
    }
    kept = {name: value for name, value in found.items() if value or name == "items"}
    return xml_safe(json.dumps(kept, ensure_ascii=False)).encode("utf-8", "replace")


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": atom_time(entry.published),
        "date_modified": atom_time(entry.updated),
        "authors": [{"name": entry.author}] if entry.author else [],
        "tags": list(entry.categories),
    }
    if picture := entry.picture:
        attachment: dict[str, Any] = {"url": picture.url, "mime_type": picture.kind, "title": picture.alt}
        attachment["size_in_bytes"] = picture.length
        attachment["_size"] = {"width": picture.width, "height": picture.height}
        item["image"] = picture.url
        item["attachments"] = [{name: value for name, value in attachment.items() if value}]
    return {name: value for name, value in item.items() if value or name == "content_html"}


WRITERS = {"rss": rss, "atom": atom, "json": json_feed}
for prefix, namespace in (("atom", ATOM), ("content", CONTENT), ("dc", DUBLIN_CORE), ("media", MEDIA)):
    ElementTree.register_namespace(prefix, namespace)


def feed_response(request: HttpRequest, feed: Feed, form: str) -> HttpResponse:
    """The feed as ``form`` (rss, atom or json), or 304 when the reader has it. The ETag follows every byte."""
    body = WRITERS[form](feed)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=f"{TYPES[form]}; charset=utf-8")
    modified = int(max(feed.updated, feed.changed or feed.updated).timestamp())
    response["ETag"] = etag
    response["Last-Modified"] = format_datetime(datetime.fromtimestamp(modified, tz=UTC), usegmt=True)
    return get_conditional_response(request, etag, modified, response) or response
