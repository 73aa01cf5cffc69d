"""A bulletin as the parts of a letter: the page itself, in the HTML that mail programs know."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import nh3
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from core.feed_html import ATTRIBUTES, TAGS, absolute_html
from core.missions import absolute, mission_of
from news.cards import bulletin_card
from news.contacts import shown_contact
from news.corrections import corrections_of, feed_note
from news.feeds import Embedded, pieces
from news.models import BulletinPage

# Between these the contact stands, so that it can be taken out of what was kept.
CONTACT, END_OF_CONTACT = '<div id="contact">', "</div>"
# Mail programs play nothing; a recording's link stands beside its player.
NOT_IN_MAIL = {"audio", "source"}


def bulletin_parts(page: BulletinPage, request: HttpRequest, now: datetime) -> dict[str, Any]:
    """``subject heading kicker url parts`` of the letter; ``parts`` are pieces of HTML with absolute addresses."""
    card = bulletin_card(page, request)
    url = page.get_full_url(request)
    embedded = Embedded([page], request, now)
    note = feed_note(corrections_of(page, request))
    html = [mail_html(piece, url, request) for piece in (note, *pieces(page, request, embedded))]
    contact = shown_contact(page, mission_of(request))
    if contact is not None:
        card_html = render_to_string("newsletter/letters/contact.html", {"contact": contact.contact})
        html.append(f"{CONTACT}{mail_html(card_html, url, request)}{END_OF_CONTACT}")
    return {
        "subject": f"{card.issue}: {card.title}" if card.number else card.title,
        "heading": card.title,
        "card": card,
        "summary": card.summary,
        "url": url,
        "parts": [piece for piece in html if piece],
    }


def without_contact(html: str) -> str:
    """A letter's HTML without its contact."""
    before, found, rest = html.partition(CONTACT)
    return before + rest.partition(END_OF_CONTACT)[2] if found else html


def mail_html(html: str, base: str, request: HttpRequest) -> str:
    """Clean HTML with absolute addresses, no player, and no picture but those of our own hosts."""
    clean = absolute_html(html, base)
    own = (absolute(request, "/"), absolute(request, settings.MEDIA_URL))
    return nh3.clean(
        clean,
        tags=TAGS - NOT_IN_MAIL,
        attributes={**ATTRIBUTES, "img": {"src", "alt", "width", "height"}},
        attribute_filter=lambda tag, name, value: _own_picture(tag, name, value, own),
        link_rel=None,
    ).strip()


def _own_picture(tag: str, name: str, value: str, own: tuple[str, ...]) -> str | None:
    if tag == "img" and name == "src" and not value.startswith(own):
        return None
    return value
