"""What stands in the letters themselves: the sender, the way to leave by one click, and where letters return to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from core.mailboxes import normalise
from newsletter.doctor.domains import belong_together, domain_of, is_public_name
from newsletter.doctor.findings import Finding
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver, Unanswered

LINK = re.compile(r"<(https?://[^>\s]+)>", re.IGNORECASE)
ONE_CLICK = "List-Unsubscribe=One-Click"


def takes_mail(domain: str, resolver: Resolver) -> bool:
    """Whether a domain takes letters (RFC 5321, 5.1; RFC 7505 for one that says it does not). Raises Unanswered."""
    exchangers = resolver.ask(domain, "MX").records
    if exchangers:
        return any(exchangers)
    return any(resolver.ask(domain, kind).records for kind in ("A", "AAAA"))


def examine_sender(patient: Patient, resolver: Resolver) -> Finding:
    """The address that readers see and answer to."""
    facts = {"sender": patient.sender, "domain": patient.domain, "site": patient.site_domain}
    if not is_public_name(patient.domain):
        return Finding("from.local", facts)
    try:
        exists = resolver.ask(patient.domain, "MX").exists
        answers = exists and takes_mail(patient.domain, resolver)
    except Unanswered as error:
        return Finding("from.unanswered", {"name": str(error)})
    if not exists:
        return Finding("from.nowhere", facts)
    if not answers:
        return Finding("from.mute", facts)
    if not belong_together(patient.domain, patient.site_domain):
        return Finding("from.foreign", facts)
    return Finding("from.ok", facts)


def examine_bounce(patient: Patient, resolver: Resolver) -> Finding:
    """The address of the envelope, to which letters return that do not arrive."""
    facts = {"bounce": patient.bounce, "sender": patient.sender}
    if not patient.bounce:
        return Finding("bounce.none", facts)
    try:
        domain = domain_of(normalise(patient.bounce))
    except ValidationError:
        return Finding("bounce.broken", facts)
    facts |= {"domain": domain, "own": patient.domain}
    try:
        arrives = is_public_name(domain) and takes_mail(domain, resolver)
    except Unanswered as error:
        return Finding("bounce.unanswered", {"name": str(error)})
    if not arrives:
        return Finding("bounce.no_mail", facts)
    if not belong_together(domain, patient.domain):
        return Finding("bounce.foreign", facts)
    return Finding("bounce.ok", facts)


def examine_leaving(patient: Patient) -> Finding:
    """Leaving by one click in the mail program (RFC 2369, RFC 8058), which Gmail and Yahoo ask of every list."""
    headers = {name.lower(): value for name, value in patient.headers.items()}
    links = LINK.findall(headers.get("list-unsubscribe", ""))
    shown = tuple(f"{name}: {_short(patient.headers[name])}" for name in _leaving(patient.headers))
    facts = {"address": patient.site_url}
    if not links or headers.get("list-unsubscribe-post", "") != ONE_CLICK:
        return Finding("leaving.no_header", facts, shown)
    if not is_public_name(urlsplit(links[0]).hostname or ""):
        return Finding("leaving.local", facts, shown)
    if urlsplit(links[0]).scheme.lower() != "https":
        return Finding("leaving.not_https", facts, shown)
    return Finding("leaving.ok", facts, shown)


def _leaving(headers: Mapping[str, str]) -> list[str]:
    return [name for name in headers if name.lower().startswith("list-unsubscribe")]


def _short(value: str) -> str:
    """Without the key of the link, which is long and nobody's business."""
    return re.sub(r"(https?://[^/>]+/).*>", r"\1…>", value)
