"""The figures of the table about recordings: how fast they travel, and what pages suffer from those who listen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from benchmarks import front
from benchmarks.figures import Ground
from benchmarks.listeners import crowd
from benchmarks.measure import CODED, Row, fetch, in_turns, resident, wrk
from benchmarks.measure import sound as measured
from benchmarks.servers import BULLETIN, Site

RANGE = 256 * 1024
RANGED = ("-H", f"Range: bytes=0-{RANGE - 1}")
LISTENERS, MORE_LISTENERS = 200, 1_000
GROWTH_MB = 150
ACCEL = {"AUDIO_DELIVERY": "x-accel"}


def recording(url: str) -> str:
    """The address of the longest recording of the demonstration's programme."""
    page = fetch(f"{url}/music/kazakhstan-music/").decode()
    found = set(re.findall(r'"(/music/audio/[^"]+)"', page))
    return max(found, key=lambda address: len(fetch(url + address)))


def _as_file(ground: Ground, url: str, address: str) -> front.Files:
    """nginx with the same recording as a file under the same address."""
    target = ground.folder / "audio" / address.strip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(fetch(url + address))
    return front.nginx(ground.folder / "audio-files", *front.files(ground.folder / "audio", ground.folder / "audio"))


def ranges(ground: Ground) -> Iterator[Row]:
    """Parts of a recording: through our process, and through X-Accel, against a file of nginx."""

    def speed(url: str, address: str, connections: int) -> float:
        return measured(url + address, connections, *RANGED, seconds=ground.effort.seconds)["rate"] * RANGE / 1e6

    for name, bar, more in (("own stream", 0.6, {}), ("X-Accel", 0.4, ACCEL)):
        with ground.site.served(cached=True) as (plain, _pid):
            address = recording(plain)
            files = _as_file(ground, plain, address)
        with ground.site.served(cached=True, **more) as (url, _pid), files as static, _front(ground) as through:
            ours = through if more else url
            for connections in (1, 64):
                figures = [partial(speed, target, address, connections) for target in (ours, static)]
                at = f"{connections} connection{'s' if connections > 1 else ''}"
                taken = in_turns(ground.effort, *figures)
                yield Row(f"256 KiB ranges, {name} / file of nginx, {at}", "MB/s", taken, bar)


def _front(ground: Ground) -> front.Files:
    site: Site = ground.site
    return front.nginx(ground.folder / "audio-front", *front.site(ground.folder / "audio-front", site.port, site.var))


def beside_listeners(ground: Ground) -> Iterator[Row]:
    """The median of a page while recordings play, against the same in silence."""
    for cached in (True, False):
        with ground.site.served(cached=cached) as (url, pid):
            address = recording(url)
            fetch(url + BULLETIN)
            grown: list[float] = []

            def alone(url: str = url) -> float:
                return ground.median(url + BULLETIN, *CODED)

            def among(url: str = url, address: str = address, pid: int = pid, grown: list[float] = grown) -> float:
                before = resident(pid)
                with crowd(url, address, LISTENERS):
                    found = ground.median(url + BULLETIN, *CODED)
                    grown.append(resident(pid) - before)
                return found

            name = f"{'kept' if cached else 'cold'} bulletin beside {LISTENERS} listeners / alone"
            yield Row(name, "ms", in_turns(ground.effort, among, alone), 1.5, is_most=True)
            if cached:
                name = f"memory that {LISTENERS} listeners cost the process"
                yield Row(name, "MB", [[max(grown)], [0]], GROWTH_MB, is_most=True)


def a_thousand_listeners(ground: Ground) -> Iterator[Row]:
    """How many pages fail behind nginx while a thousand listen."""
    count = 200 if ground.is_quick else MORE_LISTENERS
    with ground.site.served(cached=True, **ACCEL) as _direct, _front(ground) as through:
        address = recording(through)
        fetch(through + BULLETIN)
        with crowd(through, address, count):
            found = wrk(through + BULLETIN, 4, *CODED, seconds=ground.effort.seconds * 3)
        failed, asked = found["failed"], found["count"]
        yield Row(
            f"pages that fail behind nginx beside {count:,} listeners / all", "pages", [[failed], [asked]], 0, True
        )
