"""A contact by itself: a file for address books, and a card to be printed."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.dispositions import content_disposition
from core.missions import absolute, current_site, mission_of
from core.models import Contact
from core.phone import tel_uri
from core.safe_methods import require_safe
from core.sharing import shared
from core.shown_contacts import find_contact
from core.vcard import Card, Text, vcard
from core.words import Wording


def _found(request: HttpRequest, slug: str) -> Contact:
    contact = find_contact(current_site(request), slug)
    if contact is None:
        raise Http404(_("No page shows a contact of this name."))
    return contact


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "core/contact_gone.html", status=410)


@require_safe
@shared()
def contact_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The contact as a vCard, in the language of the address."""
    contact = _found(request, slug)
    if contact.is_withdrawn:
        return _gone(request)
    card = card_of(contact, request)
    body = vcard(card)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = content_disposition(f"{card.name.text}.vcf", attachment=True)
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag, None, response) or response


@require_safe
@shared()
def contact_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The contact alone, which the printer makes a card of."""
    contact = _found(request, slug)
    if contact.is_withdrawn:
        return _gone(request)
    return render(request, "core/contact.html", {"contact": contact, "name": _name(contact, request)})


def _name(contact: Contact, request: HttpRequest) -> Wording:
    """The person's name, else the office's, else the mission's: never the one that is for editors."""
    mission = mission_of(request)
    names = (contact.word(name, main=mission.main_language) for name in ("person", "heading"))
    return next((name for name in names if name.text), mission.mission_name)


def card_of(contact: Contact, request: HttpRequest) -> Card:
    """What a vCard says of ``contact`` in the active language."""
    mission, language = mission_of(request), get_language() or ""

    def marked(words: Wording) -> Text:
        return Text(words.text, words.lang or language)

    person, heading, role = (contact.word(name, main=mission.main_language) for name in ("person", "heading", "role"))
    return Card(
        uid=contact.uid,
        revised=contact.changed_at,
        name=marked(_name(contact, request)),
        is_person=bool(person.text),
        organization=marked(mission.mission_name),
        title=marked(role),
        note=marked(heading if person.text else Wording("", "")),
        telephone=contact.telephone_uri,
        fax=tel_uri(contact.fax) if contact.fax else "",
        email=contact.email,
        web_site=contact.web_site,
        address=mission.address,
        zone=mission.time_zone,
        source=absolute(request, reverse("contact_file", args=[contact.slug])),
    )
