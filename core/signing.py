"""Signed links: a token in a mail says what it is for, on which mission, about what and when it was made.

Pure: knows no model; the clock is an argument.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

# Letters, digits and signs that neither a browser nor a mail program changes.
SUBJECT = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOKEN = re.compile(r"[A-Za-z0-9._-]{1,200}")
SIGNATURE = 43  # letters: a SHA-256 in base64


class BadLink(Exception):
    """The token was not made by this install for this purpose and mission."""


class CutLink(BadLink):
    """The token has lost its end, as where a mail program breaks a long address."""


@dataclass(frozen=True)
class SignedLink:
    """What a token says: its subject, and when it was made (UTC, milliseconds)."""

    subject: str
    made_at: datetime

    def is_older_than(self, lifetime: timedelta, now: datetime) -> bool:
        return now - self.made_at > lifetime


def sign(purpose: str, site_id: int, subject: str, now: datetime) -> str:
    """A token for an address. ``subject`` is letters, digits, ``-`` and ``_``, 64 at most."""
    if not SUBJECT.fullmatch(subject):
        raise ValueError(f"“{subject}” cannot be the subject of a link.")
    moment = signing.b62_encode(int(now.timestamp() * 1000))
    return _signer(purpose, site_id).sign(f"{subject}.{moment}")


def read(purpose: str, site_id: int, token: str) -> SignedLink:
    """What the token says. Raises BadLink for any other text, another purpose or another mission's token, and CutLink
    for what is too short to be whole.
    """
    if not TOKEN.fullmatch(token):
        raise BadLink
    parts = token.split(".")
    if len(parts) < 3 or len(parts[-1]) < SIGNATURE:
        raise CutLink
    try:
        subject, moment = _signer(purpose, site_id).unsign(token).split(".")
    except signing.BadSignature as error:
        raise BadLink from error
    return SignedLink(subject, datetime.fromtimestamp(signing.b62_decode(moment) / 1000, UTC))


def _signer(purpose: str, site_id: int) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"core.signing.{purpose}.{site_id}")
