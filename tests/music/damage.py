"""Damaged recordings, made of whole ones by a seed: the same number gives the same file everywhere."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.music import audio_files as files

SECONDS = 0.5


def damaged(kind: str, number: int) -> bytes:
    """A file of the format with one to three injuries."""
    chance = random.Random(f"{kind}/{number}")
    data = bytearray(files.plain(kind, SECONDS))
    for _again in range(chance.randint(1, 3)):
        chance.choice(INJURIES)(data, chance)
    return bytes(data)


def _flip(data: bytearray, chance: random.Random) -> None:
    for _again in range(chance.randint(1, 40)):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)


def _head(data: bytearray, chance: random.Random) -> None:
    """Injures what says what the rest is."""
    for _again in range(chance.randint(1, 6)):
        if data:
            data[chance.randrange(min(len(data), 300))] = chance.choice((0, 1, 127, 128, 255, chance.randrange(256)))


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _hole(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.randint(1, 2000)]


def _zeros(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    length = min(chance.randint(1, 4000), len(data) - at)
    data[at : at + length] = bytes(length)


def _twice(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = data[at : at + chance.randint(1, 4000)]


def _noise(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.randbytes(chance.randint(1, 2000))


INJURIES: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _head, _cut, _hole, _zeros, _twice, _noise)
