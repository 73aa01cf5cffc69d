"""The pieces of a file on their way into an answer: read without holding up the event loop, or left to the kernel."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from functools import partial
from io import FileIO
from typing import Any

from core.zero_copy import EXTENSION
from music.ranges import Span

Message = dict[str, Any]

# What one thread reads at a time; with the server's own buffer, what a slow listener holds in memory.
CHUNK_SIZE = 256 * 1024
# Linux says whether a part of a file can be had without waiting.
NOT_WAITING: int | None = getattr(os, "RWF_NOWAIT", None)
# Where a byte is read to whose value nobody wants to know.
_anywhere = bytearray(1)


def cut(pieces: tuple[bytes | Span, ...]) -> Iterator[bytes | Span]:
    """The pieces with every span cut into what is read at a time."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        for first in range(piece.first, piece.last + 1, CHUNK_SIZE):
            yield Span(first, min(first + CHUNK_SIZE - 1, piece.last))


async def by_hand(stream: FileIO, piece: bytes | Span) -> Message:
    """The message with the bytes of a piece. Raises EOFError where the file ends before it."""
    chunk = piece if isinstance(piece, bytes) else await _read(stream.fileno(), piece)
    return {"type": "http.response.body", "body": chunk, "more_body": True}


async def by_kernel(stream: FileIO, piece: bytes | Span) -> Message:
    """The message that has the kernel send a piece of the file, once no disk has to be waited for."""
    if isinstance(piece, bytes):
        return {"type": "http.response.body", "body": piece, "more_body": True}
    if not _is_in_memory(stream.fileno(), piece):
        await _read(stream.fileno(), piece)
    return {"type": EXTENSION, "file": stream, "offset": piece.first, "count": piece.length, "more_body": True}


def open_in_memory(path: str, piece: Span) -> int | None:
    """The file's number, to be closed by the caller; None where a disk would have to be waited for, or no file is."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    if _is_in_memory(handle, piece):
        return handle
    os.close(handle)
    return None


def _is_in_memory(handle: int, piece: Span) -> bool:
    """Whether its first and last byte lie in memory; what is between them was read together with them."""
    if NOT_WAITING is None:
        return False
    try:
        first = os.preadv(handle, [_anywhere], piece.first, NOT_WAITING)
        return first == os.preadv(handle, [_anywhere], piece.last, NOT_WAITING) == 1
    except OSError:
        # As below
        return False


async def _read(handle: int, piece: Span) -> bytes | bytearray:
    chunk = _read_at_once(handle, piece)
    if len(chunk) < piece.length:
        chunk = await asyncio.get_running_loop().run_in_executor(
            None, partial(os.pread, handle, piece.length, piece.first)
        )
    if len(chunk) < piece.length:
        raise EOFError("The file ended before the bytes that were promised.")
    return chunk


def _read_at_once(handle: int, piece: Span) -> bytes | bytearray:
    """A piece that lies in memory already, so that no thread has to wait for the disk; b"" where it may not."""
    if NOT_WAITING is None:
        return b""
    buffer = bytearray(piece.length)
    try:
        count = os.preadv(handle, [buffer], piece.first, NOT_WAITING)
    except OSError:
        # Not in memory (EAGAIN), or a file system that cannot tell (EOPNOTSUPP); a fault comes again in the thread.
        return b""
    return buffer if count == piece.length else b""
