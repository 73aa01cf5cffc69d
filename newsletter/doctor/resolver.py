"""Asks DNS, and tells apart: a name that does not exist, one without such a record, and no answer at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

import dns.exception
import dns.rdatatype
import dns.resolver
import dns.reversename

QUESTION_SECONDS = 3.0


class Unanswered(Exception):
    """Nobody knows: the servers did not answer, or refused. Says the name that was asked for."""


@dataclass(frozen=True)
class Answer:
    """Records as text, names without their last dot; empty where there are none. ``exists``: whether the name does."""

    records: tuple[str, ...] = ()
    exists: bool = True


class Resolver(Protocol):
    """Whoever knows DNS."""

    def ask(self, name: str, kind: str) -> Answer:
        """Records of a kind (TXT, A, AAAA, MX by preference, PTR) under a name. Raises Unanswered."""


class Deadline:
    """The moment at which an examination ends, whatever it still wants to know."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds until then, never less than 0."""
        return max(0.0, self._end - self._clock())


class DnsResolver:
    """DNS as this machine or the server of ``DNS_RESOLVER`` sees it; asks nothing twice."""

    def __init__(self, server: tuple[str, int] | None, deadline: Deadline) -> None:
        self._server, self._deadline = server, deadline
        self._known: dict[tuple[str, str], Answer] = {}

    def ask(self, name: str, kind: str) -> Answer:
        key = (name.lower().rstrip("."), kind)
        if key not in self._known:
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def _look_up(self, name: str, kind: str) -> Answer:
        seconds = min(QUESTION_SECONDS, self._deadline.left())
        if not seconds:
            raise Unanswered(name)
        if not name.isascii():
            return Answer(exists=False)  # what is not ASCII was not made from a domain (RFC 5890)
        try:
            found = self._open().resolve(name + ".", kind, lifetime=seconds, search=False)
        except dns.resolver.NoAnswer:
            return Answer()
        except (dns.resolver.NXDOMAIN, dns.exception.SyntaxError, dns.name.LabelTooLong, dns.name.NameTooLong):
            return Answer(exists=False)
        except (dns.name.EmptyLabel, dns.name.BadEscape):
            return Answer(exists=False)
        except (dns.exception.DNSException, OSError) as error:
            raise Unanswered(name) from error
        return Answer(tuple(_text(record) for record in _in_order(found)))

    def _open(self) -> dns.resolver.Resolver:
        # Raises NoResolverConfiguration, a DNSException, where the machine knows no server.
        resolver = dns.resolver.Resolver(configure=self._server is None)
        if self._server is not None:
            resolver.nameservers, resolver.port = [self._server[0]], self._server[1]
        resolver.use_edns(0, 0, 1232)
        return resolver


def reverse_name(address: str) -> str:
    """The name under which the names of an IP address stand."""
    return dns.reversename.from_address(address).to_text(omit_final_dot=True)


def _in_order(found: Any) -> list[Any]:
    if found.rdtype == dns.rdatatype.MX:
        return sorted(found, key=lambda record: (record.preference, record.exchange))
    return list(found)


def _text(record: Any) -> str:
    if record.rdtype == dns.rdatatype.TXT:
        # RFC 7208, 3.3: the strings of one record are one text, with nothing between them.
        return b"".join(record.strings).decode("utf-8", "replace")
    name = getattr(record, "exchange", None) or getattr(record, "target", None)
    return (name.to_text() if name is not None else record.to_text()).rstrip(".").lower()
