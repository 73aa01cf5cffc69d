"""Joins style sheets: a sheet that is made of ``@import`` lines becomes one file, and nothing is fetched twice.

Browsers read the sources as they are; joining only saves requests. What lies in another folder is refused, because
the addresses inside it would then point elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable

IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\)(?: layer\((?P<layer>[\w-]+)\))?;')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class NotJoinable(ValueError):
    """A source that cannot become part of another."""


def imports(css: str) -> list[str]:
    """Names of the sheets that ``css`` imports, in order."""
    return [found["name"] for found in IMPORT.finditer(COMMENT.sub("", css))]


def compact(css: str) -> str:
    """``css`` without comments, indents and blank lines; line breaks stay, so that an error has a place."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)


def join(css: str, read: Callable[[str], str]) -> str:
    """``css`` with every import replaced by what ``read`` gives for its name, in its layer."""

    def replaced(found: re.Match[str]) -> str:
        name = found["name"]
        if "/" in name:
            raise NotJoinable(f"{name} does not lie beside the sheet that imports it.")
        text = COMMENT.sub("", read(name))
        if "@import" in text:
            raise NotJoinable(f"{name} imports another sheet; only one sheet may.")
        return f"@layer {found['layer']} {{\n{text}\n}}" if found["layer"] else text

    joined = IMPORT.sub(replaced, COMMENT.sub("", css))
    if "@import" in joined:
        raise NotJoinable('An @import is not written as url("name.css") with or without a layer.')
    return compact(joined) + "\n"
