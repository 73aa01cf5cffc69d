"""Brings addresses with consent onto the list: each row judged, then written; whoever left stays away.

The trial and the import are the same judgement; the trial writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.mailboxes import normalise
from core.missions import languages_of
from newsletter.csv_reading import Sheet
from newsletter.models import Consent, Subscriber, Wish
from newsletter.suppression import suppressed_among

PORTION = 500
NEW, KNOWN, REFUSED, WRONG, TWICE = "new", "known", "refused", "wrong", "twice"
SHOWN = 500


@dataclass(frozen=True)
class Wishes:
    """What the editor said of the file; a column of -1 is none."""

    email_column: int
    language_column: int
    language: str
    topics: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Line:
    """What is to become of a row: its number in the file, its address as typed, and why not."""

    number: int
    email: str
    outcome: str
    why: str = ""
    language: str = ""


@dataclass
class Report:
    """How many rows came to what, and those that were not taken (the first of them)."""

    counts: dict[str, int] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def new(self) -> int:
        return self.counts.get(NEW, 0)

    @property
    def has_more(self) -> bool:
        others = sum(count for outcome, count in self.counts.items() if outcome not in (NEW, KNOWN))
        return others > len(self.lines)


def run(site: Site, sheet: Sheet, wishes: Wishes, now: datetime, *, is_trial: bool) -> Report:
    """Judges every row and, unless it is a trial, brings in the new ones, a portion at a time."""
    counts: Counter[str] = Counter()
    shown: list[dict[str, Any]] = []
    seen: set[str] = set()
    languages = languages_of(site) or [settings.LANGUAGE_CODE]
    rows = iter(sheet.rows)
    while portion := list(islice(rows, PORTION)):
        lines = list(_judge(site, portion, wishes, languages, seen))
        if not is_trial:
            lines = _write(site, lines, wishes, now)
        counts.update(line.outcome for line in lines)
        shown += [asdict(line) for line in lines if line.outcome not in (NEW, KNOWN)]
    return Report(dict(counts), shown[:SHOWN])


def _judge(
    site: Site, rows: list[tuple[int, list[str]]], wishes: Wishes, languages: list[str], seen: set[str]
) -> Iterator[Line]:
    read = [_read(number, cells, wishes, languages) for number, cells in rows]
    emails = [line.email.lower() for line in read if line.outcome == NEW]
    known = set(
        Subscriber.objects.for_site(site)
        .annotate(low=Lower("email"))
        .filter(low__in=emails)
        .values_list("low", flat=True)
    )
    suppressed = suppressed_among(site.pk, emails)
    for line in read:
        low = line.email.lower()
        if line.outcome != NEW:
            yield line
        elif low in seen:
            yield Line(line.number, line.email, TWICE, _("The address stands in the file twice."))
        elif low in suppressed:
            why = _("This reader has left, or mail does not arrive. Only they themselves can join again.")
            yield Line(line.number, line.email, REFUSED, why)
        elif low in known:
            yield Line(line.number, line.email, KNOWN)
        else:
            yield line
        seen.add(low)


def _read(number: int, cells: list[str], wishes: Wishes, languages: list[str]) -> Line:
    typed = _cell(cells, wishes.email_column)
    try:
        email = normalise(typed)
    except ValidationError as error:
        return Line(number, typed[:254], WRONG, " ".join(error.messages))
    given = _cell(cells, wishes.language_column).lower()
    if given and given not in languages:
        why = _("The list has no letters in “%(language)s”. Write one of: %(languages)s.")
        return Line(number, email, WRONG, why % {"language": given[:20], "languages": ", ".join(languages)})
    return Line(number, email, NEW, language=given or wishes.language)


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if 0 <= place < len(cells) else ""


def _write(site: Site, lines: list[Line], wishes: Wishes, now: datetime) -> list[Line]:
    """Writes the new ones; one that somebody else brought in meanwhile is a known one."""
    fresh = [line for line in lines if line.outcome == NEW]
    with transaction.atomic():
        rows = [
            Subscriber(
                site=site, email=line.email, language=line.language, state="confirmed", asked_at=now, confirmed_at=now
            )
            for line in fresh
        ]
        Subscriber.objects.bulk_create(rows, ignore_conflicts=True)
        made = list(Subscriber.objects.filter(public_id__in=[row.public_id for row in rows]))
        Wish.objects.bulk_create(Wish(subscriber=row, topic=topic) for row in made for topic in wishes.topics)
        Consent.objects.bulk_create(
            Consent(subscriber=row, act=Consent.Act.IMPORTED, at=now, source=wishes.source) for row in made
        )
    written = {row.email for row in made}
    return [
        line if line.outcome != NEW or line.email in written else Line(line.number, line.email, KNOWN) for line in lines
    ]
