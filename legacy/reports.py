"""What becomes of each source of the old site: lines for the command and for the page of the admin. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from legacy.old_pages import OldPage
from news.dates import long_date


class Result(StrEnum):
    """The ends that a source can come to."""

    NEW = "new"
    UPDATED = "updated"
    LINKED = "linked"
    CHANGED = "changed"
    LEFT = "left"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


HEADINGS: dict[Result, Promise] = {
    Result.REFUSED: _("Refused"),
    Result.CHANGED: _("Changed since, and not overwritten"),
    Result.NEW: _("New"),
    Result.UPDATED: _("Overwritten or completed"),
    Result.LINKED: _("Here already, and linked"),
    Result.LEFT: _("Left alone"),
    Result.UNCHANGED: _("Unchanged"),
}
WRITTEN = (Result.NEW, Result.UPDATED, Result.LINKED)


def read_of(page: OldPage) -> str:
    """The facts of a page in one sentence, so that somebody can see at a glance whether they are right."""
    issue = gettext("%(series)s, number %(number)d") % {"series": page.series, "number": page.number or 0}
    said = [issue if page.number else "", long_date(page.date), page.category, page.author]
    facts = "; ".join(fact for fact in said if fact)
    return gettext("Read: %(facts)s.") % {"facts": facts} if facts else ""


@dataclass(frozen=True)
class Line:
    """One source: its name, the title it has, its end and whole sentences on it; ``page`` is what it became."""

    source: str
    title: str
    result: Result
    reasons: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True)
class Group:
    result: Result
    heading: Promise
    lines: list[Line]


@dataclass(frozen=True)
class Report:
    """All lines in the order of the sources; ``is_trial`` when nothing was written, ``left_out`` counts other files."""

    lines: tuple[Line, ...]
    is_trial: bool
    left_out: int = 0

    @property
    def counts(self) -> Counter[Result]:
        return Counter(line.result for line in self.lines)

    @property
    def groups(self) -> list[Group]:
        """The ends that there are, those first that somebody has to do something about."""
        groups = (Group(end, said, [one for one in self.lines if one.result is end]) for end, said in HEADINGS.items())
        return [group for group in groups if group.lines]

    def has_changes(self) -> bool:
        return any(self.counts[end] for end in WRITTEN)

    def to_json(self) -> dict[str, Any]:
        """For programs, and to be kept: {"dry_run", "left_out", the number of each end, "sources": [{"source", …}]}."""
        sources = [
            {
                "source": one.source,
                "title": one.title,
                "result": str(one.result),
                "reasons": list(one.reasons),
                "page": one.page,
            }
            for one in self.lines
        ]
        counts = {str(end): self.counts[end] for end in Result}
        return {"dry_run": self.is_trial, "left_out": self.left_out, **counts, "sources": sources}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Report:
        lines = tuple(
            Line(one["source"], one["title"], Result(one["result"]), tuple(one["reasons"]), one["page"])
            for one in kept["sources"]
        )
        return cls(lines, kept["dry_run"], kept["left_out"])
