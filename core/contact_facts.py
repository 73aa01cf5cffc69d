"""What a contact says, as plain values that can be kept and compared."""

from __future__ import annotations

from typing import Any

from core.models import Contact, ContactWords

FIELDS = ("telephone", "extension", "fax", "email", "web_site")
WORDS = ("heading", "person", "role")


def facts_of(contact: Contact) -> dict[str, Any]:
    """Everything that visitors see of ``contact``, in all its languages."""
    words = {row.language: {name: getattr(row, name) for name in WORDS} for row in contact.words.all()}
    return {**{name: getattr(contact, name) for name in FIELDS}, "words": words}


def contact_of(facts: dict[str, Any]) -> Contact:
    """A contact that is in no table and says what was kept by ``facts_of``; it has no address of its own."""
    made: Any = Contact(**{name: facts.get(name, "") for name in FIELDS})
    made.words = [ContactWords(language=code, **words) for code, words in facts.get("words", {}).items()]
    contact: Contact = made
    return contact


def said(contact: Contact, main: str) -> tuple[str, ...]:
    """What a reader of the active language sees; two contacts that say the same are equal in it."""
    return (*(getattr(contact, name) for name in FIELDS), *(contact.word(name, main=main).text for name in WORDS))
