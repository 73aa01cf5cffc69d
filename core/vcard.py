"""A contact as a vCard 4.0 (RFC 6350): escaping, folding, parameters. Pure; what the card says is up to the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

PRODUCT = "-//Embassy//Contacts//EN"
LINE_BYTES = 75
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
ESCAPES = {"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"}
# RFC 6868, which RFC 6350 leaves to parameters that hold what it forbids there.
IN_PARAMETERS = {"^": "^^", "\n": "^n", '"': "^'"}


@dataclass(frozen=True)
class Text:
    """Words and the code of their language."""

    text: str
    language: str


@dataclass(frozen=True)
class Card:
    """What a card says. ``revised`` is aware; telephone and fax are ``tel:`` addresses; "" leaves a line out."""

    uid: UUID
    revised: datetime
    name: Text
    is_person: bool
    organization: Text
    title: Text
    note: Text
    telephone: str
    fax: str
    email: str
    web_site: str
    address: str
    zone: str
    source: str


def vcard(card: Card) -> bytes:
    """The file, with the line ends and the folding that the standard wants."""
    return b"".join(folded(line) for line in ["BEGIN:VCARD", "VERSION:4.0", *_lines(card), "END:VCARD"])


def _lines(card: Card) -> Iterator[str]:
    yield f"PRODID:{escaped(PRODUCT)}"
    yield f"SOURCE:{card.source}"
    yield f"UID:{card.uid.urn}"
    yield f"REV:{card.revised.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"KIND:{'individual' if card.is_person else 'org'}"
    yield _text("FN", card.name)
    if card.is_person:
        # Which part is the family's name differs from people to people: the whole is one part, shown as it stands.
        yield f"N:;{escaped(card.name.text)};;;"
    for name, words in (("ORG", card.organization), ("TITLE", card.title), ("NOTE", card.note)):
        if words.text:
            yield _text(name, words)
    if card.telephone:
        yield f'TEL;VALUE=uri;PREF=1;TYPE="work,voice":{card.telephone}'
    if card.fax:
        yield f'TEL;VALUE=uri;TYPE="work,fax":{card.fax}'
    if card.email:
        yield f"EMAIL;TYPE=work:{escaped(card.email)}"
    if card.web_site:
        yield f"URL;TYPE=work:{card.web_site}"
    yield from _address(card)


def _address(card: Card) -> Iterator[str]:
    """The address as it stands on an envelope is the label; its parts are not known, so all is in the street."""
    if card.address:
        rows = [row.strip() for row in _clean(card.address).splitlines() if row.strip()]
        label = "\n".join(rows)
        yield f'ADR;TYPE=work;LABEL="{quoted(label)}":;;{escaped(", ".join(rows))};;;;'
    if card.zone:
        yield f"TZ:{escaped(card.zone)}"


def _text(name: str, words: Text) -> str:
    mark = f";LANGUAGE={words.language}" if words.language else ""
    return f"{name}{mark}:{escaped(words.text)}"


def _clean(text: str) -> str:
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """``text`` as a value (RFC 6350, 3.4)."""
    return "".join(ESCAPES.get(letter, letter) for letter in _clean(text))


def quoted(text: str) -> str:
    """``text`` as the inside of a quoted parameter (RFC 6868)."""
    return "".join(IN_PARAMETERS.get(letter, letter) for letter in _clean(text))


def folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, none of which ends inside a letter (RFC 6350, 3.2)."""
    pieces, piece = [], b""
    for letter in line:
        raw = letter.encode()
        if len(piece) + len(raw) > LINE_BYTES:
            pieces.append(piece)
            piece = b" "
        piece += raw
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
