"""The outermost layer of the server: gives each request a name, counts its answer, and may write a line about it.

It sees what no middleware sees: recordings, kept pages, refusals before Django. It changes nothing but one header.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from django.conf import settings

from core.logs import request_id
from core.metrics import class_of, figures

Application = Callable[[Any, Any, Any], Awaitable[None]]
logger = logging.getLogger("embassy.access")

# What a server in front may call a request; anything else is a visitor's joke.
SANE = re.compile(rb"[A-Za-z0-9._-]{8,64}")

# A name is to be told from others, not to be secret: the process by chance, its requests by number.
PROCESS = secrets.token_hex(6)
numbers = count()


class ObservationLayer:
    """ASGI application around another one."""

    def __init__(self, inner: Application) -> None:
        self.inner = inner
        self.languages = frozenset(code for code, _name in settings.LANGUAGES)
        self.writes = settings.ACCESS_LOG

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        name = name_of(scope["headers"])
        status, began, mark = 500, time.perf_counter(), request_id.set(name)
        header = (b"x-request-id", name.encode())

        async def tell(message: dict[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message.get("headers", ()), header]}
            await send(message)

        try:
            await self.inner(scope, receive, tell)
        finally:
            seconds = time.perf_counter() - began
            kind = class_of(scope["path"], self.languages)
            figures.request(kind, status, seconds)
            if self.writes:
                facts = {"method": scope["method"], "status": status, "ms": round(seconds * 1000, 1), "class": kind}
                logger.info("%s %s %d", scope["method"], scope["path"], status, extra=facts)
            request_id.reset(mark)

    def note(self, scope: dict[str, Any], status: int) -> bytes:
        """Does the same for a kept page that never comes here (see ``core.shortcut``); the header line to add."""
        name, kind = name_of(scope["headers"]), class_of(scope["path"], self.languages)
        figures.request(kind, status, 0.0)
        if self.writes:
            mark = request_id.set(name)
            facts = {"method": scope["method"], "status": status, "ms": 0.0, "class": kind}
            logger.info("%s %s %d", scope["method"], scope["path"], status, extra=facts)
            request_id.reset(mark)
        return b"x-request-id: %b\r\n" % name.encode()


def name_of(headers: list[tuple[bytes, bytes]]) -> str:
    """The name that a server in front gave the request, or a new one."""
    for key, value in headers:
        if key == b"x-request-id" and SANE.fullmatch(value):
            return value.decode()
    return f"{PROCESS}{next(numbers):08x}"
