"""What is examined: how a mission's letters leave this install. Facts only; where they come from is in ``facts``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from hashlib import sha256

from newsletter.doctor.domains import domain_of


class Security(StrEnum):
    """How the line to the mail server is encrypted."""

    NONE = "none"
    STARTTLS = "starttls"
    IMPLICIT = "implicit"


@dataclass(frozen=True)
class Server:
    """The mail server that letters are handed to."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True)
class Patient:
    """``server`` is None where letters go another way; ``to_files`` where they do not leave this machine at all.

    ``addresses`` are those that receiving servers see, as far as the owner has named them. ``headers`` are those of a
    real letter. With ``domain_only`` nothing but what DNS says of the domain is examined.
    """

    sender: str
    site_url: str
    site_domain: str
    bounce: str = ""
    server: Server | None = None
    to_files: bool = False
    domain_only: bool = False
    addresses: tuple[str, ...] = ()
    selectors: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """That of the sender whom readers see."""
        return domain_of(self.sender)

    @property
    def envelope(self) -> str:
        """The address of the envelope, to which letters return (RFC 5321, 4.5.5)."""
        return self.bounce or self.sender

    @property
    def fingerprint(self) -> str:
        """Another one means that another way of sending was examined. Names of headers count, not their values."""
        facts = {**asdict(self), "headers": sorted(self.headers)}
        return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
