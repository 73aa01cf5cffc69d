"""Encodes a recording anew: smaller, in a format for browsers, with one linear gain. Pure: paths in, a file out.

It runs in the same process apart as the measuring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import av

from music.measuring import Sound, Undecodable, chain, drain

# Raised when the same recipe would give other bytes, so that what is there is made again.
EDITION = 1


@dataclass(frozen=True)
class Recipe:
    """How one kind of rendition is made. `rates` are those that the codec is given; another is turned into the last."""

    kind: str
    extension: str
    mime_type: str
    codecs: str
    container: str
    codec: str
    sample_format: str
    bit_rate: int
    rates: tuple[int, ...]
    options: tuple[tuple[str, str], ...] = ()

    @property
    def source_type(self) -> str:
        """The type for <source>, with which a browser chooses what it can play (RFC 6381)."""
        return f'{self.mime_type}; codecs="{self.codecs}"'

    def mark(self, gain_db: float) -> str:
        """Stands for everything that shapes the bytes, beside the recording itself."""
        return f"{EDITION}:{self.codec}:{self.bit_rate}:{gain_db:+.2f}"


def _opus(bit_rate: int) -> Recipe:
    name = f"opus-{bit_rate // 1000}"
    return Recipe(name, "opus", "audio/ogg", "opus", "ogg", "libopus", "flt", bit_rate, (48000,))


# The index of an m4a stands in front, so that playing begins before all of it has come.
_AAC = Recipe(
    "aac-128", "m4a", "audio/mp4", "mp4a.40.2", "ipod", "aac", "fltp", 128000, (44100, 48000),
    (("movflags", "+faststart"),),
)  # fmt: skip
# The most useful first: this is the order in which they are made.
RECIPES: dict[str, Recipe] = {recipe.kind: recipe for recipe in (_opus(96000), _AAC, _opus(32000))}


def encode(source: str, target: str, recipe: Recipe, gain_db: float) -> None:
    """Writes `target`. Raises Undecodable, or FFmpegError where the file cannot even be opened."""
    # Without the bit-exact flag the file would carry a random number, and a second run give other bytes.
    options = {"fflags": "+bitexact", **dict(recipe.options)}
    with av.open(source) as container, av.open(target, "w", format=recipe.container, options=options) as out:
        sound = Sound(container)
        frames = sound.frames()
        first = next(frames, None)
        if first is None:
            raise Undecodable
        rate = sound.rate if sound.rate in recipe.rates else recipe.rates[-1]
        stream: Any = out.add_stream(recipe.codec, rate=rate, layout="stereo", format=recipe.sample_format)
        stream.bit_rate = recipe.bit_rate
        stream.options = {"flags": "+bitexact"}
        for piece in _shaped(first, frames, sound.rate, rate, recipe, gain_db, stream.frame_size):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))


def _shaped(
    first: Any, rest: Iterator[Any], source_rate: int, rate: int, recipe: Recipe, gain_db: float, size: int
) -> Iterator[Any]:
    """The frames as the encoder wants them: louder or softer, of its rate and format."""
    filters = [f"volume=volume={gain_db}dB:precision=float", f"aresample={rate}"]
    filters += [f"aformat=sample_fmts={recipe.sample_format}:channel_layouts=stereo"]
    graph, end = chain(source_rate, "stereo", *filters, f"asetnsamples=n={size or 960}:p=0")
    frame: Any = first
    while True:
        if frame is not None:
            frame.pts = None
        graph.push(frame)
        for piece in drain(end):
            piece.pts = None
            yield piece
        if frame is None:
            return
        frame = next(rest, None)
