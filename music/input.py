"""What arrives in addresses and posts, brought to what the database and its search take. Pure."""

import re
from collections.abc import Iterable

LONGEST_KEY = 18


def plain_keys(values: Iterable[str]) -> list[int]:
    """Those of the values that can be primary keys."""
    return [int(value) for value in values if value.isascii() and value.isdecimal() and len(value) <= LONGEST_KEY]


def plain_words(text: str) -> str:
    """The words alone: quotation marks and signs mean something to the search engine, and break it when unpaired."""
    return " ".join(re.findall(r"\w+", text))
