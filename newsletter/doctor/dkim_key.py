"""Keys of DKIM as they stand in DNS (RFC 6376, 3.6.1; RFC 8463). Pure."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from newsletter.doctor.tags import BrokenTags, read_tags, without_spaces

PublicKey = RSAPublicKey | Ed25519PublicKey


class BrokenKey(ValueError):
    """The record is no key of DKIM; says the part at fault."""


@dataclass(frozen=True)
class Key:
    """``public`` is None for a key that was taken back."""

    public: PublicKey | None
    bits: int
    is_testing: bool
    hashes: frozenset[str]

    @property
    def allows_sha256(self) -> bool:
        return not self.hashes or "sha256" in self.hashes


def key_name(selector: str, domain: str) -> str:
    return f"{selector}._domainkey.{domain}"


def read_key(text: str) -> Key:
    """Raises BrokenKey."""
    try:
        tags = read_tags(text)
    except BrokenTags as error:
        raise BrokenKey(str(error)) from error
    first = next(iter(tags), "")
    if "v" in tags and (first != "v" or tags["v"] != "DKIM1"):
        raise BrokenKey(f"v={tags['v']}")
    if "p" not in tags:
        raise BrokenKey("p=")
    services = _words(tags.get("s", "*"))
    if not services & {"*", "email"}:
        raise BrokenKey(f"s={tags['s']}")
    public = _public_key(tags.get("k", "rsa").lower(), without_spaces(tags["p"]))
    bits = public.key_size if isinstance(public, RSAPublicKey) else 256
    return Key(public, bits, "y" in _words(tags.get("t", "")), frozenset(_words(tags.get("h", "").lower())))


def _words(text: str) -> set[str]:
    return {word.strip() for word in text.split(":") if word.strip()}


def _public_key(kind: str, text: str) -> PublicKey | None:
    if not text:
        return None
    try:
        raw = b64decode(text, validate=True)
        found = Ed25519PublicKey.from_public_bytes(raw) if kind == "ed25519" else load_der_public_key(raw)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BrokenKey(f"p={text[:40]}") from error
    if kind not in {"rsa", "ed25519"} or not isinstance(found, PublicKey):
        raise BrokenKey(f"k={kind}")
    return found
