"""Keys and signed letters: the example of RFC 8463, appendix A, and letters that are signed here."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED_RECORD = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
RSA_RECORD = (
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/"
    "byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB"
)
# 512 bits, from a key that was thrown away.
WEAK_RECORD = (
    "v=DKIM1; k=rsa; p=MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAJgwFjFI7mri2bghIcn1/r3kIxQht4hle1vh+ZhStTTh4yzLT7rp4oTIqVpM+2E+Y48r"
    "NHBr+srzVIm823nK5CsCAwEAAQ=="
)
EXAMPLE = b"""DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.

"""
EXAMPLE_KEYS = {
    "brisbane._domainkey.football.example.com": {"TXT": [ED_RECORD]},
    "test._domainkey.football.example.com": {"TXT": [RSA_RECORD]},
}


@cache
def private_key(bits: int) -> RSAPrivateKey:
    return generate_private_key(65537, bits)


def record_of(bits: int = 2048, tags: str = "") -> str:
    public = private_key(bits).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; {tags}p={b64encode(public).decode()}"


def letter(
    domain: str = "mission.org",
    headers: str = "from:list-unsubscribe:list-unsubscribe-post",
    tags: str = "",
    body: bytes = b"Dear reader\r\n",
) -> bytes:
    """A letter from the mission that ``domain`` has signed, in the form "simple", with one header a line."""
    lines = {
        "from": b"From: Press <press@mission.org>",
        "list-unsubscribe": b"List-Unsubscribe: <https://www.mission.org/x/>",
        "list-unsubscribe-post": b"List-Unsubscribe-Post: List-Unsubscribe=One-Click",
    }
    hashed = b64encode(sha256(body).digest()).decode()
    start = f"DKIM-Signature: v=1; a=rsa-sha256; d={domain}; s=mail; h={headers}; bh={hashed}; {tags}b="
    signed = b"\r\n".join([*(lines[name] for name in headers.split(":") if name in lines), start.encode()])
    signature = b64encode(private_key(2048).sign(signed, PKCS1v15(), SHA256()))
    return b"\r\n".join([start.encode() + signature, *lines.values(), b"", body])
