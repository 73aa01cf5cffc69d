"""The lines that every kind of old page is read into before anything is made of them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from html import escape

# Soft hyphens and signs without width; they would part words that look whole.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# What neither XML nor a database takes; the separators of lines and pages are turned into lines before.
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"\s+")
STRONG_BULLETS = "•·●▪■◦‣∙►➢✓"
MARK = re.compile(rf"(?P<strong>[{STRONG_BULLETS}])\s*|(?P<weak>[*§–—-]|o(?=\t))\s+|(?P<number>\d{{1,3}})[.)]\s+")
SENTENCE_ENDS = ".!?;:,…"


class Kind(StrEnum):
    TEXT = "text"
    ITEM = "item"
    HEADING = "heading"
    TABLE = "table"
    PICTURE = "picture"
    RECORDING = "recording"


@dataclass(frozen=True)
class Line:
    """``html`` is ``text`` with its emphasis and links. ``mark`` is how an item was marked: a bullet, or its number.

    ``begins`` is whether a blank line, or the border of a paragraph, stands before it.
    """

    text: str
    html: str = ""
    kind: Kind = Kind.TEXT
    begins: bool = True
    mark: str = ""
    level: str = "h2"
    rows: tuple[tuple[str, ...], ...] = ()
    has_head: bool = False
    source: str = ""

    @property
    def is_short(self) -> bool:
        return self.kind in {Kind.TEXT, Kind.HEADING} and len(self.text) <= 120 and len(self.text.split()) <= 16

    @property
    def is_sentence(self) -> bool:
        return len(self.text) > 120 or self.text.rstrip("»”\"')")[-1:] in SENTENCE_ENDS


def clean(text: str) -> str:
    """The text without signs that nobody sees, and that no database takes."""
    return CONTROLS.sub("", INVISIBLE.sub("", text))


def plain(text: str) -> str:
    """One line of ordinary spaces, without signs that nobody sees."""
    return SPACES.sub(" ", clean(text)).strip()


def text_line(text: str, *, begins: bool = True) -> Line:
    """A line of plain text, an item where it begins with a bullet or a number."""
    whole = text.strip()
    match = MARK.match(whole)
    if match and match.end() < len(whole):
        said = plain(whole[match.end() :])
        if said:
            return Line(said, escape(said, quote=False), Kind.ITEM, begins, match.group().strip().rstrip(".)"))
    said = plain(whole)
    return Line(said, escape(said, quote=False), begins=begins)


def is_strong(line: Line) -> bool:
    """Whether the mark is a bullet and nothing else; a dash or a number may also begin a sentence."""
    return line.mark in set(STRONG_BULLETS) | {"<ul>", "<ol>"}
