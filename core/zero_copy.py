"""Parts of a file that the kernel sends: their bytes never pass through this process.

The server's side of ASGI's extension "Zero Copy Send". Knows connections and files; what is sent is decided elsewhere.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

Message = dict[str, Any]

EXTENSION = "http.response.zerocopysend"
# While a client takes nothing, one looks so often, in seconds, whether the connection is still there.
LOOK_SECONDS = 5.0
# How many turns of the loop a head may need to leave; most take one.
TURNS = 3


@dataclass(frozen=True, slots=True)
class Part:
    """An answer that is one part of a file: status, head (from the status line to the last header, without the empty
    line), `count` bytes from `offset` on of the open file with the number `file`.

    Whoever takes it calls either `let_go`, when all has been sent, or `rest` with how much has been: an application
    that sends what is missing and lets go by itself.
    """

    status: int
    head: bytes
    file: int
    offset: int
    count: int
    let_go: Callable[[], None]
    rest: Callable[[int], Callable[[Any, Any, Any], Awaitable[None]]]

    def send_what_fits(self, handle: int, head: bytes) -> tuple[int, int]:
        """How many bytes of the whole head and of the file a socket takes at once, without waiting."""
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, fileno=handle)
        try:
            # The head waits for the first bytes of the file, so that both leave together.
            headed = _taken(line.send, head, socket.MSG_MORE)
        finally:
            line.detach()
        if headed < len(head):
            return headed, 0
        return headed, _taken(os.sendfile, handle, self.file, self.offset, self.count)


def _taken(write: Callable[..., int], *arguments: Any) -> int:
    try:
        return write(*arguments)
    except (BlockingIOError, ConnectionError):
        # Full, or gone; whoever sends the rest finds out which.
        return 0


def is_possible(transport: asyncio.Transport) -> bool:
    """Whether the kernel can write to this connection: a socket whose bytes nobody has to encrypt first."""
    has_socket = transport.get_extra_info("socket") is not None
    return hasattr(os, "sendfile") and has_socket and transport.get_extra_info("sslcontext") is None


class FileSender:
    """What one request sends with: the message of the extension is done here, all others by the server.

    ``cycle`` is the server's record of one request and its answer.
    """

    def __init__(self, cycle: Any, usual: Callable[[Message], Awaitable[None]]) -> None:
        self.cycle = cycle
        self.usual = usual
        self.transport: asyncio.Transport = cycle.transport

    async def __call__(self, message: Message) -> None:
        """Sends `count` bytes of the open `file` from `offset` on.

        Raises EOFError where the file ends before, and RuntimeError for more than the answer's head promised.
        """
        if message["type"] != EXTENSION:
            await self.usual(message)
            return
        count: int = message["count"]
        if count > self.cycle.expected_content_length:
            raise RuntimeError("Response content longer than Content-Length")
        await self._send(message["file"].fileno(), message["offset"], count)
        self.cycle.expected_content_length -= count
        if not message.get("more_body", False):
            await self.usual({"type": "http.response.body", "body": b""})

    @property
    def is_gone(self) -> bool:
        # Once the transport closes, the number of its socket may soon be that of another connection.
        return self.cycle.disconnected or self.transport.is_closing()

    async def _send(self, file: int, offset: int, count: int) -> None:
        handle: int = self.transport.get_extra_info("socket").fileno()
        await self._until_written(handle)
        end = offset + count
        while offset < end and not self.is_gone:
            try:
                sent = os.sendfile(handle, file, offset, end - offset)
            except BlockingIOError:
                await _until_writable(handle)
                continue
            except ConnectionError:
                # The server notices by itself, and tells the application.
                return
            if not sent:
                raise EOFError("The file ended before the bytes that were promised.")
            offset += sent

    async def _until_written(self, handle: int) -> None:
        """Waits until what the server wrote before has left, the answer's head at least."""
        turns = 0
        while self.transport.get_write_buffer_size() and not self.is_gone:
            if turns >= TURNS:
                await _until_writable(handle)
            turns += 1
            await asyncio.sleep(0)


async def _until_writable(handle: int) -> None:
    """Waits for room, or some seconds. By a second number of the socket, as the loop keeps the first one to itself."""
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[None] = loop.create_future()
    second = os.dup(handle)
    loop.add_writer(second, lambda: None if ready.done() else ready.set_result(None))
    try:
        await asyncio.wait([ready], timeout=LOOK_SECONDS)
    finally:
        loop.remove_writer(second)
        os.close(second)
