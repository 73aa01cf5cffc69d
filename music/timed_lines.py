"""A line of words and when it is heard, and the forms in which its time is written. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`start_ms` and `end_ms` are in milliseconds from the beginning, None where no time is known; `text` is one line
    without blanks at its ends; `opens` says that a verse begins: a blank line or a silence stood before it.
    """

    start_ms: int | None
    end_ms: int | None
    text: str
    opens: bool = False


@dataclass(frozen=True)
class Row:
    """One line in several languages, in the order of their texts, at one time."""

    start_ms: int | None
    end_ms: int | None
    opens: bool
    cells: tuple[str, ...]


# Translations are timed by other hands; lines that begin so near to each other are the same line.
NEAR_MS = 1000


def one_line(text: str) -> str:
    """The text without line breaks, and with one blank between words."""
    return " ".join(text.split())


def clock_text(milliseconds: int) -> str:
    """1:23 or 1:02:03, the second that has begun."""
    hours, rest = divmod(milliseconds // 1000, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def second_text(milliseconds: int) -> str:
    """Seconds as an address carries them behind #t= (Media Fragments URI 1.0, 4.2.1): 83, or 83.25."""
    return f"{milliseconds / 1000:.3f}".rstrip("0").rstrip(".")


def _fits(one: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two texts are the same lines: as many, and where both have times, at nearly the same times."""
    return len(one) == len(other) and all(
        first.start_ms is None or second.start_ms is None or abs(first.start_ms - second.start_ms) <= NEAR_MS
        for first, second in zip(one, other, strict=True)
    )


def groups(texts: Sequence[Sequence[Line]]) -> list[list[int]]:
    """The places of the texts, put together where they are the same lines; a text that fits none stands alone."""
    found: list[list[int]] = []
    for place, text in enumerate(texts):
        group = next((one for one in found if all(_fits(texts[other], text) for other in one)), None)
        if group is None:
            found.append([place])
        else:
            group.append(place)
    return found


def rows(texts: Sequence[Sequence[Line]]) -> list[Row]:
    """The lines of texts that fit, side by side; the times are those of the first text that has any."""
    leading = next((text for text in texts if text and text[0].start_ms is not None), texts[0])
    return [
        Row(line.start_ms, line.end_ms, line.opens, tuple(text[place].text for text in texts))
        for place, line in enumerate(leading)
    ]
