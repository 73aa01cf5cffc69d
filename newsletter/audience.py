"""For how many readers an issue is, by the language that they get it in; asked before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from core.languages import own_name
from newsletter.models import Issue
from newsletter.preparing import readers_of


@dataclass(frozen=True)
class Share:
    """Readers of one language; ``gets`` is the language of their letter, "" where it is their own."""

    language: str
    readers: int
    gets: str


def audience(issue: Issue, spoken: list[str]) -> list[Share]:
    """The readers by language, the most first. ``spoken`` are the issue's languages, the fallback first."""
    rows = readers_of(issue).prefetch_related(None).order_by().values_list("language").annotate(count=Count("pk"))
    shares = [Share(own_name(code), count, "" if code in spoken else own_name(spoken[0])) for code, count in rows]
    return sorted(shares, key=lambda share: -share.readers)
