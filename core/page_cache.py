"""The layer outside Django that keeps whole answers and gives them to everybody who asks the same.

It decides nothing about content: Django says what may be shared and until when (``core.sharing``), the content version
says what is still true. Logged-in people, forms and everything private pass it untouched.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings

from core.content_version import Tracker, tracker
from core.encodings import IDENTITY, best_encoding, encode
from core.kept_pages import LATE_SECONDS, SHARED_SECONDS, Headers, Kept, Message, Shelf, Variant, keep, time_of
from core.metrics import figures
from core.shared_addresses import AddressReader, Asked
from core.sharing import SCOPE_KEY, Verdict
from core.turnstile import Application, Receive, Scope, Send

CONDITIONS = frozenset((b"if-none-match", b"if-modified-since"))
LARGEST = 1024 * 1024
# The part of the room for what anybody can invent: missing addresses and queries. It cannot push out the pages.
SHARE_OF_STRAYS = 8
# A visitor who finds a page being made waits so long before the page of the version before is good enough, and for
# so long after the change, both in seconds.
PATIENCE, STALE = 0.1, 0.4
# When less than this many seconds remain, a server in front must not keep the page any more. nginx counts whole
# seconds, so that one is two minus a little.
CLOSING = SHARED_SECONDS + LATE_SECONDS + 1
NOTHING: Message = {"type": "http.response.body", "body": b""}


class PageCache:
    """ASGI application around another one."""

    def __init__(
        self,
        inner: Application,
        *,
        room: int | None = None,
        version: Tracker = tracker,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.inner = inner
        self.version = version
        self.clock = clock
        self.reader = AddressReader()
        room = room or settings.PAGE_CACHE_SIZE
        self.pages, self.strays = Shelf(room - room // SHARE_OF_STRAYS), Shelf(room // SHARE_OF_STRAYS)
        self._making: dict[Any, asyncio.Future[Kept | None]] = {}
        self._encoding: dict[Any, asyncio.Future[bytes]] = {}

    def ready(self, scope: Scope) -> tuple[int, bytes, bytes] | None:
        """Status, head and body of the answer where nothing has to be waited for; see ``core.shortcut``.

        None for all other requests, which the application itself answers.
        """
        asked, version = self.reader.read(scope), self.version.fresh()
        kept = self.find(asked.key) if asked and version is not None else None
        if asked is None or kept is None or kept.version != version or kept.until <= self.clock():
            return None
        variant = kept.variants.get(best_encoding(asked.accepted) if kept.is_compressible else IDENTITY)
        if variant is None:
            return None
        _count("hit")
        is_ending = kept.until - self.clock() < CLOSING
        if kept.status == 200 and _has_it(asked, kept, variant):
            return 304, variant.head(is_ending, True), b""
        return kept.status, variant.head(is_ending, False), b"" if asked.is_head else variant.body["body"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = self.reader.read(scope) if scope["type"] == "http" else None
        version = await self.version.current() if asked else None
        if asked is None or version is None:
            _count("bypass")
            await self.inner(scope, receive, send)
            return
        kept = self.find(asked.key)
        if kept is None or kept.version != version or kept.until <= self.clock():
            await self._make_or_wait(asked, version, scope, receive, send)
            return
        _count("hit")
        await self.answer(kept, asked, send)

    def find(self, key: Any) -> Kept | None:
        return self.pages.get(key) or self.strays.get(key)

    def store(self, key: Any, kept: Kept) -> None:
        known = self.find(key)
        if known is not None and known.version > kept.version:
            return
        is_stray = kept.status == 404 or key[-1] != ()
        (self.strays if is_stray else self.pages).put(key, kept)

    async def _make_or_wait(self, asked: Asked, version: int, scope: Scope, receive: Receive, send: Send) -> None:
        """One request makes the page; all others that want it wait, a short while where there is one of just before."""
        work = self._making.get((asked.key, version))
        if work is None:
            await self._make(asked, version, scope, send)
            return
        before = self._page_before(asked.key)
        await asyncio.wait([work], timeout=PATIENCE if before else None)
        kept = work.result() if work.done() else before
        if kept is not None:
            _count("stale" if kept is before else "hit")
            await self.answer(kept, asked, send)
        else:
            _count("bypass")
            await self.inner(scope, receive, send)

    def _page_before(self, key: Any) -> Kept | None:
        """The page of the version that was true until just now."""
        kept = self.find(key)
        is_recent = time.monotonic() - self.version.changed_at <= STALE
        if kept is None or not is_recent or kept.version != self.version.previous or kept.until <= self.clock():
            return None
        return kept

    async def _make(self, asked: Asked, version: int, scope: Scope, send: Send) -> None:
        _count("miss")
        work: asyncio.Future[Kept | None] = asyncio.get_running_loop().create_future()
        self._making[asked.key, version] = work
        making = Making(self, asked, version, work, send)
        headers: Headers = [pair for pair in scope["headers"] if pair[0] not in CONDITIONS]
        whole = {**scope, "method": "GET", "headers": headers, SCOPE_KEY: making.verdict}
        try:
            await self.inner(whole, nothing_to_read(), making.take)
        finally:
            del self._making[asked.key, version]
            if not work.done():
                work.set_result(None)

    async def answer(self, kept: Kept, asked: Asked, send: Send) -> None:
        """Sends the page in the coding that is wanted, or says that the client has it."""
        coding = best_encoding(asked.accepted) if kept.is_compressible else IDENTITY
        variant = kept.variants.get(coding) or await self._encoded(kept, coding, asked.key)
        is_ending = kept.until - self.clock() < CLOSING
        if kept.status == 200 and _has_it(asked, kept, variant):
            await send(variant.unchanged[is_ending])
            await send(NOTHING)
            return
        await send(variant.starts[is_ending])
        await send(NOTHING if asked.is_head else variant.body)

    async def _encoded(self, kept: Kept, coding: str, key: Any) -> Variant:
        """Compresses once, in a thread, whoever asks at the same time."""
        slot = (id(kept), coding)
        if slot not in self._encoding:
            work = partial(encode, kept.content, coding)
            self._encoding[slot] = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            body = await asyncio.shield(self._encoding[slot])
        finally:
            self._encoding.pop(slot, None)
        variant = kept.variants.get(coding) or kept.add(coding, body)
        if self.find(key) is kept:
            self.store(key, kept)
        return variant


class Making:
    """Takes what Django sends for one page: keeps it where it may be shared, hands it on as it comes otherwise."""

    def __init__(
        self, cache: PageCache, asked: Asked, version: int, work: asyncio.Future[Kept | None], send: Send
    ) -> None:
        self.verdict = Verdict()
        self._cache = cache
        self._asked = asked
        self._version = version
        self._work = work
        self._send = send
        self._start: Message | None = None
        self._content = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self.verdict.until is None:
                self._give_up()
                await self._send(message)
            else:
                self._start = message
            return
        if self._start is None:
            await self._hand_on(message)
            return
        self._content += message.get("body", b"")
        if len(self._content) > LARGEST:
            await self._send(self._start)
            self._start = None
            self._give_up()
            await self._hand_on({**message, "body": bytes(self._content)})
        elif not message.get("more_body", False):
            await self._finish(self._start)

    def _give_up(self) -> None:
        """Tells those who wait that there is nothing for them."""
        if not self._work.done():
            self._work.set_result(None)

    async def _hand_on(self, message: Message) -> None:
        await self._send({**message, "body": b""} if self._asked.is_head else message)

    async def _finish(self, start: Message) -> None:
        kept = keep(self._version, self.verdict.until or 0.0, start, bytes(self._content))
        self._cache.store(self._asked.key, kept)
        self._work.set_result(kept)
        await self._cache.answer(kept, self._asked, self._send)


def _count(outcome: str) -> None:
    """Of each request one: a page that was there, one of just before, one to be made, or not for this layer."""
    figures.count("page_cache", outcome=outcome)


def nothing_to_read() -> Receive:
    """The body of a request that has none. That the client leaves is not told: others may wait for the page."""
    parts: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not parts:
            await asyncio.Event().wait()
        return parts.pop()

    return receive


def _has_it(asked: Asked, kept: Kept, variant: Variant) -> bool:
    """Whether the client's copy is this page (RFC 9110, 13.1: If-None-Match by weak comparison, else the date)."""
    if asked.matches:
        tags = (tag.strip() for tag in asked.matches.split(b","))
        return any(tag == b"*" or tag.removeprefix(b"W/") == variant.etag for tag in tags)
    since = time_of(asked.since)
    return since is not None and kept.modified is not None and kept.modified <= since
