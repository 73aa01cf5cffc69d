"""Text that was read in a wrong encoding, as tags often are: recognised, and what was meant proposed.

Pure: it changes nothing. Silence is its answer to everything that may well be what its author wrote.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from music.letters import FEWEST, SIGNS, WORD, is_even, is_known, likeness

NAMES = {
    "utf-8": "UTF-8",
    "cp1251": "Windows-1251",
    "kz1048": "KZ-1048",
    "ptcp154": "PT154",
    "koi8-r": "KOI8-R",
}
# How much like written Cyrillic a text must be that only its letters speak for.
LIKE_ENOUGH = 0.8
# How many misreadings upon each other are undone.
DEEPEST = 3
# What may follow a capital letter in honest text: UTF-8 needs better proof than that.
HONEST_ENDS = frozenset("…’”‘“–—™®©»°²³¹ºª·•\u00a0")
HONEST_JOINTS = frozenset("’‘–—·\u00a0")
# Accented letters of alphabets as they are recited.
NORTHERN, ALPHABETS = frozenset("åäöüæøß"), tuple(map(frozenset, ("áéíóúýñü", "àèìòùé", "âêîôû", "äëïöüÿ", "ãõñç")))
# Languages whose words are in one of these; other scripts need more proof.
LATIN = ((0x00C0, 0x017F), (0x0218, 0x021B), (0x1E00, 0x1EFF), (0x018F, 0x018F), (0x0259, 0x0259))
PROOFS_OF_OTHERS = 3


def _table(codec: str, base: int) -> dict[str, int]:
    """Bytes by letter. Below ``base`` as Unicode numbers them; what the codec leaves free stands for itself."""
    found = {chr(byte): byte for byte in range(base)}
    for byte in range(0x80, 0x100):
        letter = bytes([byte]).decode(codec, "ignore")
        found[letter or chr(byte)] = byte
    return found


@dataclass(frozen=True)
class Reading:
    """A wrong encoding in which text is read, and those that it may have been written in, the likeliest first."""

    name: str
    table: dict[str, int]
    meant: tuple[str, ...]

    def bytes_of(self, text: str) -> bytes | None:
        """What was read; None where the text cannot have come of this reading."""
        try:
            return bytes([self.table[letter] for letter in text])
        except KeyError:
            return None


# Latin-1 and Windows-1252 differ only in what one of them has no letter for, so that one table serves both.
READINGS = (
    Reading("Windows-1252", _table("cp1252", 0x100), ("utf-8", "cp1251", "kz1048", "ptcp154", "koi8-r")),
    Reading("Windows-1251", _table("cp1251", 0x80), ("utf-8",)),
)


@dataclass(frozen=True)
class Proposal:
    """What was meant. ``path`` says how the text came to be, the first misreading first: pairs of the encoding it was
    in and the one it was read in.
    """

    text: str
    path: tuple[tuple[str, str], ...]


def propose(text: str) -> Proposal | None:
    """What the text was before it was misread; None for text that is right, or that nothing better is known of."""
    return None if text.isascii() else _best(text, DEEPEST)


def _best(text: str, depth: int) -> Proposal | None:
    found = list(_candidates(text, depth))
    return max(found, key=lambda one: one[0])[1] if found else None


def _candidates(text: str, depth: int) -> Iterator[tuple[float, Proposal]]:
    for reading in READINGS:
        data = reading.bytes_of(text)
        if data is None:
            continue
        for codec in reading.meant:
            result = _decoded(data, codec)
            if not result or result == text:
                continue
            step = (NAMES[codec], reading.name)
            if codec == "utf-8":
                yield from _of_utf8(text, data, result, step, depth)
            elif (like := likeness(result)) >= LIKE_ENOUGH and not _lists_letters(text):
                yield like, Proposal(result, (step,))


def _of_utf8(
    text: str, data: bytes, result: str, step: tuple[str, str], depth: int
) -> Iterator[tuple[float, Proposal]]:
    """What was read as single bytes; where that is a misreading itself, what is behind it."""
    if not _is_misread_utf8(text, data):
        return
    deeper = _best(result, depth - 1) if depth > 1 and not result.isascii() else None
    if deeper is not None:
        yield 2.0, Proposal(deeper.text, (*deeper.path, step))
    elif _is_sound(result, _proofs(data)):
        yield 1.0 + likeness(result), Proposal(result, (step,))


def _lists_letters(text: str) -> bool:
    """Whether it shows the letters of an alphabet, as “ÄÖÜß” does: in each word each once, in order or of the north."""
    if any(not letter.isascii() and not letter.isalpha() and letter not in SIGNS for letter in text):
        return False
    words = [word.lower() for word in WORD.findall(text) if not word.isascii()]
    return all(len(set(word)) == len(word) and (_is_recited(word) or NORTHERN.issuperset(word)) for word in words)


def _is_recited(word: str) -> bool:
    return list(word) == sorted(word) and any(known.issuperset(word) for known in ALPHABETS)


def _decoded(data: bytes, codec: str) -> str:
    """The text of the bytes; "" where they are none. The last letter may be cut, as tags have a greatest length."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        whole = data[: error.start]
        is_cut = error.reason == "unexpected end of data" and _proofs(whole) >= PROOFS_OF_OTHERS
        return whole.decode(codec) if is_cut else ""


def _sequences(data: bytes) -> Iterator[tuple[int, int]]:
    """Where a letter of several bytes begins, and of how many."""
    for at, byte in enumerate(data):
        length = 2 if 0xC0 <= byte < 0xE0 else 3 if 0xE0 <= byte < 0xF0 else 4 if byte >= 0xF0 else 1
        if 1 < length <= len(data) - at:
            yield at, length


def _proofs(data: bytes) -> int:
    """How many different letters of several bytes there are."""
    return len({data[at : at + length] for at, length in _sequences(data)})


def _is_misread_utf8(text: str, data: bytes) -> bool:
    """Whether a letter and a sign stand together as nobody writes them. ``text`` has a letter for each byte."""
    for at, length in _sequences(data):
        before, lead, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
        follows = text[at + length : at + length + 1]
        if length > 2 or (before.islower() and lead.isupper()):
            return True
        if after.isalpha():
            continue
        if after not in HONEST_ENDS or (follows.isalpha() and after not in HONEST_JOINTS):
            return True
    return False


def _is_sound(result: str, proofs: int) -> bool:
    """Whether text may be what was meant: known letters, one alphabet in a word, no signs that nobody types."""
    for before, letter in pairwise(f" {result}"):
        if not letter.isascii() and not letter.isalpha() and letter not in SIGNS and not _is_typed(letter, before):
            return False
    words = [word for word in WORD.findall(result) if not word.isascii()]
    alphabets = [{_alphabet(letter) for letter in word} for word in words]
    if any(len(found) > 1 for found in alphabets):
        return False
    if all(found <= {"LATIN"} for found in alphabets):
        return all(letter.isascii() or is_common_latin(letter) for word in words for letter in word)
    if all(found <= {"LATIN", "CYRILLIC"} for found in alphabets):
        is_short = sum(map(len, words)) < FEWEST and all(map(is_known, words))
        # Of languages whose words are not known here the number of proofs is enough.
        is_proved = proofs > PROOFS_OF_OTHERS and all(map(is_even, words))
        return proofs > 1 and (is_short or is_proved or likeness(result) >= LIKE_ENOUGH)
    return proofs >= PROOFS_OF_OTHERS


def _is_typed(sign: str, before: str) -> bool:
    """Money, mathematics, pictures, marks upon letters; no control characters and nothing without a meaning."""
    kind = unicodedata.category(sign)
    if kind in {"Mn", "Mc"}:
        return before.isalpha() or unicodedata.category(before) == kind
    return kind in {"Sc", "Sm", "So", "Pd", "Pi", "Pf", "Po", "Zs", "Nd"}


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def is_common_latin(letter: str) -> bool:
    """Whether a letter is one of the languages that are written in Latin letters here."""
    return any(first <= ord(letter) <= last for first, last in LATIN)
