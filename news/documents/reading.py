"""Reads a file that an editor chose, whatever is in it: a document, or a sentence that says why not."""

from __future__ import annotations

from pathlib import PurePath
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from news.documents.docx import read_docx
from news.documents.odt import read_odt
from news.documents.opening import ODT, DocumentRefused, Limits, open_package
from news.documents.structure import Document, TooMuch

# Nothing that people write lies deeper; the readers follow the tree by calling themselves.
DEEPEST = 100
TAKEN = (".docx", ".odt")
WITH_MACROS = (".docm", ".dotm")


def limits() -> Limits:
    return Limits(
        size=settings.BULLETIN_FILE_SIZE,
        entries=settings.BULLETIN_FILE_ENTRIES,
        unpacked=settings.BULLETIN_FILE_UNPACKED,
        ratio=settings.BULLETIN_FILE_RATIO,
        xml=settings.BULLETIN_FILE_TEXT,
        elements=settings.BULLETIN_FILE_ELEMENTS,
        depth=DEEPEST,
    )


def read_document(file: BinaryIO, name: str, size: int) -> Document:
    """The document in an open file. DocumentRefused, with a sentence, for all that cannot be taken."""
    suffix = PurePath(name).suffix.lower()
    if suffix in WITH_MACROS:
        raise DocumentRefused(_("This document is made for macros, which are not taken. Save it as .docx."))
    if suffix not in TAKEN:
        raise DocumentRefused(_("Only Word documents (.docx) and OpenDocument texts (.odt) are taken. Save it as one."))
    package = open_package(file, size, limits())
    try:
        return read_odt(package) if package.kind == ODT else read_docx(package)
    except TooMuch:
        raise too_long() from None


def too_long() -> DocumentRefused:
    return DocumentRefused(_("The document is too long for one bulletin, or has a table that is. Split it."))
