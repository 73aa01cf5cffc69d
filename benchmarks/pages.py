"""How fast pages are, as ratios of figures that were taken in turns in one run. Takes about ten minutes.

    sudo apt-get install wrk
    .venv/bin/python -m benchmarks.pages

Everything happens on the loopback of this machine, at a bounded number of connections and for a bounded time. Only
the ratios mean something elsewhere, and only where nothing else was running.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable
from pathlib import Path

from benchmarks.servers import BULLETIN, BYTES, Site, make_bare, server

SECONDS, ROUNDS = 3, 5
LISTENERS, RATE = 200, 32 * 1024
FEW, MANY = 1_000, 100_000
MORE_BULLETINS = 9_900
CODED = ("-H", "Accept-Encoding: gzip")


def wrk(url: str, connections: int, *options: str, seconds: float = SECONDS) -> dict[str, float]:
    """Requests a second, the median in ms, and how many requests there were. Raises SystemExit for failed ones."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", *options, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own words
    if "Non-2xx" in said:
        raise SystemExit(f"{url} did not answer as it should:\n{said}")
    median, unit = re.findall(r"50%\s+([\d.]+)(us|ms|s)", said)[0]
    return {
        "rate": float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]),
        "median": float(median) * {"us": 0.001, "ms": 1, "s": 1000}[unit],
        "count": float(re.findall(r"(\d+) requests in", said)[0]),
    }


def in_turns(one: Callable[[], float], other: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Both figures, taken in turns, so that what else the machine does falls on both."""
    pairs = [(one(), other()) for _round in range(ROUNDS)]
    return [first for first, _second in pairs], [second for _first, second in pairs]


def say(name: str, ones: list[float], others: list[float], bound: str) -> None:
    ratios = [one / other for one, other in zip(ones, others, strict=True)]
    figures = f"{statistics.median(ones):10.1f}{statistics.median(others):10.1f}{statistics.median(ratios):8.2f}"
    print(f"{name:44}{figures}   {min(ratios):.2f} to {max(ratios):.2f}   {bound}", flush=True)


def fetch(url: str, **headers: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:  # noqa: S310  # the loopback
        found: bytes = answer.read()
    return found


def resident(pid: int) -> float:
    """Megabytes of memory now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def against_bytes(site: Site, folder: Path) -> None:
    with site.served(cached=True) as (url, _pid):
        (folder / "body").write_bytes(fetch(url + BULLETIN, **{"Accept-Encoding": "gzip"}))
        (folder / "only_bytes.py").write_text(BYTES)
        with server("only_bytes:application", folder, BODY=str(folder / "body")) as (other, _other_pid):
            found = in_turns(
                lambda: wrk(url + BULLETIN, 8, *CODED)["rate"], lambda: wrk(other + BULLETIN, 8, *CODED)["rate"]
            )
    say("cached bulletin / bytes from memory, req/s", *found, "at least 0.7")


def memory(site: Site, folder: Path) -> None:
    """Asks in turn for pages that exist and pages that do not, so that the room of the cache is used."""
    script = folder / "mixed.lua"
    script.write_text(
        'n = 0\nfunction request()\n  n = n + 1\n  local address = "/news/load-" .. (n % 100 + 1) .. "/"\n'
        '  if n % 10 == 0 then address = "/news/?page=" .. (n / 10 % 10 + 1) end\n'
        '  return wrk.format("GET", address, {["Accept-Encoding"] = "gzip"})\nend\n'
    )
    with site.served(cached=True) as (url, pid):
        done, after_few = 0.0, 0.0
        while done < MANY:
            done += wrk(url, 8, "-s", str(script), seconds=1 if done < FEW else 10)["count"]
            after_few = after_few or (resident(pid) if done >= FEW else 0.0)
        say(f"memory after {done:.0f} requests / the first, MB", [resident(pid)], [after_few], "at most 1.1")


async def listen(url: str, host: str, port: int) -> None:
    """Takes a recording at the rate at which it plays, again and again."""
    while True:
        reader, writer = await asyncio.open_connection(host, port, limit=RATE)
        writer.write(f"GET {url} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        while await reader.read(RATE):
            await asyncio.sleep(1)
        writer.close()


def crowd(url: str, address: str) -> None:
    """The process of the listeners."""
    host, port = url.removeprefix("http://").split(":")

    async def all_of_them() -> None:
        await asyncio.gather(*(listen(address, host, int(port)) for _listener in range(LISTENERS)))

    asyncio.run(all_of_them())


def beside_listeners(site: Site) -> None:
    for cached in (True, False):
        with site.served(cached=cached) as (url, _pid):
            address = re.findall(rb'"(/music/audio/[^"]+)"', fetch(f"{url}/music/?page=2"))[0].decode()
            fetch(url + BULLETIN)

            def alone(url: str = url) -> float:
                return wrk(url + BULLETIN, 1, *CODED)["median"]

            def among(url: str = url, address: str = address) -> float:
                command = [sys.executable, "-m", "benchmarks.pages", url, address]
                listeners = subprocess.Popen(command)  # noqa: S603  # our own words
                try:
                    subprocess.run(["sleep", "2"], check=True)  # noqa: S607
                    return wrk(url + BULLETIN, 1, *CODED)["median"]
                finally:
                    listeners.terminate()
                    listeners.wait()

            kind = "cached" if cached else "cold"
            say(f"{kind} bulletin, {LISTENERS} listeners / none, ms", *in_turns(among, alone), "at most 1.5")


def against_bare(site: Site, folder: Path) -> None:
    bare = make_bare(folder)
    with site.served(cached=False) as (url, _pid), server("asgi:application", bare) as (other, _other_pid):
        fetch(url + BULLETIN), fetch(other + BULLETIN)
        found = in_turns(lambda: wrk(url + BULLETIN, 4)["rate"], lambda: wrk(other + BULLETIN, 4)["rate"])
    say("cold bulletin / page of `wagtail start`, req/s", *found, "at least 0.5")


def among_many(few: Site, many: Site) -> None:
    many.grow(MORE_BULLETINS)
    with few.served(cached=False) as (url, _pid), many.served(cached=False) as (other, _other_pid):
        fetch(url + BULLETIN), fetch(other + BULLETIN)
        found = in_turns(lambda: wrk(other + BULLETIN, 1)["median"], lambda: wrk(url + BULLETIN, 1)["median"])
    say("bulletin among 10,000 / among 100, cold, ms", *found, "at most 1.3")


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is missing. It comes with: sudo apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="embassy-pages-") as name:
        folder = Path(name)
        (folder / "bare").mkdir()
        print("Two sites are being built …", flush=True)
        site = Site(folder / "few")
        many = Site(folder / "many")
        print(f"{'':44}{'one':>10}{'other':>10}{'ratio':>8}   {'of ' + str(ROUNDS) + ' rounds':14}bound", flush=True)
        against_bytes(site, folder)
        against_bare(site, folder / "bare")
        among_many(site, many)
        beside_listeners(site)
        memory(site, folder)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        crowd(sys.argv[1], sys.argv[2])
    else:
        main()
