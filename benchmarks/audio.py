"""What analysing recordings costs, on one core and in memory, and what damaged files do to it.

    .venv/bin/python -m benchmarks.audio                 # speed and memory, some minutes
    .venv/bin/python -m benchmarks.audio --damaged 300   # and so many damaged files of each format

The bars: decoding, peaks and loudness together at least 60 times real time for MP3; memory that grows by at most
100 MB from one minute to three hours; no damaged file that costs more than itself. Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from array import array
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import av

from music.recipes import RECIPES

RATE = 44100
# Format: container, encoder, sample format, bits a second.
FORMATS = {
    "mp3": ("mp3", "libmp3lame", "s16p", 128_000),
    "m4a": ("ipod", "aac", "fltp", 128_000),
    "ogg": ("ogg", "vorbis", "fltp", 128_000),
    "opus": ("ogg", "libopus", "s16", 96_000),
    "flac": ("flac", "flac", "s16", None),
    "wav": ("wav", "pcm_s16le", "s16", None),
}
LENGTHS = {"1 min": 1, "10 min": 10, "3 h": 180}
SPEED_BAR, GROWTH_BAR_MB = 60, 100


def minute() -> bytes:
    """A minute of stereo: tones over noise, as hard for an encoder as music."""
    chance, values = random.Random(1), array("h")  # noqa: S311  # no secret
    for at in range(RATE * 4):
        tone = 6000 * math.sin(at * 2 * math.pi * 220 / RATE) + 3000 * math.sin(at * 2 * math.pi * 1333 / RATE)
        left = tone + chance.uniform(-2500, 2500)
        values.extend((int(left), int(0.7 * left + chance.uniform(-900, 900))))
    return values.tobytes() * 15


def encoded(path: Path, kind: str, pcm: bytes) -> None:
    """One minute in a format."""
    container, encoder, layout, bit_rate = FORMATS[kind]
    rate = 48000 if kind == "opus" else RATE
    with av.open(str(path), "w", format=container) as out:
        # FFmpeg's own Vorbis encoder has to be asked twice.
        stream: Any = out.add_stream(encoder, rate=rate, layout="stereo", format=layout, options={"strict": "-2"})
        if bit_rate:
            stream.bit_rate = bit_rate
        resampler = av.AudioResampler(layout, "stereo", rate, frame_size=stream.frame_size or 4096)
        frame = av.AudioFrame("s16", "stereo", len(pcm) // 4)
        frame.sample_rate = RATE
        frame.planes[0].update(pcm)
        frame.pts = 0
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))


def lengthened(source: Path, target: Path, times: int) -> None:
    """The packets of a recording, again and again."""
    with av.open(str(source)) as one:
        packets = [(bytes(packet), packet.duration) for packet in one.demux(one.streams.audio[0]) if packet.size]
        with av.open(str(target), "w", format=FORMATS[source.suffix[1:]][0]) as out:
            stream: Any = out.add_stream_from_template(one.streams.audio[0])
            base: Any = one.streams.audio[0].time_base
            at = 0
            for _again in range(times):
                for data, duration in packets:
                    packet = av.Packet(data)
                    packet.stream, packet.time_base = stream, base
                    packet.pts = packet.dts = at
                    packet.duration = duration
                    at += duration or 1
                    out.mux(packet)


def child(job: dict[str, Any]) -> tuple[dict[str, Any], float, float]:
    """What the site's own process answers, its processor seconds, and its greatest memory in MB."""
    asked = {"cpu_seconds": 3600, "memory_mb": 4096, **job}
    process = subprocess.Popen([sys.executable, "-m", "music.listening"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None  # noqa: S101  # asked for above
    assert process.stdout is not None  # noqa: S101  # as above
    process.stdin.write(json.dumps(asked).encode())
    process.stdin.close()
    told = process.stdout.read()
    process.stdout.close()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return json.loads(told or b'{"error": "died"}'), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def speeds(folder: Path) -> bool:
    """Tells speed and memory by format and length; whether the bars are kept."""
    pcm, kept = minute(), True
    print(f"{'format':8}{'length':>8}{'size MB':>10}{'x real time':>13}{'peak MB':>10}")
    for kind in FORMATS:
        short, memories = folder / f"minute.{kind}", []
        encoded(short, kind, pcm)
        for name, minutes in LENGTHS.items():
            path = folder / f"long.{kind}"
            lengthened(short, path, minutes)
            found, seconds, memory = child({"work": "measure", "source": str(path)})
            times = found["duration_ms"] / 1000 / seconds
            memories.append(memory)
            print(f"{kind:8}{name:>8}{path.stat().st_size / 1e6:>10.1f}{times:>13.0f}{memory:>10.0f}", flush=True)
            # The start of the process weighs in a minute, which is not what is promised.
            kept &= kind != "mp3" or name == "1 min" or times >= SPEED_BAR
            path.unlink()
        kept &= memories[-1] - memories[0] <= GROWTH_BAR_MB
    return kept


def encoding_speeds(folder: Path) -> None:
    """Tells how fast the renditions are made of ten minutes of MP3."""
    source = folder / "ten.mp3"
    lengthened(folder / "minute.mp3", source, 10)
    for kind in RECIPES:
        job = {
            "work": "encode",
            "source": str(source),
            "target": str(folder / "made"),
            "kind": kind,
            "gain_db": -1.0,
            "is_close": False,
        }
        _found, seconds, memory = child(job)
        print(f"{kind:16}{600 / seconds:>23.0f}{memory:>10.0f}", flush=True)


def injured(kind: str, number: int, folder: Path) -> str:
    """What becomes of one damaged file: refused, measured and encoded, or failed with its reason."""
    from music.metadata import Limits, read_metadata
    from music.refusals import Refused
    from tests.music.damage import damaged

    data = damaged(kind, number)
    try:
        read_metadata(BytesIO(data), "a", Limits())
    except Refused as refused:
        return f"refused: {refused.code}"
    path = folder / f"{kind}-{number}"
    path.write_bytes(data)
    limits = {"cpu_seconds": 20, "memory_mb": 1024}
    found, _seconds, _memory = child({"work": "measure", "source": str(path), **limits})
    if "error" not in found:
        target = Path(f"{path}.made")
        made = {"target": str(target), "kind": "opus-96", "gain_db": 0.0, "is_close": True}
        found = child({"work": "encode", "source": str(path), **made, **limits})[0]
        target.unlink(missing_ok=True)
    path.unlink()
    return f"failed: {found['error']}" if "error" in found else "done"


def damages(each: int, folder: Path) -> None:
    """Tells what became of damaged files; an exception that is no refusal ends the run."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    django.setup()
    from tests.music import audio_files as files

    for kind in files.KINDS:
        files.plain(kind, 0.5)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            ends = collections.Counter(pool.map(lambda number, of=kind: injured(of, number, folder), range(each)))
        told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
        print(f"{kind:6}{sum(ends.values()):>5} files: {told}", flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--damaged", type=int, default=0, help="So many damaged files of each format.")
    options.add_argument("--only-damaged", action="store_true")
    asked = options.parse_args()
    began, kept = time.monotonic(), True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not asked.only_damaged:
            kept = speeds(folder)
            encoding_speeds(folder)
        if asked.damaged:
            damages(asked.damaged, folder)
    print(f"{time.monotonic() - began:.0f} s; the bars are {'kept' if kept else 'not kept'}.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
