"""What the contact of a bulletin said on the day of its first publication, in all languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.contact_facts import facts_of
from core.models import Contact


class ContactAtPublicationManager(models.Manager["ContactAtPublication"]):
    def keep(self, key: UUID, contact: Contact, now: datetime) -> None:
        """Keeps what ``contact`` says for the bulletin with that translation key, unless something is kept already.

        What was erased stays erased, for as long as the bulletin names the contact that was withdrawn.
        """
        known = self.filter(translation_key=key).first()
        if contact.is_withdrawn or (known and (known.facts or known.contact_id == contact.pk)):
            return
        values = {"contact": contact, "facts": facts_of(contact), "published_at": now}
        self.update_or_create(translation_key=key, defaults=values)

    def erase(self, contact: Contact) -> None:
        """Forgets what was kept of ``contact``; that something was kept stays known."""
        for row in self.filter(contact=contact):
            row.facts = {}
            row.save()


class ContactAtPublication(models.Model):
    """One for a bulletin in all its languages. ``facts`` are plain values as ``core.contact_facts`` makes them, and
    {} after the contact was withdrawn. It goes with its contact.
    """

    translation_key = models.UUIDField(unique=True)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    facts = models.JSONField(default=dict)
    published_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    objects: ClassVar[Any] = ContactAtPublicationManager()

    class Meta:
        verbose_name = _("contact at publication")
        verbose_name_plural = _("contacts at publication")

    def __str__(self) -> str:
        return str(self.translation_key)
