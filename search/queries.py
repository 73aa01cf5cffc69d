"""What a visitor's question asks for: plain words and nothing that a database could take for a command. Pure."""

from __future__ import annotations

import re
from unicodedata import combining, normalize

# Letters and digits of any script, with the marks that belong to them.
WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\W_]*)*")
MOST_WORDS = 16
SHORTEST_BEGINNING = 3  # shorter beginnings would match half of all words


def words_of(question: str) -> tuple[str, ...]:
    """The words of a question, each once, in their order, ``MOST_WORDS`` at most; none for signs alone."""
    text = normalize("NFKC", question).lower()
    return tuple(dict.fromkeys(normalize("NFC", word) for word in WORD.findall(text)))[:MOST_WORDS]


def fold(text: str) -> str:
    """The text as words are compared: no capitals, no accents."""
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


def hits(word: str, words: tuple[str, ...]) -> bool:
    """Whether a word of a text is one of the words asked for, or begins with the last of them."""
    folded = fold(word)
    wanted = [fold(one) for one in words]
    return folded in wanted or (bool(words) and is_beginning(words) and folded.startswith(wanted[-1]))


def is_beginning(words: tuple[str, ...]) -> bool:
    """Whether the last word may stand for all words that begin with it."""
    return len(words[-1]) >= SHORTEST_BEGINNING


def printable(question: str) -> str:
    """The question as it may stand in a page: signs without a shape, NUL among them, become blanks."""
    return "".join(sign if sign.isprintable() else " " for sign in question).strip()
