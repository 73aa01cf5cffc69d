"""Examines a mission's mail with what the settings give, and keeps the result."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from wagtail.models import Site

from newsletter.doctor.circumstances import patient_of, patient_of_domain
from newsletter.doctor.examination import examine
from newsletter.doctor.findings import Finding, to_json
from newsletter.doctor.models import MailExamination
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Deadline, DnsResolver
from newsletter.doctor.sample import examine_sample


def latest_of(site: Site) -> MailExamination | None:
    found: MailExamination | None = MailExamination.objects.for_site(site).select_related("site").first()
    return found


def current_of(site: Site, now: datetime) -> MailExamination | None:
    """The last examination if it is young enough and of the way by which letters leave now."""
    kept = latest_of(site)
    if kept is None or kept.at <= now - timedelta(hours=settings.LIST_CHECK_HOURS):
        return None
    return kept if kept.fingerprint == patient_of(site, now).fingerprint else None


def examine_site(site: Site, now: datetime) -> MailExamination:
    """Examines and keeps. Asks the network for up to ``LIST_CHECK_SECONDS``: not to be called in a transaction."""
    patient = patient_of(site, now)
    found = _examine(patient, now)
    facts = {"at": now, "fingerprint": patient.fingerprint, "findings": to_json(found)}
    kept: MailExamination = MailExamination.objects.update_or_create(site=site, defaults=facts)[0]
    return kept


def examine_domain(domain: str, now: datetime) -> tuple[Finding, ...]:
    """What DNS says of a domain; nothing is kept."""
    return _examine(patient_of_domain(domain), now)


def examine_letter(letter: bytes, now: datetime) -> list[Finding]:
    """The signature of a letter that was received; nothing is kept of it."""
    return examine_sample(letter, _resolver(_deadline()), now)


def _examine(patient: Patient, now: datetime) -> tuple[Finding, ...]:
    deadline = _deadline()
    warning = timedelta(days=settings.LIST_CERTIFICATE_DAYS)
    return examine(patient, _resolver(deadline), deadline, now, warning)


def _deadline() -> Deadline:
    return Deadline(settings.LIST_CHECK_SECONDS)


def _resolver(deadline: Deadline) -> DnsResolver:
    return DnsResolver(settings.DNS_RESOLVER, deadline)
