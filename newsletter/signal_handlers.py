"""Keeps the letters that went out free of what was withdrawn; connected in apps.py."""

from __future__ import annotations

from typing import Any

from core.models import Contact
from core.plain_text import plain_text
from news.models import BulletinPage
from newsletter.bulletin_letters import without_contact
from newsletter.models import IssueText


def take_contact_out(sender: Any, contact: Contact, **kwargs: Any) -> None:
    """A contact that was withdrawn stands in no letter that can still be read or sent."""
    bulletins = BulletinPage.objects.filter(contact=contact).values("translation_key")
    for text in IssueText.objects.filter(issue__translation_key__in=bulletins):
        html = without_contact(text.html)
        if html != text.html:
            text.html, text.text = html, plain_text(html)
            text.save(update_fields=["html", "text"])
