"""In which encoding a file of words is. What a file does not say itself is guessed by its letters, and said. Pure."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import NamedTuple

from music.letters import FEWEST, WORD, is_even, likeness
from music.misreadings import Misread
from music.mojibake import LIKE_ENOUGH, is_common_latin

# What stands in no text, in any encoding of letters by single bytes.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Old encodings of Cyrillic; where two read the same, the first is named.
CYRILLIC = {"cp1251": "Windows-1251", "koi8-r": "KOI8-R", "kz1048": "KZ-1048", "ptcp154": "PT154", "koi8-u": "KOI8-U"}
LATIN = {"cp1252": "Windows-1252"}
# In no language of Latin letters are more of them accented, 1 of so many.
ACCENTED = 3
# Signs that stand alone in no text: accents without a letter, and what has no shape.
ODD = frozenset({"Cc", "Cf", "Cn", "Co", "Lm", "Sk"})


class Decoded(NamedTuple):
    """The text of a file; `guess` names the encoding where it was guessed, and is "" where the file is Unicode."""

    text: str
    guess: str = ""


def decode(data: bytes) -> Decoded:
    """UTF-16 where it says so in front, UTF-8, else the old encoding whose letters make words. Misread where it is no
    text, or none that anything is known of.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _decoded(data, "utf-16")
        if text is None:
            raise Misread("encoding")
        return Decoded(text)
    if NOT_TEXT.search(data):
        raise Misread("binary")
    text = _decoded(data, "utf-8-sig")
    return _guessed(data) if text is None else Decoded(text)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> Decoded:
    read = [(text, name) for codec, name in CYRILLIC.items() if (text := _decoded(data, codec)) is not None]
    best, text, name = max(((_cyrillic(text), text, name) for text, name in read), key=lambda one: one[0])
    if best >= LIKE_ENOUGH:
        return Decoded(text, name)
    for codec, name in LATIN.items():
        latin = _decoded(data, codec)
        if latin is not None and _is_latin(latin):
            return Decoded(latin, name)
    raise Misread("encoding")


def _cyrillic(text: str) -> float:
    """How much the lines of a text are like written Cyrillic, 0.0 to 1.0, the longer ones the more."""
    found = total = 0.0
    for row in text.split("\n"):
        letters = sum(letter.isalpha() and not letter.isascii() for letter in row)
        if letters >= FEWEST:
            total += letters
            # In songs no blank stands behind them, and there they are no sign of a misreading.
            found += letters * likeness(row.replace("…", "… "))
    return found / total if total else 0.0


def _is_latin(text: str) -> bool:
    """Whether it may be words in Latin letters of which some are accented."""
    letters = [letter for letter in text if letter.isalpha()]
    accented = [letter for letter in letters if not letter.isascii()]
    if not all(map(is_common_latin, accented)) or len(accented) * ACCENTED > len(letters):
        return False
    if any(not sign.isascii() and unicodedata.category(sign) in ODD for sign in text):
        return False
    return all(is_even(word) for word in WORD.findall(text) if not word.isascii())
