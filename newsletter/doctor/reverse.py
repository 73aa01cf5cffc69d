"""Reverse DNS: whether the sending addresses have names, and the names lead back (RFC 1912, 2.1)."""

from __future__ import annotations

from newsletter.doctor.findings import DnsRecord, Finding
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver, Unanswered, reverse_name
from newsletter.doctor.sending import Origin

# More names than these say nothing more, and each is a question.
MOST_NAMES = 5


def examine_reverse(patient: Patient, origin: Origin, resolver: Resolver) -> list[Finding]:
    """One finding for each public address; one that says why where there is none."""
    if not origin.addresses:
        return [Finding("reverse.hidden", {"addresses": ", ".join(origin.hidden)})] if origin.hidden else []
    return [_examine(address, patient, origin, resolver) for address in origin.addresses]


def _examine(address: str, patient: Patient, origin: Origin, resolver: Resolver) -> Finding:
    kind = "AAAA" if ":" in address else "A"
    try:
        names = resolver.ask(reverse_name(address), "PTR").records[:MOST_NAMES]
        good = [name for name in names if address in resolver.ask(name, kind).records]
    except Unanswered as error:
        return Finding("reverse.unanswered", {"name": str(error)})
    facts = {"address": address, "names": ", ".join(names)}
    if good:
        return Finding("reverse.ok", facts | {"names": good[0]})
    if origin.is_guess:
        return Finding("reverse.perhaps", facts)
    host = patient.server.host if patient.server else f"mail.{patient.domain}"
    if names:
        return Finding("reverse.unconfirmed", facts, names, DnsRecord(names[0], kind, address))
    return Finding("reverse.none", facts, (), DnsRecord(reverse_name(address), "PTR", host))
