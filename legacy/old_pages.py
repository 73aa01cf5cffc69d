"""What a page of the old site says, whatever it was kept in. Pure data; nothing here knows models."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date


class SourceRefused(ValueError):
    """A source that cannot be taken; the text is a whole sentence for whoever sent it."""


@dataclass(frozen=True)
class Prose:
    """Paragraphs and lists in a row, as clean rich text."""

    html: str


@dataclass(frozen=True)
class Heading:
    text: str
    level: str = "h2"


@dataclass(frozen=True)
class Table:
    """Cells as plain text; ``head`` is empty where the old table had no headings."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """``source`` is the address in the old page, relative to it."""

    source: str
    alt: str


@dataclass(frozen=True)
class Recording:
    """``source`` is where the old page linked to it, ``title`` what it said there."""

    source: str
    title: str


Block = Prose | Heading | Table | Picture | Recording


@dataclass(frozen=True)
class OldContact:
    """Whom readers turn to, as the foot of an old page has it."""

    heading: str = ""
    person: str = ""
    role: str = ""
    telephone: str = ""
    extension: str = ""
    fax: str = ""
    email: str = ""
    web_site: str = ""

    @property
    def name(self) -> str:
        return self.person or self.heading or self.email or self.telephone or self.fax or self.web_site


@dataclass(frozen=True)
class OldPage:
    """``identity`` names the page among all of the old site, ``source`` is where it was read; ``notes`` are sentences
    on what was left out, or understood in one of several ways.
    """

    source: str
    identity: str
    title: str
    series: str = ""
    number: int | None = None
    date: date | None = None
    category: str = ""
    author: str = ""
    lead: str = ""
    blocks: tuple[Block, ...] = ()
    contacts: tuple[OldContact, ...] = ()
    old_addresses: tuple[str, ...] = ()
    is_draft: bool = False
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same content, wherever it was read."""
        content = asdict(self)
        kinds = [type(block).__name__ for block in self.blocks]
        for name in ("source", "notes", "old_addresses"):
            del content[name]
        said = json.dumps([content, kinds], sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
