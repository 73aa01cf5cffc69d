"""Erases what bulletins keep of a contact that was withdrawn: what it said at first, and in earlier texts."""

from __future__ import annotations

from django.db.models import Q

from core.models import Contact
from news.models import BulletinPage, BulletinVersion, ContactAtPublication

FACT = "contact"


def erase_traces(contact: Contact) -> None:
    """In earlier texts the contact goes from every bulletin that names it, now or at first, and wherever it is told by
    its number, address or name: better one line too many than one that stays.
    """
    keys = ContactAtPublication.objects.filter(contact=contact).values("translation_key")
    own = BulletinPage.objects.filter(Q(contact=contact) | Q(translation_key__in=keys))
    named = set(own.values_list("pk", flat=True))
    people = [row.person for row in contact.words.all()]
    marks = {mark for mark in (contact.telephone, contact.email, *people) if mark}
    pages = BulletinPage.objects.for_site(contact.site).values("pk")
    for row in BulletinVersion.objects.filter(page__in=pages).defer("body"):
        said = "".join(words for key, words in row.facts if key == FACT)
        if said and (row.page_id in named or any(mark in said for mark in marks)):
            row.facts = [pair for pair in row.facts if pair[0] != FACT]
            row.save(update_fields=["facts"])
    ContactAtPublication.objects.erase(contact)
