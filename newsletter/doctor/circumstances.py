"""How this install sends a mission's letters: read from the settings and from a real letter. Asks nobody."""

from __future__ import annotations

from datetime import datetime
from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console, dummy, locmem, smtp
from django.utils.module_loading import import_string
from wagtail.models import Site

from core.mailboxes import in_ascii
from core.missions import mission_of_site
from core.models import OutboxMessage
from core.sending import letter_of
from newsletter.doctor.patient import Patient, Security, Server
from newsletter.letters import CONFIRM, letter_to
from newsletter.models import Subscriber
from newsletter.preferences import Preferences

# Letters that these take reach nobody; the one that writes files is derived from the first.
KEPT_HERE = (console.EmailBackend, locmem.EmailBackend, dummy.EmailBackend)


def specimen(site: Site, now: datetime) -> EmailMessage:
    """A letter as it leaves for a reader who does not exist."""
    language = mission_of_site(site).main_language
    reader = Subscriber(site=site, email="reader@example.org", language=language, asked_at=now)
    draft = letter_to(reader, CONFIRM, Preferences(language, reader.rhythm, frozenset()), now)
    facts = {name: getattr(draft, name) for name in ("kind", "about", "site", "language", "sender", "recipient")}
    texts = {name: getattr(draft, name) for name in ("subject", "text", "html")}
    return letter_of(OutboxMessage(**facts, **texts, message_id=make_msgid(domain=site.hostname), made_at=now))


def patient_of(site: Site, now: datetime) -> Patient:
    """The mission's way of sending as it is now."""
    letter = specimen(site, now)
    backend = import_string(settings.EMAIL_BACKEND)
    return Patient(
        sender=in_ascii(parseaddr(letter.from_email)[1]),
        site_url=site.root_url,
        site_domain=site.hostname,
        bounce=settings.LIST_BOUNCE_ADDRESS,
        server=_server() if issubclass(backend, smtp.EmailBackend) else None,
        to_files=issubclass(backend, KEPT_HERE),
        addresses=tuple(settings.LIST_SENDING_ADDRESSES),
        selectors=tuple(settings.LIST_DKIM_SELECTORS),
        headers={name: value for name, value in letter.extra_headers.items() if name.startswith("List-")},
    )


def patient_of_domain(domain: str) -> Patient:
    """A domain that the mission may move its mail to: nothing but what DNS says of it."""
    return Patient(
        sender=f"postmaster@{domain}",
        site_url="",
        site_domain=domain,
        addresses=tuple(settings.LIST_SENDING_ADDRESSES),
        selectors=tuple(settings.LIST_DKIM_SELECTORS),
        domain_only=True,
    )


def _server() -> Server:
    security = Security.STARTTLS if settings.EMAIL_USE_TLS else Security.NONE
    if settings.EMAIL_USE_SSL:
        security = Security.IMPLICIT
    return Server(settings.EMAIL_HOST, int(settings.EMAIL_PORT), security)
