"""The letters of the list: what they say, in the reader's language, and the headers by which mail programs leave it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core.delivery import one_line, sender
from core.missions import mission_of_site
from newsletter.models import Subscriber
from newsletter.tokens import confirm_token, manage_token


@dataclass(frozen=True)
class Letter:
    """A kind of letter: the name of its templates, and whether it asks to confirm."""

    template: str
    asks: bool


CONFIRM = Letter("confirm", asks=True)
ALREADY = Letter("already", asks=False)


def letter_to(subscriber: Subscriber, letter: Letter, now: datetime) -> EmailMultiAlternatives:
    """The message, text and HTML, ready to send; every address in it is absolute, from the mission's site."""
    mission = mission_of_site(subscriber.site)
    with translation.override(subscriber.language):
        name = one_line(str(mission.mission_name) or str(subscriber.site))
        manage_url = _absolute(subscriber, "newsletter:manage", manage_token(subscriber, now))
        context = {
            "mission_name": name,
            "language": subscriber.language,
            "site_url": subscriber.site.root_url,
            "manage_url": manage_url,
            "days": settings.LIST_CONFIRM_DAYS,
        }
        if letter.asks:
            context["confirm_url"] = _absolute(subscriber, "newsletter:confirm", confirm_token(subscriber, now))
        subject = _("Please confirm your address") if letter.asks else _("You are already on the list")
        message = EmailMultiAlternatives(
            subject=f"{subject}: {name}",
            body=render_to_string(f"newsletter/letters/{letter.template}.txt", context),
            from_email=sender(mission, name),
            to=[subscriber.email],
            headers=_headers(subscriber, manage_url),
        )
        message.attach_alternative(render_to_string(f"newsletter/letters/{letter.template}.html", context), "text/html")
    return message


def _absolute(subscriber: Subscriber, name: str, token: str) -> str:
    return f"{subscriber.site.root_url}{reverse(name, args=[token])}"


def _headers(subscriber: Subscriber, manage_url: str) -> dict[str, str]:
    """RFC 2369 and RFC 8058: leaving by one press in the mail program; RFC 3834: nobody answers a machine."""
    return {
        "Message-ID": make_msgid(domain=subscriber.site.hostname),
        "List-Unsubscribe": f"<{manage_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": subscriber.language,
    }
