"""Withdraws a contact everywhere. Apps that keep something of contacts listen and erase it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.dispatch import Signal

from core.models import Contact

# Sent in the transaction of the withdrawal, with ``contact``.
contact_withdrawn = Signal()


def withdraw(contact: Contact, now: datetime) -> None:
    """No page shows the contact any more; what was kept of it elsewhere is erased for ever."""
    with transaction.atomic():
        contact.withdrawn_at = now
        contact.save()
        contact_withdrawn.send(sender=Contact, contact=contact)


def bring_back(contact: Contact) -> None:
    """The contact as it is now is shown again; what was erased is not brought back."""
    contact.withdrawn_at = None
    contact.save()
