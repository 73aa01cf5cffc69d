"""What becomes of each event of a calendar file: lines for the command and for the page of the admin. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Result(StrEnum):
    """The ends that an event of a file can come to."""

    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    LEFT = "left"
    GONE = "gone"
    REFUSED = "refused"


HEADINGS: dict[Result, Promise] = {
    Result.REFUSED: _("Refused"),
    Result.NEW: _("New"),
    Result.UPDATED: _("Changed"),
    Result.LEFT: _("Left alone"),
    Result.GONE: _("No longer in the file"),
    Result.UNCHANGED: _("Unchanged"),
}


@dataclass(frozen=True)
class Line:
    """One event: the line where it begins (0: it is not in the file), its title, its end and whole sentences on it."""

    number: int
    title: str
    result: Result
    reasons: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Group:
    """The events with one end."""

    result: Result
    heading: Promise
    lines: list[Line]


@dataclass(frozen=True)
class Report:
    """All lines in the order of the file; ``is_trial`` when nothing was written."""

    lines: tuple[Line, ...]
    is_trial: bool

    @property
    def counts(self) -> Counter[Result]:
        return Counter(line.result for line in self.lines)

    @property
    def groups(self) -> list[Group]:
        """The ends that there are, those first that somebody has to do something about."""
        groups = (
            Group(end, heading, [one for one in self.lines if one.result is end]) for end, heading in HEADINGS.items()
        )
        return [group for group in groups if group.lines]

    def has_changes(self) -> bool:
        return bool(self.counts[Result.NEW] or self.counts[Result.UPDATED])

    def to_json(self) -> dict[str, Any]:
        """For programs, and to be kept: {"dry_run", the number of each end, "events": [{"line", "title", …}]}."""
        events = [
            {
                "line": one.number,
                "title": one.title,
                "result": str(one.result),
                "reasons": list(one.reasons),
                "page": one.page,
            }
            for one in self.lines
        ]
        return {"dry_run": self.is_trial, **{str(end): self.counts[end] for end in Result}, "events": events}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Report:
        lines: Iterable[dict[str, Any]] = kept["events"]
        return cls(
            tuple(
                Line(one["line"], one["title"], Result(one["result"]), tuple(one["reasons"]), one["page"])
                for one in lines
            ),
            kept["dry_run"],
        )


@dataclass(frozen=True)
class Decision:
    """The line of an event, and what is to be written for it; ``write`` gives the page that came of it."""

    line: Line
    write: Callable[[], Any] | None = None

    def carry_out(self) -> Line:
        page = self.write() if self.write else None
        return self.line if page is None else replace(self.line, page=page.pk)
