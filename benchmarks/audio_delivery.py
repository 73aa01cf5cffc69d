"""Compares the site's own audio stream with Django's FileResponse, side by side on this machine, in under a minute.

    .venv/bin/python -m benchmarks.audio_delivery

Both run on one uvicorn process each, without middleware or database, so that only the way of the bytes differs. Of
the figures only those of one run may be compared.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ADDRESS = "/music/audio/0123456789abcdef01234567/original/sample.mp3"
REQUEST = f"HEAD {ADDRESS} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
SIZE = 8 * 1024 * 1024
SECONDS = 4.0
LISTENERS = 100
# What one of many listeners takes: 32 KiB at a time, so often.
SIP, PAUSE_SECONDS = 32 * 1024, 0.5
BACKS = ("stream", "FileResponse")


def serve(back: str, port: int, path: str) -> None:
    """The server's process. Imports stand here because the process that measures needs no Django."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django
    import uvicorn
    from django.conf import settings
    from django.core.asgi import get_asgi_application

    django.setup()
    application: Any
    if back == "stream":
        from music import streaming
        from music.access import AudioFile
        from music.conditionals import Validators

        file = AudioFile(path, "sample.mp3", SIZE, "audio/mpeg", "sample.mp3", Validators('"benchmark"', 0), 600)
        streaming.look_up = lambda scope: file
        settings.AUDIO_LISTENERS = settings.AUDIO_LISTENERS_PER_ADDRESS = 1000
        application = streaming.AudioLayer(get_asgi_application())
    else:
        from django.http import FileResponse
        from django.urls import path as route

        settings.MIDDLEWARE = []
        view = lambda request: FileResponse(open(path, "rb"))  # noqa: E731, SIM115  # the response closes it
        settings.ROOT_URLCONF = (route(ADDRESS[1:], view),)
        application = get_asgi_application()
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="error")


@contextmanager
def server(back: str, path: str) -> Iterator[tuple[int, int]]:
    """A server that is up: its port and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-W", "ignore", "-m", "benchmarks.audio_delivery", back, str(port), path]
    process = subprocess.Popen(command)  # noqa: S603  # our own words
    try:
        for _attempt in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def resident_megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def fetch(port: int) -> int:
    """One answer from a connection of its own; the number of its bytes. Blocks, so that the client is no brake."""
    buffer = bytearray(1 << 18)
    taken = 0
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(REQUEST.replace(b"HEAD", b"GET"))
        while count := connection.recv_into(buffer):
            taken += count
    return taken


def throughput(port: int, connections: int) -> float:
    """Megabytes per second over that many connections at once."""
    begun = time.monotonic()

    def again(_connection: int) -> int:
        total = 0
        while time.monotonic() < begun + SECONDS:
            total += fetch(port)
        return total

    with ThreadPoolExecutor(connections) as pool:
        total = sum(pool.map(again, range(connections)))
    return total / 1e6 / (time.monotonic() - begun)


async def sip(port: int) -> None:
    """A listener who takes the file slowly."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=SIP)
    writer.write(REQUEST.replace(b"HEAD", b"GET"))
    while await reader.read(SIP):
        await asyncio.sleep(PAUSE_SECONDS)
    writer.close()


async def first_byte_while_others_listen(port: int) -> float:
    """Milliseconds to the headers of a HEAD request, the median of 20, while many listeners sip."""
    crowd = [asyncio.create_task(sip(port)) for _listener in range(LISTENERS)]
    await asyncio.sleep(1.5)
    times = []
    for _request in range(20):
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(REQUEST)
        await reader.readline()
        times.append(time.monotonic() - begun)
        writer.close()
    for task in crowd:
        task.cancel()
    await asyncio.gather(*crowd, return_exceptions=True)
    return sorted(times)[len(times) // 2] * 1000


def measure(port: int, pid: int) -> dict[str, float]:
    fetch(port)
    return {
        "MB/s, 1 connection": throughput(port, 1),
        "MB/s, 16 connections": throughput(port, 16),
        f"ms to an answer beside {LISTENERS} listeners": asyncio.run(first_byte_while_others_listen(port)),
        "MB of memory at most": resident_megabytes(pid),
    }


def main() -> None:
    found: dict[str, dict[str, float]] = {}
    with tempfile.NamedTemporaryFile(suffix=".mp3") as file:
        file.write(os.urandom(SIZE))
        file.flush()
        for back in BACKS:
            with server(back, file.name) as (port, pid):
                found[back] = measure(port, pid)
    own, other = (found[back] for back in BACKS)
    print(f"{'':42}{BACKS[0]:>12}{BACKS[1]:>14}{'ratio':>8}")
    for name, value in own.items():
        print(f"{name:42}{value:12.1f}{other[name]:14.1f}{value / other[name]:8.2f}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        serve(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        main()
