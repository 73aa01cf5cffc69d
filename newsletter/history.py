"""What happened to one subscriber, the newest first: what they agreed to, the letters to them, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from newsletter.models import Bounce, Consent, Delivery, Subscriber, Suppression

# So many of each kind are read; a reader of ten years has thousands of letters.
MOST = 200


@dataclass(frozen=True)
class Entry:
    """``at`` is aware. ``details`` are lines of text, as they were kept."""

    at: datetime
    what: str
    details: tuple[str, ...] = ()


def history(subscriber: Subscriber, most: int = MOST) -> list[Entry]:
    """Three queries, however long the history is."""
    found = chain(_consents(subscriber, most), _letters(subscriber, most), _returned(subscriber, most))
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:most]


def _consents(subscriber: Subscriber, most: int) -> list[Entry]:
    rows = Consent.objects.filter(subscriber=subscriber).order_by("-at", "-pk")[:most]
    return [Entry(row.at, str(row.get_act_display()), _lines(row.page, _source(row), row.wording)) for row in rows]


def _source(consent: Consent) -> str:
    """Where an import came from is as an editor typed it; why an address was stopped is a word of ours."""
    if consent.act == Consent.Act.STOPPED and consent.source in Suppression.Reason.values:
        return str(Suppression.Reason(consent.source).label)
    return consent.source


def _letters(subscriber: Subscriber, most: int) -> list[Entry]:
    rows = Delivery.objects.filter(subscriber=subscriber).select_related("issue")
    latest = rows.annotate(at=Coalesce("settled_at", "not_before")).order_by("-at", "-pk")[:most]
    said = _("Letter “%(title)s”: %(state)s")
    return [
        Entry(row.at, said % {"title": row.issue.title, "state": row.get_state_display()}, _lines(row.error))
        for row in latest
    ]


def _returned(subscriber: Subscriber, most: int) -> list[Entry]:
    rows = Bounce.objects.filter(subscriber=subscriber).select_related("delivery__issue").order_by("-at", "-pk")[:most]
    return [
        Entry(
            row.at,
            _("A letter: %(kind)s") % {"kind": row.get_kind_display()},
            _lines(row.delivery.issue.title if row.delivery else "", row.status, row.reason),
        )
        for row in rows
    ]


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
