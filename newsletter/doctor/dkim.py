"""DKIM: whether the keys are there by which receiving servers check the signature of letters (RFC 6376)."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.doctor.dkim_key import BrokenKey, Key, key_name, read_key
from newsletter.doctor.domains import organisation_of
from newsletter.doctor.findings import Finding
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver, Unanswered
from newsletter.doctor.wording import Level

# RFC 8301, 3.2: shorter keys are ignored; longer ones are what it asks signers to have.
SHORTEST_BITS, GOOD_BITS = 1024, 2048


@dataclass(frozen=True)
class DkimReport:
    """``domains``: those under which a usable key was found; ``is_known``: whether anything could be judged."""

    findings: tuple[Finding, ...]
    domains: tuple[str, ...] = ()
    is_known: bool = True


def examine_dkim(patient: Patient, resolver: Resolver) -> DkimReport:
    if not patient.selectors:
        return DkimReport((Finding("dkim.no_selector", {"domain": patient.domain}),), is_known=False)
    try:
        found = [_examine_selector(selector, patient.domain, resolver) for selector in patient.selectors]
    except Unanswered as error:
        return DkimReport((Finding("dkim.unanswered", {"name": str(error)}),), is_known=False)
    good = tuple(domain for finding, domain in found if finding.level is not Level.RED)
    findings = tuple(_spare(finding) if good else finding for finding, _domain in found)
    return DkimReport(findings, tuple(dict.fromkeys(good)))


def _spare(finding: Finding) -> Finding:
    """A key that cannot be used matters less where there is another: keys are changed one after the other."""
    return Finding("dkim.spare", finding.facts, finding.evidence) if finding.level is Level.RED else finding


def _examine_selector(selector: str, domain: str, resolver: Resolver) -> tuple[Finding, str]:
    """The finding, and the domain under which the key stands: that of the sender, or that of its organisation."""
    finding = Finding("dkim.missing", {"selector": selector, "domain": domain, "name": key_name(selector, domain)})
    for place in dict.fromkeys((domain, organisation_of(domain))):
        name = key_name(selector, place)
        texts = list(resolver.ask(name, "TXT").records)
        if texts:
            facts = {"selector": selector, "domain": place, "name": name}
            return _judge(texts, facts), place
    return finding, domain


def _judge(texts: list[str], facts: dict[str, str]) -> Finding:
    if len(texts) > 1:
        return Finding("dkim.several", facts, tuple(texts))
    try:
        key = read_key(texts[0])
    except BrokenKey as error:
        return Finding("dkim.broken", facts | {"part": str(error)}, tuple(texts))
    return Finding(_code(key), facts | {"bits": str(key.bits)}, tuple(texts))


def _code(key: Key) -> str:
    if key.public is None:
        return "dkim.revoked"
    if not key.allows_sha256:
        return "dkim.hash"
    is_rsa = key.bits != 256
    if is_rsa and key.bits < SHORTEST_BITS:
        return "dkim.weak"
    if key.is_testing:
        return "dkim.testing"
    return "dkim.short" if is_rsa and key.bits < GOOD_BITS else "dkim.ok"
