"""Runs everything within a limit of time. What is outside may fail as it likes: it becomes a finding in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address

from newsletter.doctor.dkim import examine_dkim
from newsletter.doctor.dmarc import examine_alignment, examine_dmarc
from newsletter.doctor.domains import domain_of, is_public_name
from newsletter.doctor.findings import Finding
from newsletter.doctor.headers import examine_bounce, examine_leaving, examine_sender
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Deadline, Resolver, Unanswered
from newsletter.doctor.reverse import examine_reverse
from newsletter.doctor.sending import Origin, origin_of
from newsletter.doctor.spf import examine_spf
from newsletter.doctor.tls import examine_line


def examine(
    patient: Patient, resolver: Resolver, deadline: Deadline, now: datetime, warning: timedelta
) -> tuple[Finding, ...]:
    """Everything that can be said of the patient; ``warning`` as in ``examine_line``. Raises nothing."""
    if patient.to_files and not patient.domain_only:
        return (Finding("mail.files"),)
    try:
        origin, trouble = origin_of(patient, resolver), []
    except Unanswered as error:
        origin, trouble = Origin(), [Finding("mail.unanswered", {"name": str(error)})]
    found = [*trouble, *_of_domain(patient, origin, resolver)]
    if patient.domain_only:
        return tuple(found)
    if patient.server is None:
        return (*found, Finding("tls.elsewhere"), examine_leaving(patient))
    line = examine_line(patient.server, _is_near(origin), deadline, now, warning)
    return (*found, line, examine_leaving(patient))


def _of_domain(patient: Patient, origin: Origin, resolver: Resolver) -> list[Finding]:
    """What DNS says of the sender's domain; a domain that is no public name is not asked for."""
    sender, bounce = examine_sender(patient, resolver), examine_bounce(patient, resolver)
    if not (is_public_name(patient.domain) and is_public_name(domain_of(patient.envelope))):
        return [sender, bounce, *examine_reverse(patient, origin, resolver)]
    spf, dkim = examine_spf(patient, origin, resolver), examine_dkim(patient, resolver)
    dmarc = examine_dmarc(patient, resolver)
    return [
        sender,
        *spf.findings,
        *dkim.findings,
        *dmarc.findings,
        examine_alignment(patient, spf, dkim, dmarc),
        *examine_reverse(patient, origin, resolver),
        bounce,
    ]


def _is_near(origin: Origin) -> bool:
    return bool(origin.hidden) and all(ip_address(address).is_loopback for address in origin.hidden)
