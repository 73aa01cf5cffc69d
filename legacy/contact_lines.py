"""The contact at the foot of an old page: a heading, then lines of labels and numbers. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from core.phone import NUMBER
from legacy.lines import Kind, Line
from legacy.old_pages import OldContact

LABELS = {
    "person": r"contact(?: person)?|press contact|контакт(?:ное лицо|ы)?|байланыс(?: тұлғасы)?",
    "both": r"tel(?:ephone)?\.?\s*/\s*fax|тел(?:ефон)?\.?\s*/\s*факс",
    "telephone": r"tel(?:ephone)?|phone|тел(?:ефон)?",
    "fax": r"fax|факс",
    "email": r"e-?mail|эл(?:ектронная|\.)?\s?почта|эл(?:ектрондық|\.)?\s?пошта",
    "web_site": r"web\s?-?\s?site|web(?: page)?|internet|(?:веб-?)?сайт(?:ы)?",
}
LABEL = re.compile(
    r"(?<!\w)(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in LABELS.items())
    + r")\s*(?:\.?\s*[::]|\.?\s*(?=[+(]?\d))\s*",
    re.IGNORECASE,
)
EXTENSION = re.compile(
    r"[,;]?\s*(?:\(?\s*(?:ext(?:ension|n)?|доб(?:авочный)?|ішкі)\.?\s*:?\s*|x\s?)(\d{1,10})\)?", re.IGNORECASE
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-zа-я]{2,}(?::\d+)?(?:/[^\s;,]*)?", re.IGNORECASE)
AROUND = " \t;,|·"
OFFICE = re.compile(
    r"embassy|bulletin|office|section|consul|press|посольств|консул|бюллет|отдел|елшіл|бюллетен|бөлім", re.IGNORECASE
)
# So many lines that say something else may stand inside of the block, and after it.
GAP, AFTER = 2, 3
LONGEST_LINE = 500
# What a field of ours takes.
LONGEST = {"heading": 120, "person": 120, "role": 120, "telephone": 40, "fax": 40, "email": 254, "web_site": 200}


@dataclass
class Found:
    """The contacts of a page, and the lines that are left when theirs are taken out."""

    contacts: list[OldContact] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def has_label(text: str) -> bool:
    match = LABEL.match(text.strip())
    return bool(match)


def read_contact_line(text: str) -> dict[str, str] | None:
    """The fields that one line gives; None where it is no contact line, or says more than our fields hold."""
    if len(text) > LONGEST_LINE:
        return None
    matches = list(LABEL.finditer(text))
    if not matches:
        alone = text.strip(AROUND)
        return {"email": alone} if EMAIL.fullmatch(alone) else None
    if text[: matches[0].start()].strip(AROUND):
        return None
    found: dict[str, str] = {}
    ends = [match.start() for match in matches[1:]] + [len(text)]
    for match, end in zip(matches, ends, strict=True):
        value = text[match.end() : end].strip(AROUND)
        fields = _value(str(match.lastgroup), value)
        if fields is None or found.keys() & fields.keys():
            return None
        found |= fields
    if any(len(value) > LONGEST.get(name, 10) for name, value in found.items()):
        return None
    return found or None


def _value(name: str, value: str) -> dict[str, str] | None:
    if name == "person":
        person, _comma, role = value.partition(", ")
        is_name = value and not value.endswith(".") and len(value.split()) <= 12 and not NUMBER.match(value)
        return {"person": person.strip(), **({"role": role.strip()} if role else {})} if is_name else None
    if name == "email":
        return {"email": value} if EMAIL.fullmatch(value) else None
    if name == "web_site":
        bare = value.rstrip(".")
        return {"web_site": bare if "://" in bare else f"http://{bare}"} if WEB.fullmatch(bare) else None
    extension = EXTENSION.search(value)
    number = (value[: extension.start()] + value[extension.end() :] if extension else value).strip(AROUND + ".")
    if not NUMBER.match(number) or (extension and name == "fax"):
        return None
    found = {"telephone": number} if name == "telephone" else {"fax": number}
    if name == "both":
        found = {"telephone": number, "fax": number}
    return found | ({"extension": extension[1]} if extension else {})


def find_contacts(lines: list[Line]) -> Found:
    """Looks from the end of the page upwards; a line of a contact inside of the text is text."""
    fields = [read_contact_line(line.text) if line.kind in {Kind.TEXT, Kind.ITEM} else None for line in lines]
    last = max((at for at, one in enumerate(fields) if one), default=-1)
    if last < 0 or len(lines) - 1 - last > AFTER or any(not line.is_short for line in lines[last + 1 :]):
        return Found(rest=lines)
    first = last
    for at in range(last, -1, -1):
        if fields[at]:
            first = at
        elif first - at > GAP or not lines[at].is_short or lines[at].is_sentence:
            break
    heading = _heading_above(lines, first)
    found = _collect(lines[first : last + 1], fields[first : last + 1], heading)
    found.rest = [*lines[: first - 1 if heading else first], *found.rest, *lines[last + 1 :]]
    return found


def _heading_above(lines: list[Line], at: int) -> str:
    return _as_heading(lines[at - 1], lines[at]) if at else ""


def _as_heading(line: Line, below: Line) -> str:
    if not line.is_short or line.is_sentence or line.kind is Kind.ITEM or has_label(line.text):
        return ""
    return line.text if not below.begins or OFFICE.search(line.text) else ""


def _collect(lines: list[Line], fields: list[dict[str, str] | None], heading: str) -> Found:
    """A field that the contact has already begins the next one; so does a heading."""
    found = Found()
    current = OldContact(heading=heading)
    for at, (line, said) in enumerate(zip(lines, fields, strict=True)):
        if said is None:
            named = _as_heading(line, lines[at + 1])
            names_office = line.begins or OFFICE.search(line.text) or "person" in (fields[at + 1] or {})
            if named and names_office and _is_filled(current):
                found.contacts.append(current)
                current = OldContact(heading=named)
            else:
                found.rest.append(line)
                found.kept.append(line.text)
            continue
        if any(getattr(current, name) not in {"", value} for name, value in said.items()):
            found.contacts.append(current)
            current = OldContact()
        current = replace(current, **said)
    found.contacts.append(current)
    return found


def _is_filled(contact: OldContact) -> bool:
    return contact != OldContact(heading=contact.heading)
