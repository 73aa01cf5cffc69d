"""Short pieces of a text around what was asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from search.queries import WORD, hits

LENGTH = 180  # characters of an excerpt, give or take a word
UNFINISHED = ".,;:–— "  # what no text that is cut ends with
BEFORE = 60  # of these before the first hit


class Piece(NamedTuple):
    """A stretch of text; ``hit`` says that it is a word asked for."""

    text: str
    hit: bool


def pieces(text: str, words: tuple[str, ...]) -> list[Piece]:
    """The whole text, cut where words asked for begin and end."""
    return list(_pieces(text, words))


def excerpt(text: str, words: tuple[str, ...]) -> list[Piece]:
    """About ``LENGTH`` characters around the first word asked for; empty where the text has none of them."""
    first = next((found.start() for found in WORD.finditer(text) if hits(found[0], words)), None)
    if first is None:
        return []
    start = _word_start(text, max(0, first - BEFORE), first)
    end = _word_end(text, start + LENGTH)
    cut = " ".join(text[start:end].split())
    if end < len(text):
        cut = cut.rstrip(UNFINISHED) + "…"
    return pieces(f"{'…' if start else ''}{cut}", words)


def _pieces(text: str, words: tuple[str, ...]) -> Iterator[Piece]:
    done = 0
    for found in WORD.finditer(text):
        if hits(found[0], words):
            if found.start() > done:
                yield Piece(text[done : found.start()], False)
            yield Piece(found[0], True)
            done = found.end()
    if done < len(text):
        yield Piece(text[done:], False)


def _word_start(text: str, wanted: int, latest: int) -> int:
    """The first beginning of a word from ``wanted`` on, ``latest`` at most."""
    if wanted == 0:
        return 0
    blank = next((place for place in range(wanted, latest) if text[place].isspace()), None)
    return latest if blank is None else blank + 1


def _word_end(text: str, wanted: int) -> int:
    """The last end of a word up to ``wanted``; ``wanted`` itself where a word is longer than all."""
    if wanted >= len(text):
        return len(text)
    blank = next((place for place in range(wanted, wanted - BEFORE, -1) if text[place].isspace()), None)
    return wanted if blank is None else blank
