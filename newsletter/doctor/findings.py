"""One thing that an examination found: a code with its facts, which is told in words where it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from newsletter.doctor.machine_words import MACHINES
from newsletter.doctor.record_words import RECORDS
from newsletter.doctor.wording import Level, Words

KNOWN: dict[str, Words] = {**MACHINES, **RECORDS}
ORDER = list(Level)


@dataclass(frozen=True)
class DnsRecord:
    """A record to copy into the settings of a domain."""

    name: str
    kind: str
    value: str


@dataclass(frozen=True)
class Finding:
    """``facts`` fill the places of the sentences, ``evidence`` is what was read, ``record`` what to publish."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    record: DnsRecord | None = None

    @property
    def level(self) -> Level:
        return KNOWN[self.code].level

    @property
    def title(self) -> str:
        return str(KNOWN[self.code].title)

    @property
    def what(self) -> str:
        """What is the matter, in the active language."""
        return str(KNOWN[self.code].what) % self.facts

    @property
    def todo(self) -> str:
        """What to do, in the active language; "" for nothing."""
        return str(KNOWN[self.code].todo) % self.facts


def reds(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.level is Level.RED]


def heaviest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: ORDER.index(finding.level))


def to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """As a row keeps them: without words, so that each reader has them in the own language."""
    return [{**asdict(finding), "facts": dict(finding.facts)} for finding in findings]


def from_json(kept: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """What ``to_json`` wrote; codes that this release does not know are left out."""
    return tuple(
        Finding(
            code=one["code"],
            facts=one["facts"],
            evidence=tuple(one["evidence"]),
            record=DnsRecord(**one["record"]) if one["record"] else None,
        )
        for one in kept
        if one["code"] in KNOWN
    )


def in_words(finding: Finding) -> dict[str, Any]:
    """The finding for a program, with its sentences."""
    told = {name: getattr(finding, name) for name in ("title", "what", "todo")}
    kept = to_json([finding])[0]
    return {
        "code": finding.code,
        "level": str(finding.level),
        **told,
        **{key: kept[key] for key in ("evidence", "record")},
    }
