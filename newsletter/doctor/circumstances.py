"""How this install sends a mission's letters: read from the settings and from a real letter. Asks nobody."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends import console, dummy, locmem, smtp
from django.utils.module_loading import import_string
from wagtail.models import Site

from core.mailboxes import in_ascii
from core.missions import mission_of_site
from newsletter.casting import as_message, face_of
from newsletter.doctor.patient import Patient, Security, Server
from newsletter.mime import Reader
from newsletter.models import Issue, IssueText
from newsletter.tokens import manage_token_of
from newsletter.trial import NOBODY

# Letters that these take reach nobody; the one that writes files is derived from the first.
KEPT_HERE = (console.EmailBackend, locmem.EmailBackend, dummy.EmailBackend)


def specimen(site: Site, now: datetime) -> EmailMessage:
    """A letter to the list as it leaves for a reader who does not exist."""
    language = mission_of_site(site).main_language
    text = IssueText(language=language, subject="Specimen", text="", html="")
    token = manage_token_of(site.pk, NOBODY, now)
    return as_message(face_of(Issue(site=site), text), Reader("reader@example.org", "<specimen@localhost>", token))


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
