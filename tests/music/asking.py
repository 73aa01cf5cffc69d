"""Asks an ASGI application as a server would, and makes the recordings that are asked for."""

import asyncio
import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile

from music.models import AudioSample
from tests.missions import TestMission

MIME_TYPES = {"mp3": "audio/mpeg", "opus": "audio/ogg", "flac": "audio/flac", "m4a": "audio/mp4"}
STRANGER = "203.0.113.7"


@dataclass
class Reply:
    """What came back. `complete` is whether the application said that the body is at its end."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    complete: bool = False
    chunks: int = 0

    def take(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            names = [name.decode() for name, _value in message["headers"]]
            assert len(names) == len(set(names)), f"a header twice: {names}"
            self.headers = {name.decode(): value.decode("latin-1") for name, value in message["headers"]}
            return
        self.body += message.get("body", b"")
        self.chunks += 1
        self.complete = not message.get("more_body", False)


def scope_of(path: str, method: str, headers: dict[str, str], host: str, query: str, address: str) -> dict[str, Any]:
    fields = {"host": host, **headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), text.encode("latin-1")) for name, text in fields.items()],
        "client": (address, 50000),
        "server": (host, 80),
    }


async def ask_async(
    app: Any,
    path: str,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    *,
    host: str = "aland.example",
    query: str = "",
    address: str = STRANGER,
    after_chunk: Callable[[Reply], Any] | None = None,
    gone: asyncio.Event | None = None,
) -> Reply:
    """One request. `gone` is set when the client leaves; `after_chunk` is awaited with each part of the body."""
    reply = Reply()
    gone = gone or asyncio.Event()
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        reply.take(message)
        if after_chunk and message["type"] == "http.response.body":
            await after_chunk(reply)

    await app(scope_of(path, method, headers or {}, host, query, address), receive, send)
    return reply


ask = async_to_sync(ask_async)


async def nobody(scope: Any, receive: Any, send: Any) -> None:
    """Stands for Django: says only that it was asked."""
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"Django"})


def noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def make_sample(mission: TestMission, content: bytes = b"", kind: str = "mp3", **facts: Any) -> AudioSample:
    """A public sample of a mission, with these bytes in private storage."""
    content = content or noise(1000)
    sample = AudioSample(
        **{
            "collection": mission.collection,
            "title": "Дала таңы",
            "slug": "dala-tany",
            "kind": kind,
            "mime_type": MIME_TYPES[kind],
            "size": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "public": True,
            **facts,
        }
    )
    sample.file.save(f"upload.{kind}", ContentFile(content), save=False)
    sample.save()
    return sample
