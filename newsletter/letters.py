"""The letters that answer the form: what they say, in the reader's language, and the headers by which mail programs
leave the list. Nothing that was typed into the form stands in them: whoever writes somebody else's address into it must
not be able to have us write to them in words of theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from core.delivery import one_line, sender
from core.missions import mission_of_site
from core.models import OutboxMessage
from core.outbox import Draft
from newsletter.models import Subscriber
from newsletter.preferences import Preferences, in_words
from newsletter.tokens import confirm_token, manage_token, manage_token_of


@dataclass(frozen=True)
class Letter:
    """A kind of letter: the name of its templates, and whether it asks to confirm."""

    template: str
    asks: bool

    @property
    def kind(self) -> str:
        return f"newsletter.{self.template}"


CONFIRM = Letter("confirm", asks=True)
ALREADY = Letter("already", asks=False)
LETTERS = (CONFIRM, ALREADY)


def letter_to(subscriber: Subscriber, letter: Letter, chosen: Preferences, now: datetime) -> Draft:
    """The letter, text and HTML, ready for the outbox; every address in it is absolute, from the mission's site.

    One that asks is not sent any more once its link has ended.
    """
    site, mission = subscriber.site, mission_of_site(subscriber.site)
    with translation.override(subscriber.language):
        name = one_line(str(mission.mission_name) or str(site))
        context = _context(subscriber, letter, chosen, now) | {"mission_name": name}
        subject = _("Please confirm your address") if letter.asks else _("You are already on the list")
        return Draft(
            key=f"{letter.kind}.{subscriber.public_id}.{now.timestamp():.6f}",
            kind=letter.kind,
            about=subscriber.public_id,
            site=site,
            language=subscriber.language,
            sender=sender(mission, name),
            recipient=subscriber.email,
            subject=one_line(f"{subject}: {name}"),
            text=render_to_string(f"newsletter/letters/{letter.template}.txt", context),
            html=render_to_string(f"newsletter/letters/{letter.template}.html", context),
            expires=now + timedelta(days=settings.LIST_CONFIRM_DAYS),
        )


def _context(subscriber: Subscriber, letter: Letter, chosen: Preferences, now: datetime) -> dict[str, Any]:
    site = subscriber.site
    return {
        "language": subscriber.language,
        "site_url": site.root_url,
        "manage_url": _absolute(site, "newsletter:manage", manage_token(subscriber, now)),
        "confirm_url": _absolute(site, "newsletter:confirm", confirm_token(subscriber, now)) if letter.asks else "",
        "chosen": in_words(site, chosen) if letter.asks else [],
        "days": settings.LIST_CONFIRM_DAYS,
    }


def heads(message: OutboxMessage) -> dict[str, str]:
    """RFC 2369 and RFC 8058: leaving by one press in the mail program; RFC 2919: which list it is."""
    token = manage_token_of(message.site_id, message.about, message.made_at)
    with translation.override(message.language):
        return {
            "List-Id": f"<list.{message.site.hostname}>",
            "List-Unsubscribe": f"<{_absolute(message.site, 'newsletter:manage', token)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


def _absolute(site: Site, name: str, token: str) -> str:
    return f"{site.root_url}{reverse(name, args=[token])}"
