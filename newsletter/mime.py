"""A letter of an issue as bytes for the mail server: cast once, filled for each reader.

RFC 5322, 2045 to 2047, 2369 (List headers), 2919 (List-Id), 8058 (leaving by one press), 3834 (nobody answers it).
"""

from __future__ import annotations

import secrets
from binascii import b2a_base64, b2a_qp
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, quote

# Stands in texts where the token of the reader's own links goes; no address changes these letters.
MARK = "READERS-OWN-LINK"
LINE = 76  # RFC 2045, 6.8
NEW_LINE = b"\r\n"
_FOLD = "\r\n "


@dataclass(frozen=True)
class Face:
    """What all letters of an issue in one language have in common; addresses are absolute.

    ``manage_url`` holds MARK. ``reply_to`` may be "".
    """

    sender_name: str
    sender_email: str
    reply_to: str
    subject: str
    language: str
    text: str
    html: str
    list_id: str
    manage_url: str
    archive_url: str
    subscribe_url: str


@dataclass(frozen=True)
class Reader:
    """To whom a letter goes. ``token`` opens the reader's own page and is URL-safe ASCII."""

    email: str
    message_id: str
    token: str


class Mold:
    """Casts the letters of one Face."""

    def __init__(self, face: Face) -> None:
        self.face = face
        self._boundary = f"=_{secrets.token_hex(12)}".encode()
        self._head = _head(face, self._boundary)
        self._parts = [(b"text/plain", _crlf(face.text)), (b"text/html", _crlf(face.html))]

    def cast(self, reader: Reader, now: datetime) -> bytes:
        """The whole letter, lines ended by CRLF, 7-bit throughout."""
        own = [
            b"To: " + reader.email.encode("ascii"),
            b"Message-ID: " + reader.message_id.encode("ascii"),
            b"Date: " + format_datetime(now).encode("ascii"),
            b"List-Unsubscribe: <" + self.face.manage_url.replace(MARK, reader.token).encode("ascii") + b">",
        ]
        mark, token = MARK.encode(), reader.token.encode("ascii")
        pieces = [NEW_LINE.join(own), self._head]
        for kind, content in self._parts:
            coding, body = _coded(content.replace(mark, token))
            pieces.append(
                NEW_LINE.join(
                    [
                        b"--" + self._boundary,
                        b"Content-Type: " + kind + b'; charset="utf-8"',
                        b"Content-Transfer-Encoding: " + coding,
                        b"",
                        body,
                    ]
                )
            )
        return NEW_LINE.join([*pieces, b"--" + self._boundary + b"--", b""])


def headers_of(face: Face, token: str) -> dict[str, str]:
    """The list's headers by name, for mail services that take a letter in parts."""
    return {**_list_headers(face), "List-Unsubscribe": f"<{face.manage_url.replace(MARK, token)}>"}


def _list_headers(face: Face) -> dict[str, str]:
    return {
        "List-Id": face.list_id,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Archive": f"<{face.archive_url}>",
        "List-Subscribe": f"<{face.subscribe_url}>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "Content-Language": face.language,
    }


def _head(face: Face, boundary: bytes) -> bytes:
    """The headers that do not change from reader to reader, and the empty line after them."""
    lines = [f"From: {_words('From', face.sender_name)}{_FOLD}<{face.sender_email}>"]
    if face.reply_to:
        lines.append(f"Reply-To: {face.reply_to}")
    lines.append(f"Subject: {_words('Subject', face.subject)}")
    lines += [f"{name}: {value}" for name, value in _list_headers(face).items()]
    lines.append("MIME-Version: 1.0")
    kind = b'Content-Type: multipart/alternative; boundary="' + boundary + b'"'
    return NEW_LINE.join(["\r\n".join(lines).encode("ascii"), kind, b""])


def _words(name: str, text: str) -> str:
    """A text as a header holds it, folded; of other letters than ASCII in encoded words (RFC 2047)."""
    if name == "From" and text.isascii():
        return f'"{quote(text)}"'
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, maxlinelen=LINE, header_name=name).encode(linesep="\r\n")


def _crlf(text: str) -> bytes:
    """Lines ended by CRLF, the last one too: ``b2a_qp`` ends its own lines as it finds them ended."""
    return (text.replace("\r\n", "\n").rstrip("\n") + "\n").replace("\n", "\r\n").encode()


def _coded(content: bytes) -> tuple[bytes, bytes]:
    """The content in seven bits, as quoted-printable where most of it can be read so, else as base64."""
    plain = len(content.translate(None, delete=bytes(range(128, 256))))
    if len(content) - plain < len(content) // 6:
        return b"quoted-printable", b2a_qp(content, istext=True)
    coded = b2a_base64(content, newline=False)
    return b"base64", NEW_LINE.join(coded[start : start + LINE] for start in range(0, len(coded), LINE))
