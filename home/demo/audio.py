"""The recordings of the demonstration: played by our own strings, encoded with PyAV, tagged with mutagen.

The same script gives the same music everywhere; nothing is downloaded and no recording lies in the repository.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, ID3, TALB, TCOM, TCON, TCOP, TDRC, TIT2, TIT3, TLAN, TPE1, TRCK
from mutagen.oggopus import OggOpus

from home.demo.cover_art import SIZE, draw_cover
from home.demo.dombra import RATE, Stroke, perform
from home.demo.kuys import bells, breeze, dawn, road

ARTIST = "Домбыра (көрсетілім)"
ALBUM = "Kazakhstan Music"
COMPOSER = "Written for the demonstration"
GENRE = "Күй"
YEAR = "2025"
RIGHTS = "Free to share (CC0 1.0)"


@dataclass(frozen=True)
class Plan:
    """What is played, for how long, and how it is stored."""

    name: str
    titles: dict[str, str]
    play: Callable[[], list[Stroke]]
    seconds: float
    cover: str
    container: str
    codec: str
    layout: str
    bit_rate: int | None

    @property
    def subtitle(self) -> str:
        return f"{self.titles['en']} / {self.titles['ru']}"


PLANS = (
    Plan(
        "music-sample-1.mp3", {"kk": "Дала таңы", "ru": "Рассвет в степи", "en": "Dawn on the steppe"},
        dawn, 72, "four", "mp3", "libmp3lame", "s16p", 96000,
    ),
    Plan(
        "music-sample-2.opus", {"kk": "Көктем самалы", "ru": "Весенний ветерок", "en": "Spring breeze"},
        breeze, 54, "eight", "ogg", "libopus", "s16", 64000,
    ),
    Plan(
        "music-sample-3.flac", {"kk": "Алыс жол", "ru": "Долгий путь", "en": "The long road"},
        road, 88, "sixteen", "flac", "flac", "s16", None,
    ),
)  # fmt: skip
SHORT = Plan("harbour-bells.opus", {}, bells, 16, "", "ogg", "libopus", "s16", 48000)


def _encode(path: Path, pcm: bytes, plan: Plan) -> None:
    """Mono 16-bit samples into the plan's format."""
    # Opus knows 48 kHz only.
    rate = 48000 if plan.codec == "libopus" else RATE
    with av.open(str(path), "w", format=plan.container) as file:
        stream: Any = file.add_stream(plan.codec, rate=rate, layout="mono", format=plan.layout)
        if plan.bit_rate:
            stream.bit_rate = plan.bit_rate
        resampler = av.AudioResampler(plan.layout, "mono", rate, frame_size=stream.frame_size or 4096)
        frame = av.AudioFrame("s16", "mono", len(pcm) // 2)
        frame.sample_rate = RATE
        frame.planes[0].update(pcm)
        frame.pts = 0
        for piece in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(piece))
        file.mux(stream.encode(None))


def _comment(plan: Plan) -> dict[str, str]:
    """One sentence on the piece in each language, by ISO 639-2 code."""
    return {
        "kaz": f"{plan.titles['kk']}: көрсетілім үшін жазылған шығарма.",
        "rus": f"{plan.titles['ru']}: пьеса, написанная для демонстрации.",
        "eng": f"{plan.titles['en']}: a piece written for the demonstration.",
    }


def _tag_id3(path: Path, plan: Plan, track: str, cover: bytes) -> None:
    tags = ID3()
    for frame, text in (
        (TIT2, plan.titles["kk"]), (TIT3, plan.subtitle), (TPE1, ARTIST), (TALB, ALBUM), (TCOM, COMPOSER),
        (TCON, GENRE), (TDRC, YEAR), (TRCK, track), (TLAN, "kaz"), (TCOP, RIGHTS),
    ):  # fmt: skip
        tags.add(frame(encoding=3, text=text))
    for language, sentence in _comment(plan).items():
        tags.add(COMM(encoding=3, lang=language, desc="", text=sentence))
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=cover))
    tags.save(path)


def _tag_vorbis(path: Path, plan: Plan, track: str, cover: bytes) -> None:
    file: Any = FLAC(path) if plan.codec == "flac" else OggOpus(path)
    file.update(
        {
            "title": plan.titles["kk"], "subtitle": plan.subtitle, "artist": ARTIST, "album": ALBUM,
            "composer": COMPOSER, "genre": GENRE, "date": YEAR, "tracknumber": track, "language": "kaz",
            "copyright": RIGHTS,
            "comment": list(_comment(plan).values()),
        }
    )  # fmt: skip
    block = Picture()
    block.type, block.mime, block.data = 3, "image/jpeg", cover
    block.width, block.height, block.depth = SIZE, SIZE, 24
    if plan.codec == "flac":
        file.add_picture(block)
    else:
        file["metadata_block_picture"] = [base64.b64encode(block.write()).decode("ascii")]
    file.save()


def make_samples(folder: Path) -> list[Path]:
    """Plays, encodes and tags the three recordings into `folder`."""
    made = []
    for number, plan in enumerate(PLANS, start=1):
        path = folder / plan.name
        _encode(path, perform(plan.play(), plan.seconds, seed=number), plan)
        tag = _tag_id3 if plan.codec == "libmp3lame" else _tag_vorbis
        tag(path, plan, f"{number}/{len(PLANS)}", draw_cover(plan.cover))
        made.append(path)
    return made


def make_short(folder: Path) -> list[Path]:
    """One short recording that says nothing of itself and carries no cover."""
    path = folder / SHORT.name
    _encode(path, perform(SHORT.play(), SHORT.seconds, seed=4), SHORT)
    return [path]
