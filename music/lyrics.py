"""Words of a recording as somebody typed or uploaded them: how they are written, and their lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat

from music.lrc import has_facts_only, is_lrc, read_lrc
from music.misreadings import Misread
from music.timed_lines import Line, one_line
from music.webvtt import is_vtt, read_vtt

PLAIN, LRC, VTT = "plain", "lrc", "vtt"
READERS = {LRC: read_lrc, VTT: read_vtt}
# Signs without a shape that no database or page wants; tabulators and line ends stay.
SHAPELESS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


@dataclass(frozen=True)
class TextLimits:
    """How much is taken: bytes of a text in UTF-8, and lines of it."""

    max_bytes: int = 256 * 1024
    max_lines: int = 5000

    def check_size(self, size: int) -> None:
        """Misread where so many bytes are too many."""
        if size > self.max_bytes:
            raise Misread("too_large", {"limit": filesizeformat(self.max_bytes)})


def tidy(text: str) -> str:
    """The text with one kind of line end and without shapeless signs; what is kept of an editor's source."""
    return SHAPELESS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def notation_of(text: str) -> str:
    """PLAIN, LRC or VTT, by what stands in a tidy text."""
    if is_vtt(text):
        return VTT
    return LRC if is_lrc(text) else PLAIN


def read_text(text: str, limits: TextLimits | None = None) -> tuple[Line, ...]:
    """The lines of a text, at least one. Misread, with the number of the line, where it cannot be read or is more than
    the limits allow.
    """
    text = tidy(text)
    if limits:
        limits.check_size(len(text.encode()))
    if has_facts_only(text):
        raise Misread("facts_only")
    reader = READERS.get(notation_of(text))
    lines = reader(text) if reader else tuple(_plain(text))
    if not lines:
        raise Misread("empty")
    if limits and len(lines) > limits.max_lines:
        raise Misread("too_many_lines", {"count": len(lines), "limit": limits.max_lines})
    return lines


def _plain(text: str) -> Iterator[Line]:
    begun = opens = False
    for row in text.split("\n"):
        words = one_line(row)
        if words:
            yield Line(None, None, words, opens)
            begun, opens = True, False
        else:
            opens = begun
