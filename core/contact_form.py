"""The editors' form of a contact: its address, and where the former one leads."""

from __future__ import annotations

from typing import Any

from core.forms import MissionOwnedForm
from core.named_forms import keep_addresses


class ContactForm(MissionOwnedForm):
    """A slug that is left empty is made from the name; an address that was given out keeps answering."""

    def save(self, commit: bool = True) -> Any:
        before = self.initial.get("slug")
        contact = super().save(commit=commit)
        if commit and before and before != contact.slug:
            keep_addresses(contact, before)
        return contact
