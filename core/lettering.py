"""Text on pictures in the one serif: which characters can be drawn, how lines break, which size fits. Pure.

Widths are measured once at one size and scaled: the outlines carry no hints, so they grow evenly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont, features

FACE = Path(__file__).resolve().parent / "fonts" / "literata.ttf"
# Raqm kerns and joins letters; without it the letters merely stand a little less evenly.
LAYOUT = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
MEASURE = 100
APART = ["-liga", "-clig"] if LAYOUT == ImageFont.Layout.RAQM else None
# Letters drawn one by one and as a line differ by fractions of a pixel.
SLACK = 0.99
# What may be said otherwise where the typeface lacks it.
OTHERWISE = str.maketrans({"\u2011": "-", "\u2015": "—", "\u00ad": "", "\u200b": "", "\u2033": "”", "\u02bc": "’"})
PIECES = re.compile(r"[^\s\-–—/]*[\-–—/]+|[^\s\-–—/]+")
HOLLOW = re.compile(r"[(\[«“„\"]\s*[)\]»”“\"]")
EDGES = " ,;:·–—-/"


@lru_cache(maxsize=64)
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FACE, size, layout_engine=LAYOUT)


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Whether the typeface draws the character, rather than the box that stands for a missing one."""
    face = ImageFont.truetype(FACE, 24, layout_engine=ImageFont.Layout.BASIC)
    return character.isspace() or bytes(face.getmask(character)) != bytes(face.getmask("\uffff"))


def drawable(text: str) -> str:
    """``text`` in one line with what the typeface has; other scripts are left out, and what hung on them with them."""
    whole = unicodedata.normalize("NFC", text).translate(OTHERWISE)
    kept = "".join(one if has_glyph(one) else _similar(one) for one in whole)
    # A space that must not break stays one.
    line = re.sub(r"[^\S\u00a0]+", " ", kept).strip()
    return line if len(kept) == len(whole) else re.sub(r" +", " ", HOLLOW.sub("", line)).strip(EDGES)


def _similar(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character)
    return "".join(one for one in parts if has_glyph(one))


def says_enough(text: str) -> bool:
    """Whether at least half of the letters and digits of ``text`` can be drawn."""
    told = [one for one in unicodedata.normalize("NFC", text) if one.isalnum()]
    return bool(told) and sum(map(has_glyph, told)) * 2 >= len(told)


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width of ``text`` at one pixel of size."""
    return font(MEASURE).getlength(text) / MEASURE / SLACK


def advance(text: str, size: int) -> float:
    """How far ``text`` reaches at a size, in pixels; nothing joins into one sign, as letters are drawn one by one."""
    return font(size).getlength(text, features=APART)


@dataclass(frozen=True)
class Setting:
    """Text as it will stand: size in pixels, and the lines."""

    size: int
    lines: tuple[str, ...]


def break_lines(text: str, ems: float) -> list[str]:
    """``text`` in lines at most ``ems`` times the size wide. Words wider than a line are cut where they must be."""
    lines, line = [], ""
    for word in text.split(" "):
        for number, piece in enumerate(PIECES.findall(word) or [word]):
            joined = f"{line} {piece}" if line and not number else line + piece
            if width_of(joined) <= ems:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _cut(piece, ems)
            lines += full
    return [*lines, line] if line else lines


def _cut(piece: str, ems: float) -> list[str]:
    parts = [""]
    for letter in piece:
        if parts[-1] and width_of(parts[-1] + letter) > ems:
            parts.append("")
        parts[-1] += letter
    return parts


def balanced(text: str, ems: float) -> list[str]:
    """As ``break_lines``, with lines as even as they can be in that number."""
    lines = break_lines(text, ems)
    least, most = 0.0, ems
    while len(lines) > 1 and most - least > ems / 64:
        middle = (least + most) / 2
        tried = break_lines(text, middle)
        if len(tried) == len(lines) and not _cuts_a_word(text, middle):
            lines, most = tried, middle
        else:
            least = middle
    return lines


def _cuts_a_word(text: str, ems: float) -> bool:
    return any(width_of(piece) > ems for piece in PIECES.findall(text))


def fit(text: str, sizes: range, width: int, height: int, leading: float) -> Setting:
    """The largest of ``sizes`` (falling) at which ``text`` fits a box without a cut word; with one where it would
    otherwise shrink to less than half for the sake of a single word.

    At the last size it is given whatever its height is: nothing is ever left out.
    """
    fitting = [size for size in sizes if len(break_lines(text, width / size)) * size * leading <= height]
    if not fitting:
        return Setting(sizes[-1], tuple(break_lines(text, width / sizes[-1])))
    whole = next((size for size in fitting if not _cuts_a_word(text, width / size)), 0)
    size = whole if whole * 2 >= fitting[0] else fitting[0]
    return Setting(size, tuple(balanced(text, width / size)))
