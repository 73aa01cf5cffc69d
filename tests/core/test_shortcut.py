"""The short cut of the server: kept pages as raw bytes, the same as by the long way, and nothing else."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import ServerState

from core import shortcut
from core.page_cache import PageCache
from core.sharing import SCOPE_KEY

BODY = b"<p>A page that everybody may share.</p>" * 20


class Version:
    """A content version that a test sets."""

    value, previous, changed_at = 7, 6, float("-inf")

    async def current(self) -> int:
        return self.value

    def fresh(self) -> int:
        return self.value


class Pages:
    """An application whose pages may be kept for a minute from ``now``; counts how often it was asked."""

    now = 1_000_000.0

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked.append(scope["path"])
        verdict = scope.get(SCOPE_KEY)
        if verdict is not None and scope["path"] != "/private/":
            verdict.until = self.now + 60
        kind = [(b"content-type", b"text/html; charset=utf-8"), (b"x-said", scope["path"].encode())]
        await send({"type": "http.response.start", "status": 200, "headers": kind})
        await send({"type": "http.response.body", "body": BODY + scope["path"].encode()})


class Line(asyncio.Transport):
    """The connection: what was written, and whether it was closed."""

    def __init__(self) -> None:
        super().__init__({"sockname": ("127.0.0.1", 80), "peername": ("127.0.0.1", 5)})
        self.written = b""
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.written += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class Server:
    """The protocol around a page cache around ``Pages``, with the short cut open or closed."""

    def __init__(self, *, is_open: bool = True) -> None:
        self.pages = Pages()
        self.cache = PageCache(self.pages, room=1 << 20, version=Version(), clock=lambda: self.pages.now)
        shortcut.open_to(self.cache.ready if is_open else None)
        config = Config(self.cache, lifespan="off", access_log=False, log_level="critical", proxy_headers=False)
        config.load()
        self.protocol = shortcut.KeptPageProtocol(config, ServerState(), {})
        self.protocol.access_logger, self.protocol.access_log = logging.getLogger("nobody"), False
        self.line = Line()
        self.protocol.connection_made(self.line)

    def at_once(self, *requests: str) -> bytes:
        """What is on the line directly after the requests came, before anything else could run."""
        self.line.written = b""
        self.protocol.data_received("".join(requests).encode())
        return self.line.written

    async def slowly(self, *requests: str) -> bytes:
        """What is on the line when all is done."""
        self.at_once(*requests)
        await asyncio.sleep(0.05)
        return self.line.written


def request(path: str = "/page/", method: str = "GET", **headers: str) -> str:
    lines = {"Host": "one.example", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return f"{method} {path} HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in lines.items()) + "\r\n"


@pytest.fixture(autouse=True)
def closed_again() -> Any:
    before = shortcut.way.find, shortcut.way.observe
    yield
    shortcut.open_to(*before)


def in_loop(test: Any) -> Any:
    def run() -> None:
        asyncio.run(test())

    run.__name__ = test.__name__
    return run


def parted(answer: bytes) -> tuple[bytes, frozenset[bytes], bytes]:
    """Status line, header lines and body."""
    head, _empty, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    return first, frozenset(lines), body


@in_loop
async def test_a_kept_page_is_written_at_once_and_is_what_the_long_way_gives() -> None:
    asked = [
        request(),
        request(Accept_Encoding="gzip"),
        request(Accept_Encoding="br, gzip"),
        request(method="HEAD"),
        request(method="HEAD", Accept_Encoding="gzip"),
    ]
    short, long = Server(), Server(is_open=False)
    for server in (short, long):
        for one in asked:
            await server.slowly(one)
    shortcut.open_to(short.cache.ready)
    found = [short.at_once(one) for one in asked]
    shortcut.open_to(None)
    assert [parted(one) for one in found] == [parted(await long.slowly(one)) for one in asked]
    assert short.pages.asked == ["/page/"]


@in_loop
async def test_what_the_client_has_is_not_sent_again() -> None:
    server = Server()
    lines = parted(await server.slowly(request()))[1]
    tag = next(line.partition(b": ")[2].decode() for line in lines if line.lower().startswith(b"etag"))
    first, _lines, body = parted(server.at_once(request(If_None_Match=tag)))
    assert (first, body) == (b"HTTP/1.1 304 Not Modified", b"")


@in_loop
async def test_everything_unusual_takes_the_long_way() -> None:
    server = Server()
    await server.slowly(request())
    for one in (
        request(Cookie="sessionid=abc"),
        request(Authorization="Basic abc"),
        request(X_Forwarded_Proto="https"),
        request(X_Forwarded_For="192.0.2.1"),
        request(method="POST", Content_Length="0"),
        request("/other/"),
        request("/private/"),
        request(Host="two.example"),
    ):
        assert server.at_once(one) == b"", one
        await asyncio.sleep(0.05)
        assert server.line.written.startswith(b"HTTP/1.1 "), one


@in_loop
async def test_a_page_that_is_over_is_made_anew() -> None:
    server = Server()
    await server.slowly(request())
    server.pages.now += 61
    assert server.at_once(request()) == b""
    await asyncio.sleep(0.05)
    server.cache.version.value = 8  # type: ignore[misc]
    assert server.at_once(request()) == b""
    await asyncio.sleep(0.05)
    assert server.pages.asked == ["/page/"] * 3


@in_loop
async def test_requests_in_one_packet_are_answered_in_their_order() -> None:
    server = Server()
    await server.slowly(request("/a/")), await server.slowly(request("/b/"))
    paths = ["/a/", "/new/", "/b/", *["/a/"] * 2000]
    server.at_once(*map(request, paths))
    for _moment in range(600):
        await asyncio.sleep(0.05)
        if server.line.written.count(b"x-said") == len(paths):
            break
    said = [line.partition(b": ")[2] for line in server.line.written.split(b"\r\n") if line.startswith(b"x-said")]
    assert said == [path.encode() for path in paths]


@in_loop
async def test_a_client_that_does_not_read_is_waited_for() -> None:
    server = Server()
    await server.slowly(request())
    server.protocol.pause_writing()
    assert await server.slowly(request()) == b""
    server.protocol.resume_writing()
    await asyncio.sleep(0.05)
    assert server.line.written.endswith(b"/page/")


@in_loop
async def test_the_connection_is_closed_when_the_client_wants_it() -> None:
    server = Server()
    await server.slowly(request())
    answer = server.at_once(request(Connection="close"))
    assert b"\r\nconnection: close\r\n" in answer
    assert server.line.is_closed


@in_loop
async def test_who_observes_hears_of_every_answer_and_may_add_a_line() -> None:
    server = Server()
    await server.slowly(request())
    heard: list[tuple[str, int]] = []

    def observe(scope: Any, status: int) -> bytes:
        heard.append((scope["path"], status))
        return b"x-request-id: 7\r\n"

    shortcut.open_to(server.cache.ready, observe)
    assert b"\r\nx-request-id: 7\r\n" in server.at_once(request())
    assert heard == [("/page/", 200)]


def test_the_site_is_started_with_it() -> None:
    from config.launch import server_command

    assert "core.shortcut:KeptPageProtocol" in server_command("run", "127.0.0.1", 8000)
