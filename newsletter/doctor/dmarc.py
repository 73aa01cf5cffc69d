"""DMARC: what the domain of the sender asks of receivers, and whether the letters belong to it (RFC 7489)."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.doctor.dkim import DkimReport
from newsletter.doctor.domains import belong_together, domain_of, organisation_of
from newsletter.doctor.findings import DnsRecord, Finding
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver, Unanswered
from newsletter.doctor.spf import SpfReport
from newsletter.doctor.tags import BrokenTags, read_tags

MOST_ADDRESSES = 5
POLICIES = ("none", "quarantine", "reject")


@dataclass(frozen=True)
class DmarcReport:
    """``strict_spf`` and ``strict_dkim``: whether the domains must be the same, not only of one owner (3.1)."""

    findings: tuple[Finding, ...]
    strict_spf: bool = False
    strict_dkim: bool = False


def examine_dmarc(patient: Patient, resolver: Resolver) -> DmarcReport:
    try:
        return _examine(patient, resolver)
    except Unanswered as error:
        return DmarcReport((Finding("dmarc.unanswered", {"name": str(error)}),))


def _examine(patient: Patient, resolver: Resolver) -> DmarcReport:
    place = patient.domain
    texts = _records(f"_dmarc.{place}", resolver)
    if not texts and organisation_of(place) != place:
        place = organisation_of(place)
        texts = _records(f"_dmarc.{place}", resolver)
    facts = {"domain": place, "name": f"_dmarc.{place}"}
    if not texts:
        wanted = f"v=DMARC1; p=none; rua=mailto:{patient.sender}"
        return DmarcReport((Finding("dmarc.none", facts, (), DnsRecord(facts["name"], "TXT", wanted)),))
    if len(texts) > 1:
        return DmarcReport((Finding("dmarc.several", facts, tuple(texts)),))
    return _judge(texts[0], facts, patient, resolver)


def _records(name: str, resolver: Resolver) -> list[str]:
    # RFC 7489, 6.3: "v" is the first tag, and its value is written exactly so.
    texts = resolver.ask(name, "TXT").records
    return [text for text in texts if "".join(text.split())[:8] == "v=DMARC1"]


def _judge(text: str, facts: dict[str, str], patient: Patient, resolver: Resolver) -> DmarcReport:
    try:
        tags = read_tags(text)
    except BrokenTags as error:
        return DmarcReport((Finding("dmarc.broken", facts | {"part": str(error)}, (text,)),))
    is_below = facts["domain"] != patient.domain
    policy = (tags.get("sp") if is_below else None) or tags.get("p", "")
    if policy.lower() not in POLICIES or tags.get("p", "").lower() not in POLICIES:
        return DmarcReport((Finding("dmarc.broken", facts | {"part": f"p={policy}"}, (text,)),))
    strict = {name: tags.get(name, "r").lower() == "s" for name in ("aspf", "adkim")}
    refusing = _refusing(tags.get("rua", ""), facts["domain"], resolver)
    finding = _told(text, policy.lower(), tags, facts, patient)
    if refusing:
        finding = Finding("dmarc.reports_refused", facts | {"elsewhere": refusing}, (text,), _consent(facts, refusing))
    return DmarcReport((finding,), strict["aspf"], strict["adkim"])


def _refusing(addresses: str, domain: str, resolver: Resolver) -> str:
    """A domain that is to get the reports, is another owner's and has not agreed to it (7.1); "" for none."""
    for address in addresses.split(",")[:MOST_ADDRESSES]:
        elsewhere = domain_of(address.partition("!")[0].strip())
        if not elsewhere or belong_together(elsewhere, domain):
            continue
        if not _records(_consent({"domain": domain}, elsewhere).name, resolver):
            return elsewhere
    return ""


def _consent(facts: dict[str, str], elsewhere: str) -> DnsRecord:
    return DnsRecord(f"{facts['domain']}._report._dmarc.{elsewhere}", "TXT", "v=DMARC1")


def _told(text: str, policy: str, tags: dict[str, str], facts: dict[str, str], patient: Patient) -> Finding:
    told = facts | {"policy": policy}
    if not tags.get("rua"):
        better = text.rstrip().rstrip(";") + f"; rua=mailto:{patient.sender}"
        return Finding("dmarc.no_reports", told, (text,), DnsRecord(facts["name"], "TXT", better))
    return Finding("dmarc.watching" if policy == "none" else "dmarc.ok", told, (text,))


def examine_alignment(patient: Patient, spf: SpfReport, dkim: DkimReport, dmarc: DmarcReport) -> Finding:
    """Whether SPF or DKIM speaks for the domain that readers see, which is what DMARC asks."""
    domain = patient.domain
    is_spf_own = spf.domain == domain if dmarc.strict_spf else belong_together(spf.domain, domain)
    signers = [one for one in dkim.domains if one == domain or not dmarc.strict_dkim]
    facts = {"domain": domain, "envelope": spf.domain}
    by_spf = bool(spf.passes) and is_spf_own
    if by_spf and signers:
        return Finding("alignment.ok", facts)
    if signers:
        return Finding("alignment.by_dkim", facts)
    if by_spf:
        return Finding("alignment.by_spf", facts)
    may_be = (spf.passes is None and is_spf_own) or not dkim.is_known
    return Finding("alignment.unknown" if may_be else "alignment.none", facts)
