"""From which addresses the Internet sees the mission's letters coming."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from newsletter.doctor.domains import is_address
from newsletter.doctor.patient import Patient
from newsletter.doctor.resolver import Resolver

LOCAL_NAMES = ("localhost", "localhost.localdomain")


@dataclass(frozen=True)
class Origin:
    """``addresses`` are public ones; ``is_guess`` where they are those of the mail server that letters are handed to,
    which may send on from others; ``hidden`` where there are only addresses that the Internet does not see.
    """

    addresses: tuple[str, ...] = ()
    is_guess: bool = False
    hidden: tuple[str, ...] = ()


def origin_of(patient: Patient, resolver: Resolver) -> Origin:
    """As the owner has said, or else those of the mail server. Raises Unanswered."""
    found = patient.addresses or _of_server(patient, resolver)
    public = tuple(address for address in found if ip_address(address).is_global)
    hidden = () if public else tuple(found)
    return Origin(public, not patient.addresses, hidden)


def _of_server(patient: Patient, resolver: Resolver) -> tuple[str, ...]:
    if patient.server is None:
        return ()
    host = patient.server.host.strip("[]").lower()
    if is_address(host):
        return (host,)
    if host in LOCAL_NAMES:
        return ("127.0.0.1",)
    return (*resolver.ask(host, "A").records, *resolver.ask(host, "AAAA").records)
