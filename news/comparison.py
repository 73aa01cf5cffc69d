"""Two texts side by side, piece by piece and word by word. Pure, and bounded in time whatever the texts are.

The differences are the fewest there are (E. W. Myers, "An O(ND) Difference Algorithm", 1986), as far as the steps last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

SAME, GONE, NEW = "same", "gone", "new"
TOKEN = re.compile(r"\s+|\w+(?:['’-]\w+)*|[^\w\s]")
# Pieces that share less than this are two pieces, not one that was rewritten.
ALIKE = 0.4
# Blocks of pieces are matched by likeness up to this many pairs; beyond it in their order.
PAIRS = 2_500

Matches = list[tuple[int, int]]


class Run(NamedTuple):
    """Words that belong together; ``kind`` is same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Piece:
    """One paragraph, heading, item, row of a table or fact. ``links`` are shown only where they alone differ."""

    kind: str
    text: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """One piece on both sides; a side on which it does not stand is empty."""

    kind: str
    earlier: tuple[Run, ...]
    later: tuple[Run, ...]

    @property
    def is_same(self) -> bool:
        return self.earlier == self.later


class Steps:
    """How much work is left."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> bool:
        self.left -= count
        return self.left >= 0


@dataclass(frozen=True)
class Comparison:
    """``is_rough`` says that the steps did not last: some pieces are marked whole."""

    rows: tuple[Row, ...]
    is_rough: bool


def compare(earlier: Sequence[Piece], later: Sequence[Piece], most_steps: int) -> Comparison:
    """The rows of both texts in order, after at most about ``most_steps`` comparisons of two words."""
    steps = Steps(most_steps)
    rows = tuple(_rows(earlier, later, steps))
    return Comparison(rows, steps.left < 0)


def _rows(earlier: Sequence[Piece], later: Sequence[Piece], steps: Steps) -> Iterator[Row]:
    before = after = 0
    for left, right in [*(matches(earlier, later, steps) or []), (len(earlier), len(later))]:
        yield from _changed(earlier[before:left], later[after:right], steps)
        if left < len(earlier):
            run = (Run(SAME, earlier[left].text),)
            yield Row(earlier[left].kind, run, run)
        before, after = left + 1, right + 1


def _changed(gone: Sequence[Piece], new: Sequence[Piece], steps: Steps) -> Iterator[Row]:
    """Rows for pieces of which none stands unchanged on the other side."""
    before = after = 0
    for left, right in [*alike(gone, new, steps), (len(gone), len(new))]:
        yield from (Row(piece.kind, (Run(GONE, piece.text),), ()) for piece in gone[before:left])
        yield from (Row(piece.kind, (), (Run(NEW, piece.text),)) for piece in new[after:right])
        if left < len(gone):
            yield _rewritten(gone[left], new[right], steps)
        before, after = left + 1, right + 1


def alike(gone: Sequence[Piece], new: Sequence[Piece], steps: Steps) -> Matches:
    """Pairs of pieces that are versions of one another, in order: those with the highest likeness together."""
    if len(gone) * len(new) > PAIRS:
        return [(place, place) for place in range(min(len(gone), len(new)))]
    left_words, right_words = ([Counter(_words(piece)) for piece in side] for side in (gone, new))
    # best[i][j]: the sum that the pieces from i and j on can reach.
    best = [[0.0] * (len(new) + 1) for _piece in range(len(gone) + 1)]
    likeness = [[_likeness(one, other, steps) for other in right_words] for one in left_words]
    for i in reversed(range(len(gone))):
        for j in reversed(range(len(new))):
            joined = best[i + 1][j + 1] + likeness[i][j] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], joined)
    return _path(best, likeness)


def _path(best: list[list[float]], likeness: list[list[float]]) -> Matches:
    found, i, j = [], 0, 0
    while i < len(likeness) and j < len(likeness[0]):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            found.append((i, j))
            i, j = i + 1, j + 1
    return found


def _likeness(one: Counter[str], other: Counter[str], steps: Steps) -> float:
    """From 0 to 1: the share of words that both have."""
    total = one.total() + other.total()
    if not total or not steps.take(min(len(one), len(other)) + 1):
        return 0.0
    return 2 * (one & other).total() / total


def _words(piece: Piece) -> list[str]:
    return [piece.kind, *(token for token in TOKEN.findall(piece.text.casefold()) if token[0].isalnum())]


def _rewritten(gone: Piece, new: Piece, steps: Steps) -> Row:
    left, right = (_with_links(one, other) for one, other in ((gone, new), (new, gone)))
    before, after = TOKEN.findall(left), TOKEN.findall(right)
    found = matches(before, after, steps)
    if found is None:
        return Row(new.kind, (Run(GONE, left),), (Run(NEW, right),))
    stays = _firm(before, after, found)
    return Row(
        new.kind,
        _runs(before, {left for left, _right in stays}, GONE),
        _runs(after, {right for _left, right in stays}, NEW),
    )


def _with_links(piece: Piece, other: Piece) -> str:
    """The text; with the addresses of its links where the other one's are different."""
    links = " ".join(piece.links) if piece.links != other.links else ""
    return f"{piece.text} [{links}]" if links else piece.text


def _firm(before: list[str], after: list[str], found: Matches) -> Matches:
    """``found`` without the spaces between two changed words, so that changed words read as one phrase."""
    ends = [(-1, -1), *found, (len(before), len(after))]
    close = {
        here
        for (last, here), (_here, following) in pairwise(pairwise(ends))
        if before[here[0]].isspace()
        and (here[0] - last[0], here[1] - last[1]) != (1, 1)
        and (following[0] - here[0], following[1] - here[1]) != (1, 1)
    }
    return [pair for pair in found if pair not in close]


def _runs(tokens: list[str], stays: set[int], kind: str) -> tuple[Run, ...]:
    marked = ((SAME if place in stays else kind, token) for place, token in enumerate(tokens))
    return tuple(
        Run(name, "".join(token for _kind, token in part)) for name, part in groupby(marked, key=lambda pair: pair[0])
    )


def matches(one: Sequence[Hashable], other: Sequence[Hashable], steps: Steps) -> Matches | None:
    """Pairs of places at which both sequences have the same, in order and as many as can be; None out of steps."""
    start, most = 0, min(len(one), len(other))
    while start < most and one[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and one[-1 - end] == other[-1 - end]:
        end += 1
    middle = _shortest(one[start : len(one) - end], other[start : len(other) - end], steps)
    if middle is None:
        return None
    tail = range(end, 0, -1)
    return [
        *((place, place) for place in range(start)),
        *((left + start, right + start) for left, right in middle),
        *((len(one) - back, len(other) - back) for back in tail),
    ]


def _shortest(one: Sequence[Hashable], other: Sequence[Hashable], steps: Steps) -> Matches | None:
    """The places that the shortest script of edits leaves alone."""
    if not one or not other:
        return []
    furthest = {1: 0}
    rounds: list[dict[int, int]] = []
    for edits in range(len(one) + len(other) + 1):
        rounds.append(furthest)
        furthest = dict(furthest)
        for line in range(-edits, edits + 1, 2):
            x = _step(furthest, line, edits)
            began = x
            while x < len(one) and x - line < len(other) and one[x] == other[x - line]:
                x += 1
            furthest[line] = x
            if not steps.take(1 + x - began):
                return None
            if x >= len(one) and x - line >= len(other):
                return _way_back(rounds, len(one), len(other))
        # What a round keeps is work too.
        if not steps.take(edits // 8):
            return None
    raise AssertionError("Two sequences differ by no more than all they have.")


def _step(furthest: dict[int, int], line: int, edits: int) -> int:
    """How far the next edit leads on a line: down from the line above, or right from the line below."""
    is_down = line == -edits or (line != edits and furthest[line - 1] < furthest[line + 1])
    return furthest[line + 1] if is_down else furthest[line - 1] + 1


def _way_back(rounds: list[dict[int, int]], x: int, y: int) -> Matches:
    found: Matches = []
    for edits in reversed(range(len(rounds))):
        furthest, line = rounds[edits], x - y
        is_down = line == -edits or (line != edits and furthest[line - 1] < furthest[line + 1])
        before = line + 1 if is_down else line - 1
        from_x = furthest[before]
        from_y = from_x - before
        while x > from_x and y > from_y and x > 0 and y > 0:
            x, y = x - 1, y - 1
            found.append((x, y))
        x, y = from_x, from_y
    return found[::-1]
