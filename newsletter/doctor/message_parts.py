"""A message as bytes, cut into what DKIM signs and brought into its canonical forms (RFC 6376, 3.4). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)


class NoMessage(ValueError):
    """What was given is no e-mail message."""


@dataclass(frozen=True)
class Field:
    """One header with all its lines, as it came, without the end of the last line."""

    name: str
    raw: bytes

    @property
    def value(self) -> bytes:
        return self.raw.partition(b":")[2]


@dataclass(frozen=True)
class Message:
    fields: tuple[Field, ...]
    body: bytes

    @cached_property
    def _by_name(self) -> dict[str, list[Field]]:
        found: dict[str, list[Field]] = {}
        for field in self.fields:
            found.setdefault(field.name, []).append(field)
        return found

    def named(self, name: str) -> list[Field]:
        return self._by_name.get(name.lower(), [])


def read_message(text: bytes) -> Message:
    """Takes a message apart; lines may end in any way. Raises NoMessage."""
    whole = re.sub(rb"\r\n|\r|\n", b"\r\n", text.lstrip(b"\r\n"))
    head, _empty, body = whole.partition(b"\r\n\r\n")
    raws = re.split(rb"\r\n(?![ \t])", head.removesuffix(b"\r\n"))
    fields: list[Field] = []
    for raw in raws:
        match = FIELD.fullmatch(raw)
        if match is None:
            # The first line of a mailbox file is not part of the message.
            if raw.startswith(b"From ") and not fields:
                continue
            raise NoMessage
        fields.append(Field(match[1].decode("ascii").lower(), raw))
    if not any(field.name == "from" for field in fields):
        raise NoMessage
    return Message(tuple(fields), body)


def canonical_field(raw: bytes, how: str) -> bytes:
    """A header in its "simple" or "relaxed" form, without the end of its line."""
    if how == "simple":
        return raw
    name, _colon, value = raw.partition(b":")
    unfolded = re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b""))
    return name.strip(b" \t").lower() + b":" + unfolded.strip(b" \t")


def canonical_body(body: bytes, how: str) -> bytes:
    """A body in its "simple" or "relaxed" form: no empty lines at the end, one end of line after the last."""
    if how == "relaxed":
        body = re.sub(rb"[ \t]+", b" ", body)
        body = body.replace(b" \r\n", b"\r\n").removesuffix(b" ")
    stripped = body.rstrip(b"\r\n")  # they stand in pairs only, see read_message
    if not stripped:
        return b"" if how == "relaxed" else b"\r\n"
    return stripped + b"\r\n"
