"""A plucked string after Karplus and Strong, and an instrument of two of them, a fourth apart. Pure: only numbers.

K. Karplus, A. Strong: Digital Synthesis of Plucked-String and Drum Timbres (1983); tuned by a third tap, after D.
Jaffe, J. Smith.
"""

from __future__ import annotations

import functools
import math
import operator
import random
from array import array
from dataclasses import dataclass

# Tones up to 16 kHz: more than the strings give, and a third less work than the usual rate.
RATE = 32000
RING = 2.2
# Where along the string it is plucked; a comb at this fraction of the period takes the nasal edge off.
PLUCK_AT = 0.18
# The open strings: D3 and, a fourth above, G3.
LOW, HIGH = 146.83, 196.0
ECHOES = ((0.031, 0.22), (0.047, 0.16))


@dataclass(frozen=True)
class Stroke:
    """One stroke of the hand: when (seconds), frets of the low and high string (None: not struck), how hard (0 to 1),
    which way.
    """

    at: float
    low: int | None
    high: int | None
    force: float = 0.8
    up: bool = False


def _excitation(length: int, softness: int, seed: int) -> list[float]:
    """A burst of noise as long as one period, smoothed for soft strokes, combed at the place of the pluck."""
    noise = random.Random(seed)  # noqa: S311  # the same music everywhere is the point
    burst = [noise.uniform(-1, 1) for _ in range(length)]
    for _ in range(softness):
        burst = [(burst[index - 1] + value) / 2 for index, value in enumerate(burst)]
    shift = max(int(length * PLUCK_AT), 1)
    return [value - 0.9 * burst[index - shift] for index, value in enumerate(burst)]


@functools.cache
def pluck(frequency: float, softness: int, variant: int) -> array[float]:
    """One note until it has rung out, loudest sample 1. The same arguments give the same samples."""
    period = RATE / frequency
    delay = int(period - 0.5)
    part = period - 0.5 - delay
    held = 0.9975 if frequency < 250 else 0.9985
    first, second, third = held * (1 - part) / 2, held * 0.5, held * part / 2
    out = [0.0, 0.0, *_excitation(delay, softness, int(frequency * 100) + variant)]
    while len(out) < RATE * RING:
        start = len(out) - delay
        out.extend(
            first * now + second * before + third * earlier
            for now, before, earlier in zip(out[start:], out[start - 1 : -1], out[start - 2 : -2], strict=True)
        )
    loudest = max(map(abs, out))
    fade = RATE // 10
    note = array("d", (value / loudest for value in out))
    for index in range(fade):
        note[-1 - index] *= index / fade
    return note


@functools.cache
def knock(variant: int) -> array[float]:
    """The hand on the wooden body: two low tones that die at once."""
    tones = ((112.0 + variant * 3, 26.0, 0.7), (214.0, 40.0, 0.4))
    return array(
        "d",
        (
            sum(
                loud * math.exp(-fall * at / RATE) * math.sin(2 * math.pi * hertz * at / RATE)
                for hertz, fall, loud in tones
            )
            for at in range(RATE // 6)
        ),
    )


def _add(track: array[float], start: int, note: array[float], length: int, gain: float) -> None:
    """Lays `length` samples of a note into the track."""
    end = min(start + length, start + len(note), len(track))
    piece = track[start:end]
    track[start:end] = array("d", map(operator.add, piece, (gain * value for value in note[: end - start])))


def _fret(open_string: float, fret: int) -> float:
    return open_string * 2 ** (fret / 12)


def _string(strokes: list[Stroke], open_string: float, name: str, total: int, hand: random.Random) -> array[float]:
    """One string's track: each note is cut by the next, as a string has one voice."""
    track = array("d", bytes(8 * total))
    struck = [stroke for stroke in strokes if getattr(stroke, name) is not None]
    for index, stroke in enumerate(struck):
        # A downstroke meets the low string first, an upstroke the high one.
        lag = 0.012 if (name == "high") != stroke.up else 0.0
        start = int((stroke.at + lag + hand.uniform(0, 0.004)) * RATE)
        until = int(struck[index + 1].at * RATE) if index + 1 < len(struck) else total
        softness = 3 if stroke.force < 0.5 else 2 if stroke.force < 0.85 else 1
        note = pluck(_fret(open_string, getattr(stroke, name)), softness, hand.randrange(2))
        _add(track, start, note, max(until - start + RATE // 100, 0), stroke.force)
    return track


def _room(track: array[float]) -> array[float]:
    """Two short reflections, so that the strings do not sound from inside the ear."""
    wet = track
    for seconds, loud in ECHOES:
        shift = int(seconds * RATE)
        silence = array("d", bytes(8 * shift))
        late = silence + array("d", (loud * value for value in wet[:-shift]))
        wet = array("d", map(operator.add, wet, late))
    return wet


def perform(strokes: list[Stroke], seconds: float, seed: int) -> bytes:
    """The strokes as mono 16-bit samples at RATE, exactly `seconds` long, fading at the end."""
    hand = random.Random(seed)  # noqa: S311  # as above
    total = int(seconds * RATE)
    low = _string(strokes, LOW, "low", total, hand)
    high = _string(strokes, HIGH, "high", total, hand)
    mixed = array("d", map(operator.add, low, high))
    for stroke in strokes:
        _add(mixed, int(stroke.at * RATE), knock(hand.randrange(3)), RATE // 6, 0.35 * stroke.force)
    mixed = _room(mixed)
    tail = int(1.5 * RATE)
    for index in range(tail):
        mixed[-1 - index] *= index / tail
    scale = 29000 / max(map(abs, mixed))
    return array("h", (int(value * scale) for value in mixed)).tobytes()
