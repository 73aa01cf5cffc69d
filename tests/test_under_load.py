"""Small editions of the load proofs, on a running server: no figure in seconds, only that nothing fails or grows.

The real figures are those of ``python -m benchmarks``.
"""

from __future__ import annotations

import asyncio
import re
import urllib.request
from pathlib import Path

import pytest

from tests.running import RunningSite

pytestmark = pytest.mark.xdist_group("site")

LISTENERS, CONNECTIONS = 50, 8
BULLETIN = "/news/special-issue-no-24/"
SIP = 16 * 1024
FEW, MANY = 500, 5_000
GROWTH = 1.1


class Client:
    """One connection that stays. ``home`` is the address on the loopback from which it comes."""

    def __init__(self, site: RunningSite, home: str = "127.0.0.1") -> None:
        host, port = site.url.removeprefix("http://").split(":")
        self.host, self.port, self.home = host, int(port), home

    async def __aenter__(self) -> Client:
        self.reader, self.writer = await asyncio.open_connection(
            self.host, self.port, local_addr=(self.home, 0), limit=SIP
        )
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.writer.close()

    async def ask(self, path: str) -> tuple[int, int]:
        """Asks, and reads the head of the answer: status and length of the body."""
        lines = f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept-Encoding: gzip\r\n\r\n"
        self.writer.write(lines.encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        return int(head.split()[1]), int(re.findall(r"content-length: (\d+)", head)[0])

    async def page(self, path: str) -> int:
        """Asks and reads all of it; the status."""
        status, length = await self.ask(path)
        await self.reader.readexactly(length)
        return status


def longest_recording(site: RunningSite) -> str:
    with urllib.request.urlopen(f"{site.url}/music/kazakhstan-music/") as answer:
        found = set(re.findall(r'"(/music/audio/[^"]+)"', answer.read().decode()))

    def size(address: str) -> int:
        with urllib.request.urlopen(urllib.request.Request(site.url + address, method="HEAD")) as answer:
            return int(answer.headers["Content-Length"])

    return max(found, key=size)


async def many_pages(site: RunningSite, paths: list[str], count: int) -> list[int]:
    """The statuses of so many pages, over a few connections at once."""

    async def some(share: int) -> list[int]:
        async with Client(site) as client:
            return [await client.page(paths[number % len(paths)]) for number in range(share)]

    parts = await asyncio.gather(*(some(count // CONNECTIONS) for _connection in range(CONNECTIONS)))
    return [status for part in parts for status in part]


def test_pages_answer_while_fifty_listen(running_site: RunningSite) -> None:
    address = longest_recording(running_site)

    async def listen(number: int, begun: asyncio.Queue[int], end: asyncio.Event) -> int:
        """Takes the beginning, then nothing until all is over, as a paused player does; how much came."""
        async with Client(running_site, f"127.0.0.{2 + number % 10}") as client:
            status, length = await client.ask(address)
            taken = len(await client.reader.readexactly(min(SIP, length)))
            begun.put_nowait(status)
            await end.wait()
            return taken

    async def scene() -> tuple[list[int], list[int], list[int]]:
        begun: asyncio.Queue[int] = asyncio.Queue()
        end = asyncio.Event()
        crowd = [asyncio.create_task(listen(number, begun, end)) for number in range(LISTENERS)]
        statuses = [await begun.get() for _listener in range(LISTENERS)]
        # With a parameter that no page knows, it is made for this visitor alone.
        pages = await many_pages(running_site, [BULLETIN, "/", f"{BULLETIN}?fresh=1"], 120)
        end.set()
        return statuses, pages, await asyncio.gather(*crowd)

    statuses, pages, taken = asyncio.run(asyncio.wait_for(scene(), 300))
    assert statuses == [200] * LISTENERS
    assert pages == [200] * 120
    assert min(taken) == SIP


def resident(pid: int) -> int:
    """Kilobytes of memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_the_server_does_not_grow_with_what_it_has_answered(running_site: RunningSite) -> None:
    if running_site.pid is None or not Path("/proc/self/status").exists():
        pytest.skip("reads the memory of a process where Linux shows it")
    paths = [BULLETIN, "/", "/news/", "/events/", "/music/", "/kk/", "/nowhere/", "/search/?q=embassy"]
    kept = paths[:6]
    first = asyncio.run(many_pages(running_site, paths, 80))
    assert set(first) == {200, 404}
    assert set(asyncio.run(many_pages(running_site, kept, FEW))) == {200}
    before = resident(running_site.pid)
    assert set(asyncio.run(many_pages(running_site, kept, MANY))) == {200}
    assert resident(running_site.pid) <= before * GROWTH
