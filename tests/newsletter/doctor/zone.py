"""A small Internet: a good mission's records, and whoever answers from them without any network."""

from __future__ import annotations

import copy
from typing import Any

from newsletter.doctor.patient import Patient, Security, Server
from newsletter.doctor.resolver import Answer, Unanswered

# A zone that does not answer, whatever it is asked.
SILENT = "silent"
ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
# Addresses that RFC 5737 keeps for examples are not public ones; these are, and nobody is asked.
PUBLIC, OTHER, PUBLIC_6 = "8.8.4.4", "9.9.9.9", "2a00:1450::5"

GOOD: dict[str, Any] = {
    "mission.org": {
        "MX": ["mail.mission.org"],
        "A": ["8.8.4.1"],
        "TXT": ["site-verification=1", f"v=spf1 mx ip4:{PUBLIC} ip6:{PUBLIC_6} -all"],
    },
    "mail.mission.org": {"A": [PUBLIC], "AAAA": [PUBLIC_6]},
    "_dmarc.mission.org": {"TXT": ["v=DMARC1; p=reject; rua=mailto:dmarc@mission.org"]},
    "mail._domainkey.mission.org": {"TXT": [f"v=DKIM1; k=ed25519; p={ED25519}"]},
    "4.4.8.8.in-addr.arpa": {"PTR": ["mail.mission.org"]},
    "5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.5.4.1.0.0.a.2.ip6.arpa": {"PTR": ["mail.mission.org"]},
}
LEAVING = {
    "List-Unsubscribe": "<https://www.mission.org/subscribe/manage/abc/>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}


class Zone:
    """Answers from a dictionary: name, kind, records. Counts what it is asked."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names
        self.asked: list[tuple[str, str]] = []

    def ask(self, name: str, kind: str) -> Answer:
        self.asked.append((name, kind))
        found = self.names.get(name.lower().rstrip("."))
        if found is None:
            return Answer(exists=False)
        if found == SILENT or found.get(kind) == SILENT:
            raise Unanswered(name)
        return Answer(tuple(found.get(kind, ())))


def zone(changes: dict[str, Any] | None = None) -> Zone:
    """The good mission's zone with changes: a name with None does not exist."""
    names = copy.deepcopy(GOOD)
    for name, records in (changes or {}).items():
        if records is None:
            names.pop(name, None)
        elif isinstance(records, dict) and isinstance(names.get(name), dict):
            names[name] |= records
        else:
            names[name] = records
    return Zone(names)


def patient(**changes: Any) -> Patient:
    """A mission that does everything right."""
    facts: dict[str, Any] = {
        "sender": "press@mission.org",
        "site_url": "https://www.mission.org",
        "site_domain": "www.mission.org",
        "bounce": "returns@mission.org",
        "server": Server("mail.mission.org", 587, Security.STARTTLS),
        "addresses": (PUBLIC,),
        "selectors": ("mail",),
        "headers": LEAVING,
    }
    return Patient(**facts | changes)


def codes(findings: Any) -> list[str]:
    return [finding.code for finding in findings]
