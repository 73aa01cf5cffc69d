"""The outer layer of the server that carries audio: it answers `/music/audio/` itself and hands on everything else.

Bytes travel as an asynchronous stream and never through Django's handler; only the question for permission runs in
a thread. Under a server that speaks WSGI this layer does not exist, and the addresses answer Django's 404.
"""

from __future__ import annotations

import asyncio
import io
import logging
import os
import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connections
from django.utils import timezone

from core.zero_copy import EXTENSION, Part
from music.access import AudioFile, audio_file_for
from music.decisions import Decisions
from music.delivery import Answer, Asked, accel_answer, redirect_answer, refusal, stream_answer
from music.hearings import Hearing, hearing_of, may_count
from music.listeners import Full, Listeners
from music.pieces import CHUNK_SIZE, by_hand, by_kernel, cut, open_in_memory
from music.ranges import Span
from music.tally import Tally

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

logger = logging.getLogger(__name__)

PREFIX = "/music/audio/"
ADDRESS = re.compile(r"(?P<public_id>[A-Za-z0-9_-]{1,64})/(?P<rendition>[a-z0-9-]{1,32})/[^/]{1,255}\.[a-z0-9]{2,5}")
# A listener who takes nothing for so long loses the place. A browser whose player was paused asks for the rest itself.
STALL_SECONDS = 120
RETRY_AFTER_SECONDS = 10

# The headers of a request that matter to ``music.delivery``; a server gives names in lower case (ASGI).
HEARD = {
    name.encode(): name
    for name in ("range", "if-range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since")
}

NOT_FOUND = refusal(404, "There is no such recording.\n")
NOT_SAVED = refusal(403, "This recording may be heard here. Its rights do not allow it to be saved.\n")
WRONG_METHOD = refusal(405, "A recording can only be read.\n", ("Allow", "GET, HEAD"))
TOO_MANY = refusal(503, "Too many recordings are playing. Try again soon.\n", ("Retry-After", str(RETRY_AFTER_SECONDS)))


class AudioLayer:
    """ASGI application around another one."""

    def __init__(
        self,
        inner: Application,
        listeners: Listeners | None = None,
        stall: float = STALL_SECONDS,
        decisions: Decisions | None = None,
        tally: Tally | None = None,
    ) -> None:
        self.inner = inner
        self.decisions = decisions
        self.tally = tally
        self.listeners = listeners or Listeners(settings.AUDIO_LISTENERS, settings.AUDIO_LISTENERS_PER_ADDRESS)
        self.stall = stall
        self.answer_with = _back(settings.AUDIO_DELIVERY)
        self.sends_files = settings.AUDIO_DELIVERY == "stream"

    def ready(self, scope: Scope) -> Part | None:
        """A part of a recording that can be sent without waiting for anything; see ``core.shortcut``.

        None for all other requests, which the application itself answers.
        """
        if not self.sends_files or self.decisions is None or scope["method"] != "GET" or not _is_for_audio(scope):
            return None
        version = self.decisions.version.fresh()
        file = self.decisions.find((_host_of(scope), _path(scope)), version) if version is not None else None
        answer = self._answer(file, scope) if file is not None else None
        if file is None or answer is None or len(answer.pieces) != 1:
            return None
        span = answer.pieces[0]
        if not isinstance(span, Span) or span.length > CHUNK_SIZE or self._is_followed(file, span, scope):
            return None
        try:
            household = self.listeners.take(_client(scope))
        except Full:
            return None
        handle = open_in_memory(file.path, span)
        if handle is None:
            self.listeners.free(household)
            return None

        def let_go() -> None:
            os.close(handle)
            self.listeners.free(household)

        def rest(sent: int) -> Application:
            async def application(scope: Scope, receive: Receive, send: Send) -> None:
                try:
                    left = Span(span.first + sent, span.last)
                    await self._send_pieces(io.FileIO(handle, closefd=False), (left,), scope, receive, send)
                finally:
                    let_go()

            return application

        return Part(answer.status, _head(answer), handle, span.first, span.length, let_go, rest)

    def _is_followed(self, file: AudioFile, span: Span, scope: Scope) -> bool:
        """Whether a part may be a listening, so that it has to be known how much of it was sent."""
        return self.tally is not None and may_count(file, span, scope)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_for_audio(scope):
            await self.inner(scope, receive, send)
            return
        if scope["method"] not in {"GET", "HEAD"}:
            await _say(WRONG_METHOD, scope, send)
            return
        file = await self._file_for(scope)
        if file is None:
            await _say(NOT_FOUND, scope, send)
            return
        answer = self._answer(file, scope)
        if scope["method"] == "HEAD" or not answer.reads_file:
            await _say(answer, scope, send)
            return
        try:
            with self.listeners.place(_client(scope)):
                await self._send_file(file, answer, scope, receive, send)
        except Full:
            await _say(TOO_MANY, scope, send)

    def _answer(self, file: AudioFile, scope: Scope) -> Answer:
        asked = _asked(scope)
        return NOT_SAVED if asked.download and not file.may_save else self.answer_with(file, asked)

    async def _file_for(self, scope: Scope) -> AudioFile | None:
        """What the request may have, from memory where that was decided and nothing has changed."""
        if self.decisions is None:
            return await _ask(scope)
        version = await self.decisions.version.current()
        if version is None:
            return await _ask(scope)
        key = _host_of(scope), _path(scope)
        known = self.decisions.find(key, version)
        if known is not None:
            return known
        file = await _ask(scope)
        if file is not None:
            self.decisions.keep(key, version, file)
        return file

    async def _send_file(self, file: AudioFile, answer: Answer, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends an answer that reads the file, for as long as the client stays."""
        try:
            stream = open(file.path, "rb", buffering=0)  # noqa: SIM115  # closed below; waits for no disk
        except FileNotFoundError:
            logger.error("A recording vanished while it was asked for: %s", file.path)
            await _say(NOT_FOUND, scope, send)
            return
        hearing = hearing_of(file, answer, _public_id(scope), scope) if self.tally is not None else None
        try:
            await send(_start(answer))
            await self._send_pieces(stream, answer.pieces, scope, receive, send, hearing)
        finally:
            stream.close()
            if self.tally is not None and hearing is not None and hearing.counts:
                self.tally.add(hearing.note)

    async def _send_pieces(
        self,
        stream: io.FileIO,
        pieces: tuple[bytes | Span, ...],
        scope: Scope,
        receive: Receive,
        send: Send,
        hearing: Hearing | None = None,
    ) -> None:
        """Sends the pieces of an answer whose head is sent, for as long as the client stays."""
        gone = asyncio.create_task(_until_gone(receive))
        message = by_kernel if EXTENSION in scope.get("extensions", {}) else by_hand
        try:
            for piece in cut(pieces):
                part = await message(stream, piece)
                if gone.done():
                    return
                async with asyncio.timeout(self.stall):
                    await send(part)
                if hearing is not None and isinstance(piece, Span):
                    hearing.sent += piece.length
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            logger.info("A listener took nothing for %s seconds and was let go.", self.stall)
        except EOFError:
            # The promised length cannot be kept any more; ending here makes the server cut the connection.
            logger.error("A recording became shorter while it was sent: %s", scope["path"])
        finally:
            gone.cancel()


def _back(delivery: str) -> Callable[[AudioFile, Asked], Answer]:
    """How an install sends the bytes: through this process, by nginx, or from a store that the listener is sent to."""
    if delivery == "redirect":
        storage: Any = default_storage
        # The first link costs a tenth of a second, which nobody waits for here.
        storage.signed_link("first", 1)
        return redirect_answer(storage.signed_link, settings.S3["link_seconds"])
    return accel_answer(settings.AUDIO_ACCEL_PREFIX) if delivery == "x-accel" else stream_answer


async def _ask(scope: Scope) -> AudioFile | None:
    async with ThreadSensitiveContext():
        return await sync_to_async(look_up)(scope)


def look_up(scope: Scope) -> AudioFile | None:
    """Asks for permission, in a thread that may use the database."""
    found = ADDRESS.fullmatch(_path(scope).removeprefix(PREFIX))
    if found is None:
        return None
    close_old_connections()
    try:
        request = ASGIRequest(scope, io.BytesIO())
        return audio_file_for(request, found["public_id"], found["rendition"], timezone.now())
    finally:
        _close_connections()


def _close_connections() -> None:
    """The thread ends with the question, and nobody would find its connection again."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


def _host_of(scope: Scope) -> tuple[Any, ...]:
    """All that the mission is found by."""
    hosts = (value for name, value in scope["headers"] if name == b"host")
    return (scope.get("scheme"), tuple(scope.get("server") or ()), *hosts)


def _client(scope: Scope) -> str:
    return scope["client"][0] if scope.get("client") else ""


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _public_id(scope: Scope) -> str:
    return _path(scope).removeprefix(PREFIX).partition("/")[0]


def _is_for_audio(scope: Scope) -> bool:
    if scope["type"] != "http" or not _path(scope).startswith(PREFIX):
        return False
    # Django knows how to send a visitor on to https.
    return scope.get("scheme") == "https" or not settings.SECURE_SSL_REDIRECT


def _asked(scope: Scope) -> Asked:
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name = HEARD.get(raw_name)
        if name:
            value = raw_value.decode("latin-1")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    query = scope.get("query_string")
    is_download = parse_qs(query.decode("latin-1")).get("download") == ["1"] if query else False
    return Asked(scope["method"], headers, is_download)


async def _until_gone(receive: Receive) -> None:
    """Ends when the client has gone; what it still sends is of no interest."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _head(answer: Answer) -> bytes:
    """Status line and headers as they go over the line."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in answer.headers])
    return f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}\r\n{lines}".encode("latin-1")


def _start(answer: Answer) -> dict[str, Any]:
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    return {"type": "http.response.start", "status": answer.status, "headers": headers}


async def _say(answer: Answer, scope: Scope, send: Send) -> None:
    """Sends an answer whose body is at hand."""
    await send(_start(answer))
    short = b"" if scope["method"] == "HEAD" else b"".join(piece for piece in answer.pieces if isinstance(piece, bytes))
    await send({"type": "http.response.body", "body": short})
