"""Tells the process that it is about to end, by the lifespan protocol of ASGI: what is still in memory can be kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Lifespan:
    """ASGI application around another one. ``at_stop`` runs in a thread when the last request is over."""

    def __init__(self, inner: Application, at_stop: Callable[[], object]) -> None:
        self.inner = inner
        self.at_stop = at_stop

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            await self.inner(scope, receive, send)
            return
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await asyncio.to_thread(self.at_stop)
        await send({"type": "lifespan.shutdown.complete"})
