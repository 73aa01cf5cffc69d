"""Answers as they are kept: made into messages of the server once, found by key, the least used thrown away first."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

from core.encodings import IDENTITY, is_compressible

Headers = list[tuple[bytes, bytes]]
Message = dict[str, Any]

# What belongs to one transfer, or is said anew for each coding.
DROPPED = frozenset(
    b"connection content-length date etag keep-alive server te trailer transfer-encoding upgrade vary".split()
)
# What RFC 9110 (15.4.5) wants in a 304 beside the ETag.
REPEATED = frozenset((b"cache-control", b"content-location", b"expires", b"vary"))
# Browsers ask each time and mostly get a 304. A server in front may answer for a second by itself, and for one more
# while it asks in the background; with the parts of seconds that nginx does not count it is three seconds late at most.
SHARED_SECONDS, LATE_SECONDS = 1, 1
CACHE_CONTROL = (
    b"public, max-age=0, must-revalidate, s-maxage=%d, stale-while-revalidate=%d" % (SHARED_SECONDS, LATE_SECONDS),
    b"public, max-age=0, must-revalidate, s-maxage=0",
)
# What an entry costs beside its bytes.
OVERHEAD = 4096
# The key of a start message under which it lies as bytes, for a server that can take it so; others do not see it.
HEAD = "embassy.head"
# What no header may carry (RFC 9110, 5.5); a server that builds the lines would refuse it too.
UNFIT = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Variant:
    """One coding of an answer: ready messages, in pairs for its life and for its last seconds."""

    etag: bytes
    starts: tuple[Message, Message]
    unchanged: tuple[Message, Message]
    body: Message
    size: int

    def head(self, is_ending: bool, is_unchanged: bool) -> bytes:
        """The start as it goes over the line, without the empty line at its end."""
        return bytes((self.unchanged if is_unchanged else self.starts)[is_ending][HEAD])


@dataclass(slots=True)
class Kept:
    """An answer that everybody may get as long as the content version is ``version`` and the time before ``until``."""

    version: int
    until: float
    status: int
    headers: Headers
    content: bytes
    modified: float | None = None
    is_compressible: bool = False
    variants: dict[str, Variant] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes in memory, nearly."""
        coded = sum(variant.size for coding, variant in self.variants.items() if coding != IDENTITY)
        return OVERHEAD + len(self.content) + coded

    def add(self, coding: str, body: bytes) -> Variant:
        """Makes the messages of a coding whose bytes are at hand."""
        tag = hashlib.blake2b(self.content, digest_size=12).hexdigest()
        etag = f'"{tag}"' if coding == IDENTITY else f'"{tag}-{coding}"'
        found = [self._variant(coding, etag.encode(), body, control) for control in CACHE_CONTROL]
        starts, unchanged = zip(*found, strict=True)
        whole = {"type": "http.response.body", "body": body}
        self.variants[coding] = Variant(etag.encode(), starts, unchanged, whole, len(body))
        return self.variants[coding]

    def _variant(self, coding: str, etag: bytes, body: bytes, control: bytes) -> tuple[Message, Message]:
        headers = list(self.headers)
        if not any(name == b"cache-control" for name, _value in headers):
            headers.append((b"cache-control", control))
        if self.is_compressible:
            headers.append((b"vary", b"Accept-Encoding"))
        if self.status == 200:
            headers.append((b"etag", etag))
        unchanged = [pair for pair in headers if pair[0] in REPEATED or pair[0] == b"etag"]
        if coding != IDENTITY:
            headers.append((b"content-encoding", coding.encode()))
        headers.append((b"content-length", b"%d" % len(body)))
        return _start(self.status, headers), _start(304, unchanged)


def _start(status: int, headers: Headers) -> Message:
    """The message, with its bytes. Raises ValueError for a header that would begin another line."""
    if any(UNFIT.search(name) or UNFIT.search(value) for name, value in headers):
        raise ValueError("A header of an answer carries a control character.")
    first = b"HTTP/1.1 %d %s\r\n" % (status, HTTPStatus(status).phrase.encode())
    head = first + b"".join(b"%b: %b\r\n" % pair for pair in headers)
    return {"type": "http.response.start", "status": status, "headers": headers, HEAD: head}


def keep(version: int, until: float, start: Message, content: bytes) -> Kept:
    """An entry from what Django sent: all its headers but those that belong to one transfer."""
    headers = [(name.lower(), value) for name, value in start["headers"] if name.lower() not in DROPPED]
    named = dict(headers)
    kind = named.get(b"content-type", b"").decode("latin-1")
    kept = Kept(version, until, start["status"], headers, content, time_of(named.get(b"last-modified", b"")))
    kept.is_compressible = is_compressible(kind, len(content))
    kept.add(IDENTITY, content)
    return kept


def time_of(date: bytes) -> float | None:
    """An HTTP date in seconds since 1970; None for one that is none."""
    try:
        return parsedate_to_datetime(date.decode("latin-1")).timestamp() if date else None
    except (ValueError, TypeError):
        return None


class Shelf:
    """Entries by key, at most ``room`` bytes of them."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._entries: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Hashable) -> Kept | None:
        found = self._entries.get(key)
        if found is None:
            return None
        self._entries.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, kept: Kept) -> None:
        """Keeps an entry, or counts anew one that has grown."""
        self._drop(key)
        size = kept.size
        self._entries[key] = (kept, size)
        self.used += size
        while self.used > self.room:
            self._drop(next(iter(self._entries)))

    def _drop(self, key: Hashable) -> None:
        self.used -= self._entries.pop(key, (None, 0))[1]
