"""Lists of tags, "a=b; c=d", as DKIM (RFC 6376, 3.2) and DMARC write them. Pure."""

from __future__ import annotations

import re

TAG = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=(.*)", re.DOTALL)


class BrokenTags(ValueError):
    """The text is no list of tags; says the part at fault."""


def read_tags(text: str) -> dict[str, str]:
    """The tags in their order. Raises BrokenTags, also for a tag that stands twice."""
    tags: dict[str, str] = {}
    parts = text.split(";")
    if not parts[-1].strip():
        parts.pop()
    for part in parts:
        match = TAG.fullmatch(part)
        if match is None or match[1] in tags:
            raise BrokenTags(part.strip()[:80])
        tags[match[1]] = match[2].strip()
    return tags


def without_spaces(text: str) -> str:
    """What is folded over lines, such as a key, in one piece."""
    return "".join(text.split())
