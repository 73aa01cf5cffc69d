"""Listens to a recording once, from beginning to end, and measures it. Pure: a path in, numbers out; no Django.

It runs in a process of its own, because a file made to harm may do harm here. Memory does not grow with the length
but for 200 bytes a second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.error import FFmpegError

from music.loudness import SILENCE_LUFS, decibels
from music.waveform import peaks_of

# Pieces a second whose loudest value is kept; a recording of nine seconds has one for each of its 1,800 peaks.
PIECES = 200
FULL_SCALE = 32767
# What the filter's three decimals may hide.
PRECISION = 0.0005
# Left and right are the same where a recording has one channel, as it is heard on two speakers.
BOTH_ALIKE = "pan=stereo|c0=c0|c1=c0"


class Undecodable(Exception):
    """There is no sound in the file that could be decoded."""


@dataclass(frozen=True)
class Measured:
    """What a recording is: milliseconds, the outline of `music.waveform`, LUFS, LU and dBTP of BS.1770-4 and EBU Tech
    3342. The three are None for silence and for what is shorter than they can be measured. `damaged_parts` could not
    be decoded and are missing in all the rest.
    """

    duration_ms: int
    peaks: bytes
    loudness: float | None
    loudness_range: float | None
    true_peak: float | None
    damaged_parts: int


class Sound:
    """The decoded sound of a file, always two channels of one rate, whatever the file does on the way."""

    def __init__(self, container: Any) -> None:
        if not container.streams.audio:
            raise Undecodable
        self.container = container
        self.stream = container.streams.audio[0]
        self.damaged_parts = 0
        self.rate = 0

    def frames(self) -> Iterator[Any]:
        """Frames of 32-bit float, interleaved. A part that cannot be decoded is left out and counted."""
        shape, resampler = None, None
        for frame in self._decoded():
            now = (frame.format.name, frame.layout.name, frame.sample_rate)
            if now != shape:
                if resampler is not None:
                    yield from resampler.resample(None)
                self.rate = self.rate or frame.sample_rate
                shape, resampler = now, _resampler(frame, self.rate)
            frame.pts = None
            yield from resampler.resample(frame)  # type: ignore[union-attr]  # it was made with the shape
        if resampler is None:
            raise Undecodable
        yield from resampler.resample(None)

    def _decoded(self) -> Iterator[Any]:
        for packet in self._packets():
            try:
                yield from packet.decode()
            except (FFmpegError, ValueError):
                self.damaged_parts += 1

    def _packets(self) -> Iterator[Any]:
        try:
            yield from self.container.demux(self.stream)
        except FFmpegError:
            self.damaged_parts += 1


class _Mono:
    """One channel for two speakers, each at its full level; FFmpeg's own mixing would take 3 dB away."""

    def __init__(self, frame: Any, rate: int) -> None:
        self.inner = av.AudioResampler("flt", "mono", rate)
        self.graph, self.end = chain(rate, "mono", BOTH_ALIKE)

    def resample(self, frame: Any) -> list[Any]:
        found = []
        for piece in self.inner.resample(frame):
            piece.pts = None
            self.graph.push(piece)
            found += list(drain(self.end))
        return found


def _resampler(frame: Any, rate: int) -> Any:
    return _Mono(frame, rate) if len(frame.layout.channels) == 1 else av.AudioResampler("flt", "stereo", rate)


def chain(rate: int, layout: str, *filters: str) -> tuple[Any, Any]:
    """A filter graph for interleaved float frames, and its end; each filter as FFmpeg writes it, name=arguments."""
    graph = av.filter.Graph()
    last = graph.add_abuffer(sample_rate=rate, format="flt", layout=layout, time_base=Fraction(1, rate))
    for one in filters:
        name, _equals, arguments = one.partition("=")
        following = graph.add(name, arguments)
        last.link_to(following)
        last = following
    end = graph.add("abuffersink")
    last.link_to(end)
    graph.configure()
    return graph, end


def drain(end: Any) -> Iterator[Any]:
    """What has come out of a graph by now."""
    while True:
        try:
            yield end.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return


def _magnitudes() -> tuple[bytes, list[int]]:
    """For each byte of G.711 µ-law the rank of its magnitude, and for each rank the magnitude out of 32767."""
    ranks, values = bytearray(256), []
    for code in range(128):
        mantissa, exponent = code & 0x0F, code >> 4
        values.append(min(FULL_SCALE, (((mantissa << 3) + 0x84) << exponent) - 0x84))
    for byte in range(256):
        ranks[byte] = ~byte & 0x7F
    return bytes(ranks), values


RANKS, MAGNITUDES = _magnitudes()


class _Outline:
    """Collects the loudest value of each piece. G.711 makes bytes of samples, of which Python finds the greatest
    quickly; their steps are 3 %.
    """

    def __init__(self, rate: int) -> None:
        self.encoder = av.CodecContext.create("pcm_mulaw", "w")
        self.encoder.sample_rate, self.encoder.layout, self.encoder.format = rate, "stereo", "s16"
        self.length = max(1, rate // PIECES) * 2
        self.rest = b""
        self.levels = bytearray()

    def add(self, frame: Any) -> None:
        for packet in self.encoder.encode(frame):
            data = self.rest + bytes(packet).translate(RANKS)
            whole = len(data) - len(data) % self.length
            self.levels += bytes(max(data[at : at + self.length]) for at in range(0, whole, self.length))
            self.rest = data[whole:]

    def peaks(self) -> bytes:
        if self.rest:
            self.levels.append(max(self.rest))
            self.rest = b""
        ranks = peaks_of(self.levels, 255)  # the ranks rise with the magnitudes, so their maxima are the same
        return peaks_of([MAGNITUDES[rank] for rank in ranks], FULL_SCALE)


class _Meter:
    """FFmpeg's own meter of BS.1770 and Tech 3342, true peak at four times the rate."""

    def __init__(self, rate: int) -> None:
        meter = "ebur128=metadata=1:framelog=quiet:peak=true"
        self.graph, self.end = chain(rate, "stereo", meter, "aformat=sample_fmts=s16")
        self.outline = _Outline(rate)
        self.samples = 0
        self.found: dict[str, str] = {}

    def add(self, frame: Any) -> None:
        self.graph.push(frame)
        for piece in drain(self.end):
            self.samples += piece.samples
            self.found = dict(piece.metadata) or self.found
            piece.pts = None
            self.outline.add(piece)

    def number(self, name: str) -> float | None:
        return float(self.found[f"lavfi.r128.{name}"]) if f"lavfi.r128.{name}" in self.found else None


def measure(path: str) -> Measured:
    """Raises Undecodable, or FFmpegError where the file cannot even be opened."""
    with av.open(path, metadata_errors="replace") as container:
        sound = Sound(container)
        meter: _Meter | None = None
        for frame in sound.frames():
            meter = meter or _Meter(sound.rate)
            frame.pts = None
            meter.add(frame)
        if meter is None:
            raise Undecodable
        meter.add(None)
        if not meter.samples:
            raise Undecodable
        return _result(meter, sound)


def _result(meter: _Meter, sound: Sound) -> Measured:
    loudness, spread, peak = meter.number("I"), meter.number("LRA"), meter.number("true_peak")
    silent = loudness is None or loudness <= SILENCE_LUFS or not peak
    return Measured(
        duration_ms=round(meter.samples * 1000 / sound.rate),
        peaks=meter.outline.peaks(),
        loudness=None if silent else loudness,
        loudness_range=None if silent else spread,
        true_peak=None if silent or peak is None else round(decibels(peak + PRECISION), 2),
        damaged_parts=sound.damaged_parts,
    )
