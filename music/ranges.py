"""Byte ranges as RFC 9110 section 14 defines them. Pure: knows a header and a length, no request and no file."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A header that asks for more is answered with the whole file, as section 14.2 allows for egregious requests.
MAX_RANGES = 16
MAX_HEADER_LENGTH = 1000
# Two parts closer than what a part's own headers take travel as one (section 15.3.7.2).
PART_OVERHEAD = 80

_RANGE_SPEC = re.compile(r"([0-9]+)-([0-9]*)|-([0-9]+)")
_OPTIONAL_SPACE = " \t"


@dataclass(frozen=True)
class Span:
    """Bytes `first` to `last`, both included, counted from 0."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class Whole:
    """No range is asked for, or none that has to be honoured: the answer is 200."""


@dataclass(frozen=True)
class Spans:
    """What to send as 206: at least one span, within the file, apart from each other, in the order asked for."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Unsatisfiable:
    """The header is valid and nothing that it names exists: the answer is 416."""


def parse_range(header: str | None, length: int) -> Whole | Spans | Unsatisfiable:
    """What a Range header asks of a representation of `length` bytes.

    An unknown unit, an invalid specifier and an excessive request are ignored, so they give Whole. Never raises.
    """
    specs = _read_specs(header) if header and len(header) <= MAX_HEADER_LENGTH else None
    if not specs or len(specs) > MAX_RANGES:
        return Whole()
    spans = [span for first, last in specs if (span := _resolve(first, last, length))]
    if spans:
        return Spans(tuple(_coalesce(spans)))
    # Satisfiable by section 14.1.2, but no Content-Range can name a byte of an empty representation.
    if length == 0 and any(first is None and last for first, last in specs):
        return Whole()
    return Unsatisfiable()


def _read_specs(header: str) -> list[tuple[int | None, int | None]] | None:
    """Pairs (first, last) as written: (5, None) is `5-`, (None, 5) the suffix `-5`. None where the syntax is broken."""
    unit, equals, listed = header.strip(_OPTIONAL_SPACE).partition("=")
    if not equals or unit.lower() != "bytes":
        return None
    specs: list[tuple[int | None, int | None]] = []
    for element in listed.split(","):
        text = element.strip(_OPTIONAL_SPACE)
        if not text:
            continue  # a list may have empty elements (section 5.6.1.2)
        found = _RANGE_SPEC.fullmatch(text)
        if found is None:
            return None
        first, last, suffix = (int(digits) if digits else None for digits in found.groups())
        if first is not None and last is not None and last < first:
            return None
        specs.append((first, last if first is not None else suffix))
    return specs


def _resolve(first: int | None, last: int | None, length: int) -> Span | None:
    """The bytes that exist of one range; None where there are none."""
    if first is None:
        first, last = max(length - (last or 0), 0), None
    end = length - 1 if last is None else min(last, length - 1)
    return Span(first, end) if first <= end else None


def _coalesce(spans: list[Span]) -> list[Span]:
    """Joins spans that overlap or nearly touch; a joined span stands where the first of its members stood."""
    kept: list[Span] = []
    for span in spans:
        place = len(kept)
        # A joined span may in turn reach others, also those that were passed already.
        while (near := _first_near(kept, span)) is not None:
            other = kept.pop(near)
            span = Span(min(span.first, other.first), max(span.last, other.last))
            place = min(place, near)
        kept.insert(place, span)
    return kept


def _first_near(spans: list[Span], span: Span) -> int | None:
    for index, other in enumerate(spans):
        if span.first - other.last - 1 <= PART_OVERHEAD and other.first - span.last - 1 <= PART_OVERHEAD:
            return index
    return None
