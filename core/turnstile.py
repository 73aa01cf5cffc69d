"""How many requests Django works on at once. The rest wait for their turn, and after a while are sent away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

# Whoever watches the process must learn that it lives however much it has to do.
UNCOUNTED = "/health/"
RETRY_AFTER_SECONDS = 5
BUSY = b"The site has too much to do just now. Try again in a moment.\n"


class Full(Exception):
    """Nobody left in time."""


class Turnstile:
    """ASGI application around Django.

    A request takes its place when its body has come and leaves when its answer begins, so that neither a slow upload
    nor a slow reader holds one. Django is not told that a client left: it cannot stop what a thread has begun.
    """

    def __init__(self, inner: Application, places: int, patience: float) -> None:
        self.inner = inner
        self.patience = patience
        self.places = asyncio.Semaphore(places)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(UNCOUNTED):
            await self.inner(scope, receive, send)
            return
        turn = Turn(self.places, self.patience, receive, send)
        try:
            await self.inner(scope, turn.receive, turn.send)
        except Full:
            await _say_busy(send)
        finally:
            turn.leave()


class Turn:
    """The place of one request, taken and left by what passes."""

    def __init__(self, places: asyncio.Semaphore, patience: float, receive: Receive, send: Send) -> None:
        self._places = places
        self._patience = patience
        self._receive = receive
        self._send = send
        self._has_come = False
        self._is_held = False

    async def receive(self) -> Message:
        """The next part of the body. Raises Full when there was no place in time."""
        if self._has_come:
            await asyncio.Event().wait()
        message = await self._receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            self._has_come = True
            try:
                async with asyncio.timeout(self._patience):
                    await self._places.acquire()
            except TimeoutError:
                raise Full from None
            self._is_held = True
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.leave()
        await self._send(message)

    def leave(self) -> None:
        if self._is_held:
            self._is_held = False
            self._places.release()


async def _say_busy(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(BUSY)),
        (b"cache-control", b"no-store"),
        (b"retry-after", b"%d" % RETRY_AFTER_SECONDS),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": BUSY})
