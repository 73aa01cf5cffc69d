"""Encodes a recording anew: smaller, in a format for browsers, with one linear gain. Pure: paths in, a file out.

It runs in the same process apart as the measuring.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import av

from music.measuring import Sound, Undecodable, chain, drain
from music.recipes import Recipe


def encode(source: str, target: str, recipe: Recipe, gain_db: float) -> None:
    """Writes `target`. Raises Undecodable, or FFmpegError where the file cannot even be opened."""
    # Without the bit-exact flag the file would carry a random number, and a second run give other bytes.
    options = {"fflags": "+bitexact", **dict(recipe.options)}
    with (
        av.open(source, metadata_errors="replace") as container,
        av.open(target, "w", format=recipe.container, options=options) as out,
    ):
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
