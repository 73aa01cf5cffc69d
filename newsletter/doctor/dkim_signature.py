"""Checks the signatures of a message as a receiving server does (RFC 6376, section 6; RFC 8463)."""

from __future__ import annotations

import re
from base64 import b64decode
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from newsletter.doctor.dkim_key import BrokenKey, PublicKey, key_name, read_key
from newsletter.doctor.message_parts import Field, Message, canonical_body, canonical_field
from newsletter.doctor.resolver import Resolver
from newsletter.doctor.tags import BrokenTags, read_tags, without_spaces

HEADER = "dkim-signature"
MOST_SIGNATURES = 5  # RFC 6376, 6.1: who checks may stop somewhere
ALGORITHMS = {"rsa-sha256", "ed25519-sha256"}
FORMS = {"simple", "relaxed"}
NEEDED = ("v", "a", "d", "s", "h", "bh", "b")
OWN_SIGNATURE = re.compile(rb"((?:^|;)\s*b\s*=)[^;]*", re.DOTALL)


class State(StrEnum):
    GOOD = "good"
    BROKEN = "broken"
    OLD = "old"
    NO_KEY = "no_key"
    BODY = "body"
    WRONG = "wrong"


@dataclass(frozen=True)
class Signature:
    """``signed`` names the headers that it covers, in lower case."""

    state: State
    domain: str = ""
    selector: str = ""
    signed: frozenset[str] = frozenset()


def check_signatures(message: Message, resolver: Resolver, now: datetime) -> list[Signature]:
    """The first signatures of the message, in their order. Raises Unanswered."""
    return [_check(field, message, resolver, now) for field in message.named(HEADER)[:MOST_SIGNATURES]]


def _check(field: Field, message: Message, resolver: Resolver, now: datetime) -> Signature:
    try:
        tags = read_tags(field.value.decode("ascii"))
    except (BrokenTags, UnicodeDecodeError):
        return Signature(State.BROKEN)
    domain, selector = tags.get("d", "").lower(), tags.get("s", "")
    names = [name.strip().lower() for name in tags.get("h", "").split(":")]
    state = State.BROKEN
    if _is_whole(tags, names):
        state = _judge(tags, names, field, message, resolver, now)
    return Signature(state, domain, selector, frozenset(names))


def _is_whole(tags: dict[str, str], names: list[str]) -> bool:
    """Whether everything is there that a signature must have (6.1.1)."""
    identity = tags.get("i", "@" + tags.get("d", "")).rpartition("@")[2].lower()
    domain = tags.get("d", "").lower()
    numbers = (tags.get(name, "0") for name in ("l", "x", "t"))
    return (
        all(tags.get(name) for name in NEEDED)
        and tags["v"] == "1"
        and tags["a"].lower() in ALGORITHMS
        and set(_forms(tags)) <= FORMS
        and "from" in names
        and (identity == domain or identity.endswith("." + domain))
        and all(re.fullmatch(r"[0-9]{1,12}", number) for number in numbers)
    )


def _forms(tags: dict[str, str]) -> tuple[str, str]:
    head, _slash, body = tags.get("c", "simple/simple").lower().partition("/")
    return head, body or "simple"


def _judge(
    tags: dict[str, str], names: list[str], field: Field, message: Message, resolver: Resolver, now: datetime
) -> State:
    if "x" in tags and int(tags["x"]) < now.timestamp():
        return State.OLD
    key = _key_of(tags, resolver)
    if key is None:
        return State.NO_KEY
    head_form, body_form = _forms(tags)
    body = canonical_body(message.body, body_form)
    if "l" in tags:
        body = body[: int(tags["l"])]
    try:
        hashed, signature = (b64decode(without_spaces(tags[name]), validate=True) for name in ("bh", "b"))
    except ValueError:
        return State.BROKEN
    if sha256(body).digest() != hashed:
        return State.BODY
    signed = _signed_bytes(names, field, message, head_form)
    return State.GOOD if _is_right(key, signature, signed) else State.WRONG


def _key_of(tags: dict[str, str], resolver: Resolver) -> PublicKey | None:
    """The key of the signature; None where there is none that may be used for it."""
    texts = resolver.ask(key_name(tags["s"], tags["d"].lower()), "TXT").records
    try:
        key = read_key(texts[0]) if len(texts) == 1 else None
    except BrokenKey:
        return None
    if key is None or not key.allows_sha256:
        return None
    is_new = isinstance(key.public, Ed25519PublicKey)
    return key.public if is_new == tags["a"].lower().startswith("ed25519") else None


def _signed_bytes(names: list[str], field: Field, message: Message, form: str) -> bytes:
    """The signed headers, of several with one name the last first (5.4.2), and the signature without itself."""
    used: Counter[str] = Counter()
    lines = []
    for name in names:
        found = message.named(name)
        used[name] += 1
        if used[name] <= len(found):
            lines.append(canonical_field(found[-used[name]].raw, form))
    start = field.raw.removesuffix(field.value)
    lines.append(canonical_field(start + OWN_SIGNATURE.sub(rb"\1", field.value, count=1), form))
    return b"\r\n".join(lines)


def _is_right(key: PublicKey, signature: bytes, signed: bytes) -> bool:
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, sha256(signed).digest())
        else:
            key.verify(signature, signed, PKCS1v15(), SHA256())
    except InvalidSignature:
        return False
    return True
