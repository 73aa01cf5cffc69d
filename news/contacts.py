"""The contact that a bulletin shows, and what it said when the bulletin came out, where that was something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery

from core.contact_facts import contact_of, said
from core.dates import day_date
from core.missions import local_now
from core.models import Contact, ContactWords, MissionSettings
from news.models.contacts import ContactAtPublication


@dataclass(frozen=True)
class ShownContact:
    """``then`` is the contact as it was on ``day``; None where a reader of the active language sees the same now."""

    contact: Contact
    then: Contact | None = None
    day: str = ""


def shown_contact(page: Any, mission: MissionSettings) -> ShownContact | None:
    """None for a bulletin without contact, or whose contact was withdrawn. One query."""
    if not page.contact_id:
        return None
    at_first = ContactAtPublication.objects.filter(translation_key=page.translation_key)
    rows = ContactWords.objects.filter(parent=page.contact_id).select_related("parent")
    kept = {name: Subquery(at_first.values(name)[:1]) for name in ("facts", "published_at")}
    words = list(rows.annotate(**kept))
    # A contact that was emptied of its words still has its numbers; what it was at first is not compared then.
    contact: Any = words[0].parent if words else page.contact
    contact.words = words
    if contact.is_withdrawn:
        return None
    page.contact = contact
    return _compared(contact, words[0].facts, words[0].published_at, mission) if words else ShownContact(contact)


def _compared(contact: Contact, facts: Any, published_at: Any, mission: MissionSettings) -> ShownContact:
    if not facts:
        return ShownContact(contact)
    then, main = contact_of(facts), mission.main_language
    if said(then, main) == said(contact, main):
        return ShownContact(contact)
    return ShownContact(contact, then, day_date(local_now(mission, published_at).date()))
