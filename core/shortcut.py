"""The server's HTTP protocol with a short cut: a page that is kept is written to the connection at once, without a
task and without building its headers again.

It answers nothing that ``core.page_cache`` would not answer the same way; whatever is unusual takes the usual way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from core.turnstile import Scope

# Status, head (from the status line to the last header, without the empty line) and body of an answer; None for a
# request that has to take the usual way.
Ready = tuple[int, bytes, bytes]
Finder = Callable[[Scope], Ready | None]
# Told of every answer; what it gives back are further header lines, each with its end.
Observer = Callable[[Scope, int], bytes]

# With these the server may rewrite scheme and client before the application sees them.
FORWARDED = (b"x-forwarded-proto", b"x-forwarded-for")


def _nobody(scope: Scope, status: int) -> bytes:
    return b""


class Way:
    """Where kept pages are found, and who is told."""

    def __init__(self) -> None:
        self.find: Finder | None = None
        self.observe: Observer = _nobody


way = Way()


def open_to(find: Finder | None, observe: Observer = _nobody) -> None:
    """Lets connections find kept pages by ``find``, once the application is put together; None closes the way."""
    way.find, way.observe = find, observe


class KeptPageProtocol(HttpToolsProtocol):
    """uvicorn's protocol; only the first step of a request is another one."""

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        ready = self._ready(cycle.scope)
        if ready is None:
            super()._start_asgi_task(cycle, app)
            return
        status, head, body = ready
        lines = [head, *(b"%b: %b\r\n" % pair for pair in cycle.default_headers), way.observe(cycle.scope, status)]
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        cycle.response_started = cycle.response_complete = True
        self.transport.write(b"".join((*lines, b"\r\n", body)))
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()

    def _ready(self, scope: Scope) -> Ready | None:
        # A line of waiting requests, a client that does not read, a log of each request: the usual way knows how.
        if way.find is None or self.pipeline or self.flow.write_paused or self.access_log:
            return None
        if any(name in FORWARDED for name, _value in scope["headers"]):
            return None
        return way.find(scope)
