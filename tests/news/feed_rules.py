"""What the formats of feeds demand, as plain checks: RSS 2.0 (rssboard.org), Atom (RFC 4287), JSON Feed 1.1."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from core.feeds import ATOM, JSON_FEED, MEDIA

A, M = f"{{{ATOM}}}", f"{{{MEDIA}}}"


def absolute(address: str | None) -> bool:
    found = urlsplit(address or "")
    return found.scheme in {"http", "https"} and bool(found.netloc)


def is_id(text: str | None) -> bool:
    return bool(text) and bool(urlsplit(text).scheme)


def check_rss(text: bytes) -> None:
    """A channel has title, link and description; an item title or description, one guid, valid dates and enclosure."""
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    for name in ("title", "link", "description"):
        (found,) = channel.findall(name)
        assert found.text, name
    assert absolute(channel.findtext("link"))
    assert parsedate_to_datetime(channel.findtext("lastBuildDate")).utcoffset() is not None
    (own,) = [link for link in channel.findall(f"{A}link") if link.get("rel") == "self"]
    assert absolute(own.get("href"))
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    assert len(set(guids)) == len(items)
    for item in items:
        assert item.findtext("title") or item.findtext("description")
        assert absolute(item.findtext("link"))
        assert parsedate_to_datetime(item.findtext("pubDate")).utcoffset() is not None
        assert len(item.findall("enclosure")) <= 1
        for one in item.findall("enclosure"):
            assert absolute(one.get("url"))
            assert int(one.get("length", "")) >= 0
            assert "/" in one.get("type", "")
        check_media(item)


def check_media(item: ElementTree.Element) -> None:
    for one in item.findall(f"{M}content"):
        assert absolute(one.get("url"))
        assert int(one.get("width", "")) > 0
        assert int(one.get("height", "")) > 0


def check_atom(text: bytes) -> None:
    """Sections 4.1.1 and 4.1.2: one id, title and updated each, an author for every entry, links without repetition."""
    root = ElementTree.fromstring(text)
    assert root.tag == f"{A}feed"
    entries = root.findall(f"{A}entry")
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{A}{name}")
            assert found.text, name
        assert is_id(element.findtext(f"{A}id"))
        assert datetime.fromisoformat(element.findtext(f"{A}updated", "")).utcoffset() is not None
        links = element.findall(f"{A}link")
        assert all(absolute(link.get("href")) for link in links)
        same = [(link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"]
        assert len(set(same)) == len(same)
        assert same
    assert len({entry.findtext(f"{A}id") for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.findtext(f"{A}author/{A}name")
        (content,) = entry.findall(f"{A}content")
        assert content.get("type") == "html"
        assert datetime.fromisoformat(entry.findtext(f"{A}published", "")).utcoffset() is not None
        check_media(entry)


def check_json(text: bytes) -> None:
    """Required: version, title, items; of an item an id that is a string, and content."""
    feed = json.loads(text)
    assert feed["version"] == JSON_FEED
    assert feed["title"]
    assert absolute(feed["home_page_url"])
    assert absolute(feed["feed_url"])
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert isinstance(item["content_html"], str)
        assert absolute(item["url"])
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).utcoffset() is not None
        assert all(author["name"] for author in item.get("authors", []))
        assert all(isinstance(tag, str) for tag in item.get("tags", []))
        assert "image" not in item or absolute(item["image"])
        for one in item.get("attachments", []):
            assert absolute(one["url"])
            assert "/" in one["mime_type"]
            assert isinstance(one.get("size_in_bytes", 1), int)


CHECKS = {"rss": check_rss, "atom": check_atom, "json": check_json}
