"""SPF: whether the domain of the envelope names the servers that send for it (RFC 7208)."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.doctor.domains import domain_of
from newsletter.doctor.findings import DnsRecord, Finding
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver, Unanswered
from newsletter.doctor.sending import Origin
from newsletter.doctor.spf_evaluation import Cause, Outcome, Result, check_host, records_of
from newsletter.doctor.spf_record import VERSION

# An address that no mission sends from (RFC 5737): a record that lets it send lets everybody.
STRANGER = "192.0.2.1"
CAUSES = {
    Cause.SEVERAL: "spf.several",
    Cause.SYNTAX: "spf.broken",
    Cause.MISSING: "spf.missing",
    Cause.LOOKUPS: "spf.lookups",
    Cause.VOIDS: "spf.voids",
}


@dataclass(frozen=True)
class SpfReport:
    """``passes``: whether all addresses may send; None where that cannot be known."""

    findings: tuple[Finding, ...]
    domain: str
    passes: bool | None


def examine_spf(patient: Patient, origin: Origin, resolver: Resolver) -> SpfReport:
    domain = domain_of(patient.envelope)
    try:
        records = records_of(domain, resolver)
        if len(records) != 1:
            code = "spf.several" if records else "spf.none"
            record = None if records else DnsRecord(domain, "TXT", _first_record(patient, origin))
            return SpfReport((Finding(code, {"domain": domain}, tuple(records), record),), domain, False)
        finding, passes = _judge(patient, origin, domain, records[0], resolver)
    except Unanswered as error:
        finding, passes = Finding("spf.unanswered", {"name": str(error)}), None
    return SpfReport((finding,), domain, passes)


def _judge(
    patient: Patient, origin: Origin, domain: str, record: str, resolver: Resolver
) -> tuple[Finding, bool | None]:
    stranger = check_host(STRANGER, domain, patient.envelope, domain, resolver)
    if stranger.result is Result.BROKEN:
        return _broken(stranger, domain, record), False
    if stranger.result is Result.PASS:
        own = [] if origin.is_guess else list(origin.addresses)
        closed = DnsRecord(domain, "TXT", _with(_closed(record, stranger.term), own))
        better = closed if stranger.term in record.split() else None
        return Finding("spf.everybody", {"domain": domain, "term": stranger.term}, (record,), better), True
    if not origin.addresses:
        code = "spf.hidden" if origin.hidden else "spf.no_address"
        return Finding(code, {"domain": domain, "addresses": ", ".join(origin.hidden)}, (record,)), None
    outcomes = {
        address: check_host(address, domain, patient.envelope, domain, resolver) for address in origin.addresses
    }
    return _of_addresses(outcomes, origin, domain, record)


def _of_addresses(
    outcomes: dict[str, Outcome], origin: Origin, domain: str, record: str
) -> tuple[Finding, bool | None]:
    for outcome in outcomes.values():
        if outcome.result is Result.BROKEN:
            return _broken(outcome, domain, record), False
        if outcome.result is Result.UNANSWERED:
            raise Unanswered(outcome.term)
    strangers = [address for address, outcome in outcomes.items() if outcome.result is not Result.PASS]
    facts = {"domain": domain, "addresses": ", ".join(strangers or outcomes)}
    if not strangers:
        return Finding("spf.ok", facts, (record,)), True
    better = DnsRecord(domain, "TXT", _with(record, strangers))
    if origin.is_guess:
        return Finding("spf.perhaps", facts, (record,), better), None
    is_open = all(outcomes[address].result is Result.NEUTRAL for address in strangers)
    return Finding("spf.neutral" if is_open else "spf.not_named", facts, (record,), better), False


def _broken(outcome: Outcome, domain: str, record: str) -> Finding:
    cause = outcome.cause or Cause.SYNTAX
    facts = {"domain": outcome.term if cause is Cause.SEVERAL else domain, "term": outcome.term}
    return Finding(CAUSES[cause], facts, (record,))


def _first_record(patient: Patient, origin: Origin) -> str:
    """A record for a domain that has none: its own mail servers and what this install sends from."""
    own = _terms(origin.addresses) if origin.addresses else []
    if not own and patient.server is not None and not origin.hidden:
        own = [f"a:{patient.server.host}"]
    return " ".join([VERSION, "mx", *own, "~all"])


def _terms(addresses: tuple[str, ...] | list[str]) -> list[str]:
    return [f"ip{6 if ':' in address else 4}:{address}" for address in addresses]


def _with(record: str, addresses: list[str]) -> str:
    """The record with the addresses before its first mechanism, so that whatever follows is asked only without them."""
    version, *rest = record.split()
    return " ".join([version, *_terms(addresses), *rest])


def _closed(record: str, term: str) -> str:
    """The record without the term that lets everybody send, closed at its end."""
    kept = [word for word in record.split() if word != term and word.lower().lstrip("+-~?") != "all"]
    return " ".join([*kept, "~all"])
