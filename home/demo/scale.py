"""Any number of bulletins, events and samples, for measuring under load. Safe to repeat: it adds what is missing."""

from __future__ import annotations

import io
import math
import struct
import wave
from datetime import date, time, timedelta
from typing import Any

from wagtail.models import Site

from events.models import EventPage
from home.demo.tree import page_below
from news.models import BulletinPage, Category, Series, SeriesWords

FIRST_DAY = date(2000, 1, 3)
RATE = 8000


def scale_bulletins(site: Site, index: Any, category: Category, count: int) -> None:
    """``count`` numbered bulletins of a series of their own, four days apart."""
    series, made = Series.objects.get_or_create(site=site, slug="load")
    if made:
        series.words.add(SeriesWords(language="en", name="Load"))
        series.save()
    for number in range(1, count + 1):
        page_below(
            index,
            BulletinPage,
            slug=f"load-{number}",
            title=f"Bulletin {number} of the load",
            summary="Made to measure the site under load.",
            body=[("text", f"<p>This is the text of number {number}.</p>" * 5)],
            series=series,
            number=number,
            date=FIRST_DAY + timedelta(days=4 * number),
            category=category,
        )


def scale_events(index: Any, zone: str, today: date, count: int) -> None:
    """``count`` events of one hour, from as many days before today on, two a day."""
    for number in range(1, count + 1):
        day = today + timedelta(days=(number - count // 2) // 2)
        page_below(
            index,
            EventPage,
            slug=f"load-{number}",
            title=f"Event {number} of the load",
            start_date=day,
            end_date=day,
            start_time=time(9 + number % 9),
            end_time=time(10 + number % 9),
            time_zone=zone,
        )


def tone(number: int, seconds: float = 0.5) -> bytes:
    """A short WAV whose pitch, and so whose bytes, differ for each number."""
    pitch = 110 * 2 ** (number % 48 / 12)
    frames = [
        int(12000 * math.sin(2 * math.pi * pitch * step / RATE) * (1 - step / (seconds * RATE))) ^ (number & 0xFF)
        for step in range(int(seconds * RATE))
    ]
    frames[:4] = [number & 0x7FFF, (number >> 15) & 0x7FFF, 0, 0]
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(struct.pack(f"<{len(frames)}h", *frames))
    return target.getvalue()
