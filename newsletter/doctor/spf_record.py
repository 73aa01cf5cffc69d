"""The grammar of an SPF record (RFC 7208, sections 4.6, 5, 6, 12). Pure: text in, terms out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

VERSION = "v=spf1"
MACRO = r"%\{[slodiphcrtv][0-9]*r?[-.+,/_=]*\}|%%|%_|%-"
DOMAIN = rf"(?:{MACRO}|[!-$&-.0-~])+?"
MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)
MECHANISM = re.compile(
    rf"([-+~?]?)([a-z][a-z0-9_.-]*)(?::({DOMAIN}))?(?:/([0-9]{{1,2}}))?(?://([0-9]{{1,3}}))?", re.IGNORECASE
)
LITERAL = re.compile(r"([-+~?]?)(ip[46]):([0-9a-f.:]+(?:/[0-9]{1,3})?)", re.IGNORECASE)
MACRO_STRING = re.compile(rf"(?:{MACRO}|[!-$&-~])*", re.IGNORECASE)
NEEDS_DOMAIN = frozenset({"include", "exists"})
MAY_HAVE_RANGE = frozenset({"a", "mx"})
MECHANISMS = frozenset({"all", "include", "a", "mx", "ptr", "exists"})


class SpfBroken(ValueError):
    """The record cannot be read; says the term at fault."""


@dataclass(frozen=True)
class Term:
    """A mechanism. ``domain`` is "" for the domain that is examined; ``network`` is that of ip4 and ip6."""

    text: str
    sign: str
    kind: str
    domain: str = ""
    network: IPv4Network | IPv6Network | None = None
    bits4: int = 32
    bits6: int = 128


@dataclass(frozen=True)
class SpfRecord:
    """The mechanisms in their order, and where to go on if none matches."""

    terms: tuple[Term, ...]
    redirect: str = ""


def is_spf(text: str) -> bool:
    """Whether a TXT record is one of SPF (RFC 7208, 4.5)."""
    return text.lower() == VERSION or text.lower().startswith(VERSION + " ")


def read_spf(text: str) -> SpfRecord:
    """Raises SpfBroken. A broken term makes the whole record broken, wherever it stands (RFC 7208, 4.6)."""
    terms: list[Term] = []
    modifiers: dict[str, str] = {}
    for word in text[len(VERSION) :].split(" "):
        if not word:
            continue
        modifier = MODIFIER.fullmatch(word)
        if modifier is None:
            terms.append(_mechanism(word))
            continue
        name, value = modifier[1].lower(), modifier[2]
        is_twice = name in modifiers and name in {"redirect", "exp"}
        if is_twice or not MACRO_STRING.fullmatch(value) or (name == "redirect" and not value):
            raise SpfBroken(word)
        modifiers[name] = value
    return SpfRecord(tuple(terms), modifiers.get("redirect", ""))


def _mechanism(word: str) -> Term:
    literal = LITERAL.fullmatch(word)
    if literal is not None:
        return _literal(word, literal)
    match = MECHANISM.fullmatch(word)
    if match is None:
        raise SpfBroken(word)
    sign, kind, domain, bits4, bits6 = match.groups()
    kind = kind.lower()
    has_range = bits4 is not None or bits6 is not None
    if kind not in MECHANISMS or (has_range and kind not in MAY_HAVE_RANGE):
        raise SpfBroken(word)
    if (kind in NEEDS_DOMAIN and not domain) or (kind == "all" and domain):
        raise SpfBroken(word)
    wide4, wide6 = int(bits4 or 32), int(bits6 or 128)
    if wide4 > 32 or wide6 > 128:
        raise SpfBroken(word)
    return Term(word, sign or "+", kind, domain or "", None, wide4, wide6)


def _literal(word: str, literal: re.Match[str]) -> Term:
    sign, kind, written = literal.groups()
    try:
        network = ip_network(written, strict=False)
    except ValueError:
        raise SpfBroken(word) from None
    if network.version != int(kind[2]):
        raise SpfBroken(word)
    return Term(word, sign or "+", kind.lower(), network=network)
