"""What a great many bulletins, events and samples say: sentences, days and tones by number. Pure, same on each run."""

from __future__ import annotations

import io
import math
import struct
import wave
from datetime import date, timedelta
from functools import lru_cache

YEARS = 20
DAYS = YEARS * 365
AHEAD = 365  # of the events, so many days lie before us
RATE, SECONDS = 8000, 0.5
PITCHES = 48
SENTENCES = (
    "The Embassy informs citizens and friends of the country about the events of the week.",
    "The consular section receives visitors on weekdays, except on the holidays of both countries.",
    "A delegation of scholars spoke about the history of the steppe and the roads that crossed it.",
    "The concert of chamber music was heard by a full hall and will be repeated in the spring.",
    "Both sides agreed to go on with the exchange of students of engineering and medicine.",
    "The exhibition shows felt, silver and embroidery from five regions of the country.",
    "Applications may be sent by post; answers take about ten working days.",
    "The library has received new dictionaries and a collection of travellers' letters.",
)


def text_of(number: int) -> str:
    """The rich text of a bulletin: three paragraphs."""
    paragraphs = []
    for first in range(3):
        chosen = [SENTENCES[(number + first * 3 + step) % len(SENTENCES)] for step in range(4)]
        paragraphs.append(f"<p>{' '.join(chosen)}</p>")
    return f"<p>This is number <b>{number}</b>.</p>{''.join(paragraphs)}"


def bulletin_day(number: int, count: int, today: date) -> date:
    """The last of ``count`` bulletins is of today, the first of nearly twenty years ago."""
    return today - timedelta(days=(count - number) * DAYS // count)


def event_day(number: int, count: int, today: date) -> date:
    """Events are spread over twenty years, of which one is to come."""
    return bulletin_day(number, count, today) + timedelta(days=AHEAD)


@lru_cache(maxsize=PITCHES)
def _frames(pitch: int) -> tuple[int, ...]:
    hertz, steps = 110 * 2 ** (pitch / 12), int(SECONDS * RATE)
    return tuple(int(12000 * math.sin(2 * math.pi * hertz * step / RATE) * (1 - step / steps)) for step in range(steps))


def tone(number: int) -> bytes:
    """A WAV of half a second, 8 KB, whose pitch changes with the number; no two are the same."""
    frames = [number & 0x7FFF, (number >> 15) & 0x7FFF, *_frames(number % PITCHES)[2:]]
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(frames)}h", *frames))
    return target.getvalue()
