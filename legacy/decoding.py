"""The text of a file of the old site, in whatever encoding it was saved. Pure."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from legacy.old_pages import SourceRefused
from music.misreadings import Misread
from music.text_encodings import decode

# Where HTML and XML say what they are written in: near their beginning, in ASCII.
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
HEAD = 4096
# By the standard of HTML these names mean the encodings of Windows.
MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-5": "iso8859-5", "utf-16": "utf-8", "utf-16-le": "utf-8"}
# What pages of that time and place were written in; another name is more likely a slip than true.
ENCODINGS = frozenset(
    {
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1254",
        "koi8-r",
        "koi8-u",
        "iso8859-5",
        "iso8859-15",
        "kz1048",
        "ptcp154",
        "utf-8",
    }
)


def decoded(data: bytes, *, declares: bool = False) -> tuple[str, str]:
    """The text, and the name of an encoding that had to be guessed, "" where none had. Raises SourceRefused.

    With ``declares`` the file may say itself what it is written in; it is believed where its bytes allow it.
    """
    for encoding in ("utf-8-sig", *(_declared(data) if declares else ())):
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            break
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text, ""
    try:
        found = decode(data)
    except Misread:
        raise SourceRefused(_("It is no text, or in an encoding that is not known. Save it as UTF-8.")) from None
    return found.text, found.guess


def _declared(data: bytes) -> tuple[str, ...]:
    match = DECLARED.search(data[:HEAD])
    if not match:
        return ()
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return ()
    name = MEANT.get(name, name)
    return (name,) if name in ENCODINGS else ()
