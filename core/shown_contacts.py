"""Which contacts are public: those that a page of the mission shows which strangers may read."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex, Site

from core.models import Contact
from core.querysets import restricted


def pages_showing(contact: Contact) -> Any:
    """The live pages, open to all, that show the contact; drafts and what stands in revisions do not count."""
    rows = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Contact),
        to_object_id=str(contact.pk),
    )
    keys = [int(key) for key in rows.values_list("object_id", flat=True).distinct()]
    return Page.objects.filter(pk__in=keys).live().filter(~restricted())


def find_contact(site: Site, slug: str) -> Contact | None:
    """The contact of the site with that slug that strangers may see, or that was withdrawn; else None."""
    contact: Contact | None = Contact.objects.for_site(site).with_words().filter(slug=slug).first()
    if contact is None or contact.is_withdrawn or pages_showing(contact).exists():
        return contact
    return None
