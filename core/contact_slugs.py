"""The words under which contacts have addresses. Pure."""

from __future__ import annotations

from collections.abc import Container
from itertools import count

from django.utils.text import slugify
from wagtail.coreutils import string_to_ascii

LONGEST = 80
NAMELESS = "contact"


def slug_from(name: str, taken: Container[str]) -> str:
    """A word made from ``name`` that is not among ``taken``."""
    base = slugify(string_to_ascii(name))[:LONGEST].strip("-") or NAMELESS
    if base not in taken:
        return base
    numbered = (f"{base[: LONGEST - 1 - len(str(number))]}-{number}" for number in count(2))
    return next(slug for slug in numbered if slug not in taken)
