"""Which domains belong together: those of one owner, by the list of public suffixes. Asks nobody."""

from __future__ import annotations

from functools import cache
from ipaddress import ip_address

from publicsuffixlist import PublicSuffixList

# RFC 6761, RFC 6762, RFC 8375 and custom: names that each machine or house has for itself.
NOT_PUBLIC = ("localhost", "localdomain", "local", "internal", "lan", "home.arpa")


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def organisation_of(domain: str) -> str:
    """The domain that its owner registered (RFC 7489, 3.2); the domain itself where it is a public suffix."""
    name = domain.lower().rstrip(".")
    return _suffixes().privatesuffix(name) or name


def belong_together(one: str, other: str) -> bool:
    return organisation_of(one) == organisation_of(other)


def domain_of(address: str) -> str:
    """What stands behind the @; "" where there is none."""
    return address.rpartition("@")[2].strip().lower().rstrip(".") if "@" in address else ""


def is_public_name(name: str) -> bool:
    """Whether the Internet can know a name at all."""
    labels = name.lower().rstrip(".")
    is_special = any(labels == one or labels.endswith("." + one) for one in NOT_PUBLIC)
    return "." in labels and not is_special and not is_address(labels)


def is_address(text: str) -> bool:
    """Whether it is an IP address and no name."""
    try:
        ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True
