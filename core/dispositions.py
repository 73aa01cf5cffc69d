"""Content-Disposition (RFC 6266), with names in any script (RFC 8187). Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

from wagtail.coreutils import string_to_ascii

MAX_STEM = 120
# What RFC 8187 lets stand unquoted, beside the letters, digits and _.-~ that `quote` never touches.
_ATTR_CHARS = "!#$&+^`|"
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")


@lru_cache(maxsize=1024)
def content_disposition(name: str, *, attachment: bool) -> str:
    """The header for a file that is saved as `name`: a plain name first, the real one after it where they differ."""
    kind = "attachment" if attachment else "inline"
    real = safe_name(name)
    plain = safe_name(
        "".join(letter for letter in string_to_ascii(real) if " " <= letter <= "~" and letter not in '"%;')
    )
    if plain == real:
        return f'{kind}; filename="{plain}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(real, safe=_ATTR_CHARS)}"


def safe_name(name: str) -> str:
    """A name without path, control or direction characters, of bearable length, never empty."""
    text = unicodedata.normalize("NFC", name).replace("/", "-").replace("\\", "-")
    text = "".join(letter for letter in text if not unicodedata.category(letter).startswith("C"))
    extension = _EXTENSION.search(text)
    stem = " ".join(text[: extension.start() if extension else None].split()).strip(". -")
    return (stem[:MAX_STEM].rstrip() or "file") + (extension[0] if extension else "")
