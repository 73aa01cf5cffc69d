"""What an issue says: the languages it exists in, the variants of a digest, and the texts of each."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.models import Issue


@dataclass(frozen=True)
class Composed:
    """A letter's words in one language; links of the reader's own hold ``mime.MARK``."""

    subject: str
    text: str
    html: str


def languages(issue: Issue) -> list[str]:
    """The languages that the issue can be read in, the fallback first."""
    raise NotImplementedError


def variant_for(issue: Issue, rhythm: str, wishes: frozenset[tuple[str, int | None]]) -> str | None:
    """The variant of a reader of this rhythm with these wishes (topic, category); None where it holds nothing for them."""
    raise NotImplementedError


def compose(issue: Issue, language: str, variant: str) -> Composed:
    """The texts of the issue in a language that it exists in."""
    raise NotImplementedError
