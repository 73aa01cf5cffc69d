"""Asks a domain whether an address may send for it, as every receiving server does (RFC 7208, sections 4 to 6).

Pure over a resolver: no record, however wrong, raises anything; what cannot be known is UNANSWERED.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from newsletter.doctor.resolver import Resolver, Unanswered, reverse_name
from newsletter.doctor.spf_macros import Sending, expand
from newsletter.doctor.spf_record import SpfBroken, SpfRecord, Term, is_spf, read_spf

MOST_LOOKUPS, MOST_VOIDS, MOST_NAMES = 10, 2, 10
Address = IPv4Address | IPv6Address


class Result(StrEnum):
    NONE = "none"
    NEUTRAL = "neutral"
    PASS = "pass"  # noqa: S105  # a word of RFC 7208
    FAIL = "fail"
    SOFTFAIL = "softfail"
    BROKEN = "broken"
    UNANSWERED = "unanswered"


class Cause(StrEnum):
    """Why a domain's record is broken."""

    SEVERAL = "several"
    SYNTAX = "syntax"
    MISSING = "missing"
    LOOKUPS = "lookups"
    VOIDS = "voids"


SIGNS = {"+": Result.PASS, "-": Result.FAIL, "~": Result.SOFTFAIL, "?": Result.NEUTRAL}


@dataclass(frozen=True)
class Outcome:
    """``term`` is what matched, or what is at fault; ``lookups`` how many questions the record cost."""

    result: Result
    term: str = ""
    cause: Cause | None = None
    lookups: int = 0


class _Broken(Exception):
    def __init__(self, cause: Cause, term: str) -> None:
        super().__init__(cause)
        self.cause, self.term = cause, term


def records_of(domain: str, resolver: Resolver) -> list[str]:
    """The SPF records of a domain; more than one is as bad as none. Raises Unanswered."""
    return [text for text in resolver.ask(domain, "TXT").records if is_spf(text)]


def check_host(address: str, domain: str, sender: str, helo: str, resolver: Resolver) -> Outcome:
    """What ``domain`` says of ``address``."""
    evaluation = _Evaluation(Sending(ip_address(address), sender, helo or domain), resolver)
    try:
        result, term = evaluation.check(domain)
    except _Broken as broken:
        return Outcome(Result.BROKEN, broken.term, broken.cause, evaluation.lookups)
    except Unanswered as error:
        return Outcome(Result.UNANSWERED, str(error), None, evaluation.lookups)
    return Outcome(result, term, None, evaluation.lookups)


class _Evaluation:
    """One question to one domain, with what it has cost so far."""

    def __init__(self, sending: Sending, resolver: Resolver) -> None:
        self.sending, self.resolver = sending, resolver
        self.lookups = self.voids = 0

    def check(self, domain: str) -> tuple[Result, str]:
        found = records_of(domain, self.resolver)
        if not found:
            return Result.NONE, domain
        if len(found) > 1:
            raise _Broken(Cause.SEVERAL, domain)
        try:
            record = read_spf(found[0])
        except SpfBroken as error:
            raise _Broken(Cause.SYNTAX, str(error)) from error
        return self._judge(record, domain)

    def _judge(self, record: SpfRecord, domain: str) -> tuple[Result, str]:
        for term in record.terms:
            if self._matches(term, domain):
                return SIGNS[term.sign], term.text
        if not record.redirect:
            return Result.NEUTRAL, ""
        self._pay(f"redirect={record.redirect}")
        result, term_text = self.check(expand(record.redirect, domain, self.sending))
        if result is Result.NONE:
            raise _Broken(Cause.MISSING, f"redirect={record.redirect}")
        return result, term_text

    def _pay(self, term: str) -> None:
        self.lookups += 1
        if self.lookups > MOST_LOOKUPS:
            raise _Broken(Cause.LOOKUPS, term)

    def _ask(self, name: str, kind: str, term: Term) -> tuple[str, ...]:
        records = self.resolver.ask(name, kind).records
        if not records:
            self.voids += 1
            if self.voids > MOST_VOIDS:
                raise _Broken(Cause.VOIDS, term.text)
        return records

    def _matches(self, term: Term, domain: str) -> bool:
        if term.kind == "all":
            return True
        if term.network is not None:
            return self.sending.address in term.network
        self._pay(term.text)
        target = expand(term.domain, domain, self.sending) if term.domain else domain
        return {
            "include": self._included,
            "a": self._is_address,
            "mx": self._is_exchanger,
            "ptr": self._is_named,
            "exists": self._exists,
        }[term.kind](term, target)

    def _included(self, term: Term, target: str) -> bool:
        result, _term = self.check(target)
        if result is Result.NONE:
            raise _Broken(Cause.MISSING, term.text)
        return result is Result.PASS

    def _exists(self, term: Term, target: str) -> bool:
        return bool(self._ask(target, "A", term))

    def _is_address(self, term: Term, target: str) -> bool:
        own = self.sending.address
        bits = term.bits4 if own.version == 4 else term.bits6
        kind = "A" if own.version == 4 else "AAAA"
        return any(own in ip_network(f"{found}/{bits}", strict=False) for found in self._ask(target, kind, term))

    def _is_exchanger(self, term: Term, target: str) -> bool:
        names = [name for name in self._ask(target, "MX", term) if name]
        if len(names) > MOST_NAMES:
            raise _Broken(Cause.LOOKUPS, term.text)
        return any(self._is_address(term, name) for name in names)

    def _is_named(self, term: Term, target: str) -> bool:
        names = self._ask(reverse_name(str(self.sending.address)), "PTR", term)[:MOST_NAMES]
        below = [name for name in names if name == target or name.endswith("." + target)]
        return any(self._is_address(term, name) for name in below)
