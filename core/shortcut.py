"""The server's HTTP protocol with two short cuts: a page that is kept is written to the connection at once, without a
task and without building its headers again; and files can be sent by the kernel (``core.zero_copy``).

It answers nothing that ``core.page_cache`` would not answer the same way; whatever is unusual takes the usual way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from core.turnstile import Scope
from core.zero_copy import EXTENSION, FileSender, Part, is_possible

# Status, head (from the status line to the last header, without the empty line) and body of an answer; None for a
# request that has to take the usual way.
Ready = tuple[int, bytes, bytes]
Finder = Callable[[Scope], Ready | None]
PartFinder = Callable[[Scope], Part | None]
# Told of every answer; what it gives back are further header lines, each with its end.
Observer = Callable[[Scope, int], bytes]

# With these the server may rewrite scheme and client before the application sees them.
FORWARDED = (b"x-forwarded-proto", b"x-forwarded-for")


def _nobody(scope: Scope, status: int) -> bytes:
    return b""


@dataclass
class Way:
    """Where kept pages and parts of files are found, and who is told."""

    find: Finder | None = None
    find_part: PartFinder | None = None
    observe: Observer = _nobody


way = Way()


def open_to(find: Finder | None, observe: Observer = _nobody, find_part: PartFinder | None = None) -> None:
    """Lets connections find kept pages by ``find`` and parts of files by ``find_part``, once the application is put
    together; None closes a way.
    """
    way.find, way.find_part, way.observe = find, find_part, observe


class KeptPageProtocol(HttpToolsProtocol):
    """uvicorn's protocol; only the first step of a request is another one."""

    transport: asyncio.Transport
    takes_files = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # uvicorn's own words
        super().connection_made(transport)
        self.takes_files = is_possible(transport)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        is_usual = self._is_usual(cycle.scope)
        if is_usual and self.takes_files and way.find_part and not self.transport.get_write_buffer_size():
            part = way.find_part(cycle.scope)
            if part is not None:
                self._send_part(cycle, part)
                return
        ready = way.find(cycle.scope) if is_usual and way.find else None
        if ready is not None:
            status, head, body = ready
            self.transport.write(self._whole_head(cycle, status, head) + body)
            self._complete(cycle)
            return
        if self.takes_files:
            cycle.scope["extensions"] = {**cycle.scope.get("extensions", {}), EXTENSION: {}}
            cycle.send = FileSender(cycle, cycle.send)
        super()._start_asgi_task(cycle, app)

    def _is_usual(self, scope: Scope) -> bool:
        # A line of waiting requests, a client that does not read, a log of each request: the usual way knows how.
        if self.pipeline or self.flow.write_paused or self.access_log:
            return False
        return not any(name in FORWARDED for name, _value in scope["headers"])

    def _send_part(self, cycle: Any, part: Part) -> None:
        """Sends what the connection takes now; what it does not take follows in a task."""
        head = self._whole_head(cycle, part.status, part.head)
        headed, sent = part.send_what_fits(self.transport.get_extra_info("socket").fileno(), head)
        if sent == part.count:
            part.let_go()
            self._complete(cycle)
            return
        if headed < len(head):
            self.transport.write(head[headed:])
        cycle.response_started, cycle.chunked_encoding = True, False
        cycle.expected_content_length = part.count - sent
        cycle.send = FileSender(cycle, cycle.send)
        super()._start_asgi_task(cycle, part.rest(sent))

    def _whole_head(self, cycle: Any, status: int, head: bytes) -> bytes:
        lines = [head, *(b"%b: %b\r\n" % pair for pair in cycle.default_headers), way.observe(cycle.scope, status)]
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        return b"".join((*lines, b"\r\n"))

    def _complete(self, cycle: Any) -> None:
        cycle.response_started = cycle.response_complete = True
        if not cycle.keep_alive:
            self.transport.close()
        self.on_response_complete()
