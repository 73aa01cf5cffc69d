"""Macros in an SPF record, such as "%{ir}.%{v}._spf.%{d2}" (RFC 7208, section 7). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote

MACRO = re.compile(r"%(?:\{([a-z])([0-9]*)(r?)([-.+,/_=]*)\}|([%_-]))", re.IGNORECASE)
PLAIN = {"%": "%", "_": " ", "-": "%20"}
LONGEST = 253


@dataclass(frozen=True)
class Sending:
    """Who sends: the address, the sender of the envelope, and the name by which the server greets."""

    address: IPv4Address | IPv6Address
    sender: str
    helo: str

    def letters(self, domain: str) -> dict[str, str]:
        local, _at, of_sender = self.sender.rpartition("@")
        is_new = self.address.version == 6
        nibbles = ".".join(self.address.exploded.replace(":", "")) if is_new else str(self.address)
        return {
            "s": self.sender,
            "l": local or "postmaster",
            "o": of_sender,
            "d": domain,
            "i": nibbles,
            "p": "unknown",  # RFC 7208, 7.3: to be used by nobody
            "h": self.helo,
            "c": str(self.address),
            "r": "unknown",
            "t": "0",
            "v": "ip6" if is_new else "in-addr",
        }


def expand(text: str, domain: str, sending: Sending) -> str:
    """The name that the text stands for. What is too long loses labels from its left (7.3)."""
    letters = sending.letters(domain)

    def one(match: re.Match[str]) -> str:
        if match[5]:
            return PLAIN[match[5]]
        letter, digits, turned, marks = match[1], match[2], match[3], match[4]
        parts = re.split(f"[{re.escape(marks or '.')}]", letters[letter.lower()])
        if turned:
            parts.reverse()
        if digits and int(digits[:4]):
            parts = parts[-int(digits[:4]) :]
        value = ".".join(parts)
        return quote(value, safe="") if letter.isupper() else value

    name = MACRO.sub(one, text)
    if len(name) <= LONGEST:
        return name
    rest = name[-LONGEST - 1 :]
    return rest.partition(".")[2] or rest
