"""How heavy a finding is, and what it says: a heading, what is the matter, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _


class Level(StrEnum):
    """RED stops letters, or makes them spam. UNKNOWN could not be judged from here."""

    RED = "red"
    AMBER = "amber"
    UNKNOWN = "unknown"
    GREEN = "green"

    @property
    def label(self) -> Any:
        return LABELS[self]


LABELS = {
    Level.RED: _("Has to be mended"),
    Level.AMBER: _("Should be better"),
    Level.UNKNOWN: _("Cannot be judged"),
    Level.GREEN: _("In order"),
}


@dataclass(frozen=True)
class Words:
    """Translatable sentences with the finding's facts as named places; ``todo`` is "" where nothing is to be done."""

    level: Level
    title: Any
    what: Any
    todo: Any = ""


def unanswered(title: Any) -> Words:
    """DNS did not answer, which says nothing about the mission's mail."""
    what = _("The directory of the Internet (DNS) did not answer in time: %(name)s.")
    return Words(Level.UNKNOWN, title, what, _("Examine again in a while."))
