"""Files sent by the kernel, through the real server over real connections: every byte, or a connection that breaks."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from uvicorn.config import Config
from uvicorn.server import Server

from core import shortcut
from core.zero_copy import EXTENSION, Part, is_possible

SIZE = 3_000_000
CONTENT = os.urandom(SIZE)
STALL_S = 1.0


class Files:
    """An application that sends one file by the kernel: in pieces, or as a part that the protocol may take at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.let_go, self.over = threading.Event(), threading.Event()
        self.failed: list[BaseException] = []
        self.promised = SIZE

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert EXTENSION in scope["extensions"]
        length = [(b"content-length", b"%d" % self.promised)]
        await send({"type": "http.response.start", "status": 200, "headers": length})
        with open(self.path, "rb") as file:
            await self.send_from(file, 0, send)

    async def send_from(self, file: Any, first: int, send: Any) -> None:
        try:
            for offset in range(first, self.promised, 700_000):
                count = min(700_000, self.promised - offset)
                message = {"type": EXTENSION, "file": file, "offset": offset, "count": count, "more_body": True}
                async with asyncio.timeout(STALL_S):
                    await send(message)
            await send({"type": "http.response.body", "body": b""})
        except (EOFError, TimeoutError) as error:
            self.failed.append(error)
        finally:
            self.over.set()

    def part(self, scope: Any) -> Part | None:
        if scope["path"] != "/part":
            return None
        file = open(self.path, "rb")  # noqa: SIM115

        def let_go() -> None:
            file.close()
            self.let_go.set()

        def rest(sent: int) -> Any:
            async def application(_scope: Any, _receive: Any, send: Any) -> None:
                try:
                    await self.send_from(file, sent, send)
                finally:
                    let_go()

            return application

        head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n" % self.promised
        return Part(200, head, file.fileno(), 0, self.promised, let_go, rest)


@pytest.fixture(params=["asyncio", "uvloop"])
def loop(request: Any) -> str:
    return str(request.param)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    path = tmp_path / "file"
    path.write_bytes(CONTENT)
    return Files(path)


@pytest.fixture
def port(files: Files, loop: Any) -> Any:
    before = vars(shortcut.way).copy()
    shortcut.open_to(None, find_part=files.part)
    listening = socket.create_server(("127.0.0.1", 0))
    # What it takes at once is little, too; connections inherit that.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    options: dict[str, Any] = {"lifespan": "off", "access_log": False, "log_config": None, "loop": loop}
    server = Server(Config(files, http=Protocol, proxy_headers=False, **options))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join()
    listening.close()
    vars(shortcut.way).update(before)


class Protocol(shortcut.KeptPageProtocol):
    """As in production, where nobody listens to the server's log of requests; pytest does."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.access_log = False


class Client:
    """One connection of a visitor whose side holds little, so that the server has to wait for it."""

    def __init__(self, port: int) -> None:
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        self.line.settimeout(10)
        self.line.connect(("127.0.0.1", port))
        self.come = b""

    def ask(self, *paths: str) -> None:
        self.line.sendall("".join(f"GET {path} HTTP/1.1\r\nHost: one.example\r\n\r\n" for path in paths).encode())

    def until(self, count: int) -> bytes:
        """The next so many bytes, or what came before the connection was closed."""
        while len(self.come) < count:
            try:
                more = self.line.recv(65_536)
            except ConnectionResetError:
                more = b""
            if not more:
                break
            self.come += more
        found, self.come = self.come[:count], self.come[count:]
        return found

    def answer(self) -> bytes:
        """The body of the next answer."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self.until(1)
        return self.until(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))


@pytest.fixture
def client(port: int) -> Any:
    found = Client(port)
    yield found
    found.line.close()


@pytest.mark.parametrize("path", ["/part", "/pieces"])
def test_a_slow_client_gets_every_byte_and_may_ask_again(client, files, path):
    for _time in range(2):
        client.ask(path)
        assert client.answer() == CONTENT
    if path == "/part":
        assert files.let_go.is_set()


def test_requests_in_one_packet_are_answered_in_their_order(client, files):
    files.path.write_bytes(CONTENT[:1000])
    files.promised = 1000
    client.ask("/part", "/pieces", "/part")
    assert [client.answer() for _time in range(3)] == [CONTENT[:1000]] * 3


@pytest.mark.parametrize("path", ["/part", "/pieces"])
def test_a_file_that_ends_too_soon_breaks_the_connection(client, files, path):
    files.path.write_bytes(CONTENT[:100_000])
    client.ask(path)
    assert client.answer() == CONTENT[:100_000]
    assert client.until(1) == b""
    assert [type(error) for error in files.failed] == [EOFError]


@pytest.mark.parametrize("path", ["/part", "/pieces"])
def test_a_client_that_takes_nothing_is_let_go_in_the_applications_time(client, files, path):
    client.ask(path)
    assert files.over.wait(STALL_S * 3)
    assert len(client.answer()) < SIZE
    assert [type(error) for error in files.failed] == [TimeoutError]


def test_a_client_that_leaves_takes_nothing_with_it(client, files):
    client.ask("/part")
    client.until(1000)
    client.line.close()
    assert files.let_go.wait(STALL_S * 3)


def test_where_bytes_have_to_be_encrypted_first_the_kernel_sends_nothing():
    class Line(asyncio.Transport):
        pass

    encrypted = Line({"socket": object(), "sslcontext": object()})
    assert not is_possible(encrypted)
    assert is_possible(Line({"socket": object()}))
    assert not is_possible(Line({}))
