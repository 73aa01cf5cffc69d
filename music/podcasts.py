"""A list of recordings as a podcast: RSS 2.0 with Apple's tags and those of Podcasting 2.0. Pure: data in, bytes out.

Apple: "Podcast RSS feed requirements"; the podcast namespace: podcastindex.org/namespace/1.0.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

from core.feed_html import xml_safe
from core.feeds import ATOM, rss_time

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
CONTENT_TYPE = "application/rss+xml; charset=utf-8"
# Given by the podcast namespace for its tag `guid`.
NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
for _prefix, _space in (("itunes", ITUNES), ("podcast", PODCAST)):
    ElementTree.register_namespace(_prefix, _space)


@dataclass(frozen=True)
class Enclosure:
    """A file: full address, bytes, MIME type, bits a second (0 where unknown)."""

    url: str
    length: int
    type: str
    bit_rate: int = 0


@dataclass(frozen=True)
class Person:
    """Somebody who took part; `role` as people read it, in the feed's language."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class Licence:
    """`identifier` in SPDX's lower case, or a sentence; `url` may be ""."""

    identifier: str
    url: str = ""


@dataclass(frozen=True)
class Transcript:
    """A text of a recording: full address, MIME type, language."""

    url: str
    type: str
    language: str


@dataclass(frozen=True)
class Episode:
    """One recording. `seconds` is None where it is not known; `number` is its place in a programme, 0 for none."""

    guid: str
    title: str
    url: str
    summary: str
    published: datetime
    enclosure: Enclosure
    others: tuple[Enclosure, ...] = ()
    seconds: float | None = None
    number: int = 0
    persons: tuple[Person, ...] = ()
    licence: Licence | None = None
    transcripts: tuple[Transcript, ...] = ()
    chapters_url: str = ""


@dataclass(frozen=True)
class Podcast:
    """All of it; every address is full. `is_serial` says that the episodes have an order of their own."""

    title: str
    summary: str
    url: str
    self_url: str
    language: str
    author: str
    picture_url: str
    category: str
    is_explicit: bool
    is_serial: bool
    is_locked: bool
    email: str
    episodes: tuple[Episode, ...]


def podcast_guid(self_url: str) -> str:
    """The identity of a feed: of its address without scheme and closing slashes, as the namespace wants it."""
    parts = urlsplit(self_url)
    return str(uuid.uuid5(NAMESPACE, f"{parts.netloc}{parts.path}".rstrip("/")))


def feed_bytes(podcast: Podcast) -> bytes:
    """The feed as XML in UTF-8."""
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(root, "channel")
    _head(channel, podcast)
    for episode in podcast.episodes:
        _item(ElementTree.SubElement(channel, "item"), episode, podcast)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _head(channel: ElementTree.Element, podcast: Podcast) -> None:
    _add(channel, "title", podcast.title)
    _add(channel, "link", podcast.url)
    _add(channel, "description", podcast.summary or podcast.title)
    _add(channel, "language", podcast.language)
    _add(channel, f"{{{ATOM}}}link", href=podcast.self_url, rel="self", type="application/rss+xml")
    if podcast.episodes:
        _add(channel, "pubDate", rss_time(max(episode.published for episode in podcast.episodes)))
    _add(channel, f"{{{ITUNES}}}author", podcast.author)
    _add(channel, f"{{{ITUNES}}}image", href=podcast.picture_url)
    _add(channel, f"{{{ITUNES}}}explicit", "true" if podcast.is_explicit else "false")
    _add(channel, f"{{{ITUNES}}}type", "serial" if podcast.is_serial else "episodic")
    main, _slash, part = podcast.category.partition(" / ")
    category = _add(channel, f"{{{ITUNES}}}category", text=main)
    if part:
        _add(category, f"{{{ITUNES}}}category", text=part)
    if podcast.email:
        owner = _add(channel, f"{{{ITUNES}}}owner")
        _add(owner, f"{{{ITUNES}}}name", podcast.author)
        _add(owner, f"{{{ITUNES}}}email", podcast.email)
    _add(channel, f"{{{PODCAST}}}guid", podcast_guid(podcast.self_url))
    _add(channel, f"{{{PODCAST}}}medium", "music")
    owner_of = {"owner": podcast.email} if podcast.email else {}
    _add(channel, f"{{{PODCAST}}}locked", "yes" if podcast.is_locked else "no", **owner_of)


def _item(item: ElementTree.Element, episode: Episode, podcast: Podcast) -> None:
    _add(item, "title", episode.title)
    _add(item, "link", episode.url)
    _add(item, "description", episode.summary or episode.title)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", rss_time(episode.published))
    file = episode.enclosure
    _add(item, "enclosure", url=file.url, length=str(file.length), type=file.type)
    _add(item, f"{{{ITUNES}}}explicit", "true" if podcast.is_explicit else "false")
    if episode.seconds is not None:
        _add(item, f"{{{ITUNES}}}duration", str(max(1, round(episode.seconds))))
    if episode.number:
        _add(item, f"{{{ITUNES}}}episode", str(episode.number))
    for other in episode.others:
        rate = {"bitrate": str(other.bit_rate)} if other.bit_rate else {}
        words = {"type": other.type, "length": str(other.length), **rate}
        _add(_add(item, f"{{{PODCAST}}}alternateEnclosure", **words), f"{{{PODCAST}}}source", uri=other.url)
    for person in episode.persons:
        _add(item, f"{{{PODCAST}}}person", person.name, **({"role": person.role} if person.role else {}))
    if episode.licence:
        where = {"url": episode.licence.url} if episode.licence.url else {}
        _add(item, f"{{{PODCAST}}}license", episode.licence.identifier, **where)
    for text in episode.transcripts:
        _add(item, f"{{{PODCAST}}}transcript", url=text.url, type=text.type, language=text.language)
    if episode.chapters_url:
        _add(item, f"{{{PODCAST}}}chapters", url=episode.chapters_url, type="application/json+chapters")


def _add(parent: ElementTree.Element, name: str, said: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, {key: xml_safe(value) for key, value in attributes.items()})
    element.text = xml_safe(said) or None
    return element
