"""Opens a document that somebody sent: a zip of XML, taken only within limits. Nothing outside of it is ever asked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from lzma import LZMAError
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from django.utils.translation import gettext as _

MEGABYTE = 1 << 20
OLD_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
# What the library raises for archives that are damaged or made to do damage.
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)
DOCX, ODT = "docx", "odt"
ODT_TYPE = b"application/vnd.oasis.opendocument.text"
MACROS = ("vbaproject", "vbadata", "basic/", "scripts/", "activex/")


class DocumentRefused(ValueError):
    """The file is not taken; the text is a sentence for the editor that says what to do."""


@dataclass(frozen=True)
class Limits:
    """The largest file, what it may unpack to in all and how far an entry may swell, and the size of its text."""

    size: int
    entries: int
    unpacked: int
    ratio: int
    xml: int
    elements: int
    depth: int


class _Tree(TreeBuilder):
    """Gives up while it reads, before a file has grown in memory."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.depth = self.count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self.depth, self.count = self.depth + 1, self.count + 1
        if self.count > self.limits.elements or self.depth > self.limits.depth:
            raise DocumentRefused(
                _("The document is too large or too intricate. Split it, or take out what is no text.")
            )
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(tag)

    def doctype(self, name: str, pubid: str, system: str) -> None:
        raise DocumentRefused(_("The document declares a document type, which no word processor does. Save it anew."))


def read_xml(data: bytes, limits: Limits) -> Element:
    """The tree of one part. Declarations are refused, so entities cannot be made up or fetched."""
    parser = XMLParser(target=_Tree(limits))  # noqa: S314  # it refuses every declaration, see _Tree
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, DocumentRefused):
            raise
        raise damaged() from None
    return root


class Package:
    """The parts of an opened document. Each read counts towards what may be unpacked in all."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        self.names = frozenset(archive.namelist())
        self.left = limits.unpacked
        self.trees: dict[str, Element] = {}
        self.things: dict[str, bytes] = {}
        self.dropped: Counter[str] = Counter()
        if any(name.casefold().startswith(MACROS) or "vbaproject" in name.casefold() for name in self.names):
            self.dropped["macros"] += 1
        self.kind = self._kind()

    def _kind(self) -> str:
        if "mimetype" in self.names and self.read("mimetype", MEGABYTE).strip() == ODT_TYPE:
            manifest = self.read("META-INF/manifest.xml", self.limits.xml) if self._has_manifest() else b""
            if b"encryption-data" in manifest:
                raise locked()
            return ODT
        if "[Content_Types].xml" in self.names:
            return DOCX
        raise DocumentRefused(
            _("This is no text document of a word processor. Save it as a Word document (.docx) or as .odt.")
        )

    def _has_manifest(self) -> bool:
        return "META-INF/manifest.xml" in self.names

    def read(self, name: str, most: int) -> bytes:
        """The bytes of a part of at most ``most`` bytes. DocumentRefused for one that is larger or swells too much."""
        try:
            entry = self.archive.getinfo(name)
            swells = entry.file_size > MEGABYTE and entry.file_size > self.limits.ratio * max(1, entry.compress_size)
            if swells or entry.file_size > min(most, self.left):
                raise too_large()
            with self.archive.open(entry) as file:
                data = file.read(min(most, self.left) + 1)
        except DAMAGE as error:
            if isinstance(error, DocumentRefused):
                raise
            raise damaged() from error
        self.left -= len(data)
        if self.left < 0 or len(data) > most:
            raise too_large()
        return data

    def xml(self, name: str) -> Element | None:
        """The tree of a part, read once; None where there is none of that name."""
        if name in self.names and name not in self.trees:
            self.trees[name] = read_xml(self.read(name, self.limits.xml), self.limits)
        return self.trees.get(name)

    def thing(self, name: str) -> bytes:
        """The bytes of a picture, read once however often it is shown."""
        if name not in self.things:
            self.things[name] = self.read(name, self.left)
        return self.things[name]


def open_package(file: BinaryIO, size: int, limits: Limits) -> Package:
    """Opens what was sent. DocumentRefused, with a sentence, for all that is no document or too much of one."""
    if size > limits.size:
        raise DocumentRefused(
            _("The file is larger than %(mb)d MB. Make its pictures smaller, or split it.")
            % {"mb": limits.size // MEGABYTE}
        )
    if not size:
        raise DocumentRefused(_("The file is empty. Save the document and choose it again."))
    file.seek(0)
    if file.read(len(OLD_FILE)) == OLD_FILE:
        file.seek(0)
        raise locked() if LOCKED in file.read(limits.size) else _old()
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
        entries = archive.infolist()
    except DAMAGE as error:
        raise damaged() from error
    if len(entries) > limits.entries or sum(entry.file_size for entry in entries) > limits.unpacked:
        raise too_large()
    if any(entry.flag_bits & 1 for entry in entries):
        raise locked()
    return Package(archive, limits)


def damaged() -> DocumentRefused:
    return DocumentRefused(_("The file is damaged, or it is no document. Open it in the word processor, save it anew."))


def too_large() -> DocumentRefused:
    return DocumentRefused(_("The document unpacks to more than is taken. Make its pictures smaller, or split it."))


def locked() -> DocumentRefused:
    return DocumentRefused(_("The document is locked with a password. Save it without one and choose it again."))


def _old() -> DocumentRefused:
    return DocumentRefused(
        _("This is a document of an old version of Word (.doc). Save it as .docx and choose it again.")
    )
