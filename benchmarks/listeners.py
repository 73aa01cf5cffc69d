"""A crowd that hears one recording at the rate at which it plays, again and again; a process of its own.

python -m benchmarks.listeners http://127.0.0.1:8000 /music/audio/… 200
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

RATE = 32 * 1024  # bytes a second, of each listener
ARRIVAL_S = 0.004  # one after another
RETRY_S = 0.5


async def _listen(host: str, port: int, address: str) -> None:
    request = f"GET {address} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode()
    while True:
        try:
            ear = socket.create_connection((host, port))
            # As over a line: what is not heard yet waits with the server, and not in megabytes of this machine.
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RATE)
            reader, writer = await asyncio.open_connection(sock=ear, limit=RATE)
            writer.write(request)
            while await reader.read(RATE):
                await asyncio.sleep(1)
            writer.close()
        except OSError:
            await asyncio.sleep(RETRY_S)


async def _come(host: str, port: int, address: str, count: int) -> None:
    async with asyncio.TaskGroup() as group:
        for _listener in range(count):
            group.create_task(_listen(host, port, address))
            await asyncio.sleep(ARRIVAL_S)


@contextmanager
def crowd(url: str, address: str, count: int) -> Iterator[None]:
    """The listeners are there while the context lasts."""
    command = [sys.executable, "-m", "benchmarks.listeners", url, address, str(count)]
    process = subprocess.Popen(command)  # noqa: S603  # our own words
    try:
        time.sleep(2 + count * ARRIVAL_S * 2)
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    place, port_text = sys.argv[1].removeprefix("http://").split(":")
    asyncio.run(_come(place, int(port_text), sys.argv[2], int(sys.argv[3])))
