"""A reader of vCard 4.0 that forgives nothing, written from RFC 6350 and not from what writes ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

# RFC 6350, 3.3: name, parameters of which values may be quoted, and the value.
SAFE = r'[^\x00-\x08\x0a-\x1f\x7f":;,]*'
QUOTED = r'"[^\x00-\x08\x0a-\x1f\x7f"]*"'
PARAMETER = re.compile(rf";(?P<name>[A-Za-z0-9-]+)=(?P<values>(?:{QUOTED}|{SAFE})(?:,(?:{QUOTED}|{SAFE}))*)")
NAME = re.compile(r"[A-Za-z0-9-]+")
# How often each property may stand in a card (RFC 6350, 6); others are not expected at all.
CARDINALITY = {
    **dict.fromkeys(("VERSION", "FN"), (1, 1)),
    **dict.fromkeys(("PRODID", "UID", "REV", "KIND", "N"), (0, 1)),
    **dict.fromkeys(("SOURCE", "ORG", "TITLE", "NOTE", "TEL", "EMAIL", "URL", "ADR", "TZ"), (0, 99)),
}
STRUCTURED = {"N": 5, "ADR": 7}


@dataclass(frozen=True)
class Property:
    name: str
    parameters: dict[str, str]
    value: str


def logical_lines(raw: bytes) -> list[str]:
    """The lines of a file, unfolded. Every physical one is checked for its length and for whole letters."""
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line or len(line) > 75 for line in physical)
    for line in physical:
        line.decode("utf-8")
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def read(raw: bytes) -> list[Property]:
    lines = logical_lines(raw)
    assert (lines[0], lines[1], lines[-1]) == ("BEGIN:VCARD", "VERSION:4.0", "END:VCARD")
    found = [_property(line) for line in lines[1:-1]]
    for name in {one.name for one in found}:
        least, most = CARDINALITY[name]
        assert least <= sum(one.name == name for one in found) <= most, name
    for one in found:
        assert len(components(one.value)) == STRUCTURED.get(one.name, len(components(one.value))), one
    return found


def _property(line: str) -> Property:
    name = NAME.match(line)
    assert name, line
    position, parameters = name.end(), {}
    while line[position] == ";":
        one = PARAMETER.match(line, position)
        assert one, line
        assert one["name"] not in parameters
        parameters[one["name"]] = unquoted(one["values"])
        position = one.end()
    assert line[position] == ":", line
    return Property(name[0].upper(), parameters, line[position + 1 :])


def unquoted(value: str) -> str:
    """A parameter's value with the marks of RFC 6868 read."""
    marks = {"^^": "^", "^n": "\n", "^'": '"'}
    return re.sub(r"\^[\^n']", lambda one: marks[one[0]], value.strip('"'))


def text(value: str) -> str:
    """A text value without its escapes; a sign that had to be escaped fails."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value), value
    return re.sub(r"\\([\\,;nN])", lambda one: "\n" if one[1] in "nN" else one[1], value)


def components(value: str) -> list[str]:
    return re.split(r"(?<!\\)(?:\\\\)*;", value)
