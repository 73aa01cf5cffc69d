"""The figures of the table about pages: what is measured against what, and how high the bar lies."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks import front
from benchmarks.measure import CODED, Effort, Row, fetch, in_turns, resident, sound
from benchmarks.scale import pages_among_many
from benchmarks.servers import BULLETIN, BYTES, ROOT, Site, free_port, make_bare, run, server

MANY = 10_000
FEW_REQUESTS, MANY_REQUESTS = 1_000, 100_000
# Pages that exist, by number and by list, so that the room of the cache is used.
MIXED = """
n = 0
function request()
  n = n + 1
  local address = "/news/load-" .. (n % 100 + 1) .. "/"
  if n % 10 == 0 then address = "/news/?page=" .. (n / 10 % 10 + 1) end
  return wrk.format("GET", address, {["Accept-Encoding"] = "gzip"})
end
"""


@dataclass
class Ground:
    """What all figures stand on: a folder, how much effort is wanted, and the sites, built when first asked for."""

    folder: Path
    effort: Effort
    is_quick: bool
    _site: Site | None = None
    _bare: Path | None = None
    _many: Site | None = None

    @property
    def site(self) -> Site:
        if self._site is None:
            print("Building this site with the demonstration and 100 of everything …", flush=True)
            self._site = Site(self.folder / "few")
        return self._site

    @property
    def many_count(self) -> int:
        return 1_000 if self.is_quick else MANY

    @property
    def many(self) -> Site:
        """A copy of the site with many more of everything."""
        if self._many is None:
            shutil.copytree(self.site.var, self.folder / "many")
            print(f"Making it {self.many_count} of everything …", flush=True)
            self._many = Site(self.folder / "many", self.many_count)
        return self._many

    @property
    def bare(self) -> Path:
        if self._bare is None:
            (self.folder / "bare").mkdir()
            self._bare = make_bare(self.folder / "bare")
        return self._bare

    def rate(self, url: str, connections: int, *options: str) -> float:
        return sound(url, connections, *options, seconds=self.effort.seconds)["rate"]

    def median(self, url: str, *options: str) -> float:
        return sound(url, 1, *options, seconds=self.effort.seconds)["median"]


def cached_pages(ground: Ground) -> Iterator[Row]:
    """A kept bulletin against the same bytes: from memory in the same server, and as a file of nginx."""
    folder = ground.folder
    with ground.site.served(cached=True) as (url, _pid):
        body = fetch(url + BULLETIN, **{"Accept-Encoding": "gzip"})
        (folder / "body").write_bytes(body)
        (folder / "only_bytes.py").write_text(BYTES)
        root = folder / "root" / BULLETIN.strip("/")
        root.mkdir(parents=True)
        (root / "index.html").write_bytes(body)
        memory = server("only_bytes:application", folder, BODY=str(folder / "body"))
        files = front.nginx(folder / "files", *front.files(folder / "files", folder / "root"))
        with memory as (other, _other_pid), files as static:
            for connections in (8, 64):
                targets = [url + BULLETIN, other + BULLETIN, static + BULLETIN]
                figures = [partial(ground.rate, target, connections, *CODED) for target in targets]
                ours, theirs, plain = in_turns(ground.effort, *figures)
                at = f"{connections} connections"
                yield Row(f"kept bulletin / same bytes from memory, {at}", "req/s", [ours, theirs], 0.7)
                yield Row(f"kept bulletin / same bytes as a file of nginx, {at}", "req/s", [ours, plain], 0.25)


def behind_nginx(ground: Ground) -> Iterator[Row]:
    """A bulletin through our nginx against nginx's cache before an application that has nothing but its bytes."""
    folder, site = ground.folder, ground.site
    with site.served(cached=True) as (url, _pid):
        (folder / "body").write_bytes(fetch(url + BULLETIN, **{"Accept-Encoding": "gzip"}))
        (folder / "only_bytes.py").write_text(BYTES)
        with server("only_bytes:application", folder, BODY=str(folder / "body")) as (other, _other_pid):
            upstream = int(other.rpartition(":")[2])
            ours = front.nginx(folder / "front", *front.site(folder / "front", site.port, site.var))
            theirs = front.nginx(folder / "cache", *front.few_bytes(folder / "cache", upstream))
            with ours as one, theirs as two:
                fetch(one + BULLETIN), fetch(two + BULLETIN)
                figures = [partial(ground.rate, target + BULLETIN, 8, *CODED) for target in (one, two)]
                name = "kept bulletin behind nginx / few bytes behind nginx's cache"
                yield Row(name, "req/s", in_turns(ground.effort, *figures), 0.8)


def cold_pages(ground: Ground) -> Iterator[Row]:
    """Pages that nobody keeps, in a warm process, against a page of ``wagtail start``."""
    bare = server("asgi:application", ground.bare)
    with ground.site.served(cached=False) as (url, _pid), bare as (other, _other_pid):
        for target in (url + BULLETIN, other + BULLETIN, url + "/"):
            for _warm in range(10):
                fetch(target)
        for connections in (1, 4):
            figures = [partial(ground.rate, target, connections) for target in (url + BULLETIN, other + BULLETIN)]
            at = f"{connections} connection{'s' if connections > 1 else ''}"
            name = f"cold bulletin / page of wagtail start, {at}"
            yield Row(name, "req/s", in_turns(ground.effort, *figures), 0.5)
        figures = [partial(ground.rate, target, 4) for target in (url + "/", other + BULLETIN)]
        yield Row("cold home / page of wagtail start, 4 connections", "req/s", in_turns(ground.effort, *figures), None)


def among_many(ground: Ground) -> Iterator[Row]:
    """The same bulletin where there are a hundred times as many."""
    many, count = ground.many, ground.many_count
    with ground.site.served(cached=False) as (url, _pid), many.served(cached=False) as (other, _other_pid):
        for target in (url + BULLETIN, other + BULLETIN):
            for _warm in range(10):
                fetch(target)
        figures = [partial(ground.median, target + BULLETIN) for target in (other, url)]
        name = f"cold bulletin among {count:,} / among 100"
        yield Row(name, "ms", in_turns(ground.effort, *figures), 1.3, is_most=True)


def at_scale(ground: Ground) -> Iterator[Row]:
    """Lists, archive, search and the admin where there are a hundred times as many."""
    yield from pages_among_many(ground.site, ground.many, ground.many_count, ground.effort)


def full_month(ground: Ground) -> Iterator[Row]:
    """A month of 500 events and 200 rules against an empty one of the same site."""
    folder = ground.folder / "crowded"
    shutil.copytree(ground.site.var, folder)
    site = Site(folder)
    run("-m", "benchmarks.crowded", "500", "200", folder=ROOT, **site.environment)
    with site.served(cached=False) as (url, _pid):
        full, empty = f"{url}/events/2031/03/", f"{url}/events/2041/03/"
        for target in (full, empty):
            for _warm in range(10):
                fetch(target)
        figures = [partial(ground.median, target) for target in (full, empty)]
        name = "cold month of 500 events and 200 rules / empty month"
        yield Row(name, "ms", in_turns(ground.effort, *figures), 3, is_most=True)


def memory(ground: Ground) -> Iterator[Row]:
    """What the process holds after many requests, against after the first thousand."""
    many = MANY_REQUESTS // (10 if ground.is_quick else 1)
    script = ground.folder / "mixed.lua"
    script.write_text(MIXED)
    with ground.site.served(cached=True) as (url, pid):
        done, after_few = 0.0, 0.0
        while done < many:
            done += sound(url, 8, "-s", str(script), seconds=1 if done < FEW_REQUESTS else 5)["count"]
            after_few = after_few or (resident(pid) if done >= FEW_REQUESTS else 0.0)
        name = f"memory of the process after {done:,.0f} requests / after the first"
        yield Row(name, "MB", [[resident(pid)], [after_few]], 1.1, is_most=True)


def first_answer(ground: Ground) -> Iterator[Row]:
    """From the command to the first page, where everything was set up before."""
    rounds = Effort(ground.effort.seconds, min(3, ground.effort.rounds))
    env_file = ROOT / ".env"
    was_there = env_file.exists()
    try:
        times = in_turns(rounds, partial(_start_site, ground.site), partial(_start_bare, ground.bare))
    finally:
        if not was_there:
            env_file.unlink(missing_ok=True)
    yield Row("first page after make run / after runserver of wagtail start", "s", times, 3, is_most=True)


def _start_site(site: Site) -> float:
    port = free_port()
    environment = {**site.environment, "BASE_URL": f"http://127.0.0.1:{port}", "PORT": str(port)}
    return _until_page(["make", "run", f"PORT={port}"], ROOT, port, environment)


def _start_bare(folder: Path) -> float:
    port = free_port()
    environment = {"DJANGO_SETTINGS_MODULE": "bare.settings.measured"}
    python = str(ROOT / ".venv" / "bin" / "python")
    return _until_page([python, "manage.py", "runserver", f"127.0.0.1:{port}"], folder, port, environment)


def _until_page(command: list[str], folder: Path, port: int, environment: dict[str, str]) -> float:
    quiet, began = subprocess.DEVNULL, time.monotonic()
    process = subprocess.Popen(  # noqa: S603  # our own words
        command, cwd=folder, env={**os.environ, **environment}, stdout=quiet, stderr=quiet, start_new_session=True
    )
    try:
        while process.poll() is None:
            try:
                fetch(f"http://127.0.0.1:{port}/")
                return time.monotonic() - began
            except urllib.error.HTTPError as refused:
                raise SystemExit(f"{' '.join(command)}: the first page was an error {refused.code}.") from None
            except OSError:
                time.sleep(0.02)
        raise SystemExit(f"{' '.join(command)} ended before its first page.")
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait()
