"""Conditional requests as RFC 9110 section 13 defines them. Pure: knows headers and validators, no request and no file.

It is asked only after permission is decided and the file is known to be there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.utils.http import http_date, parse_etags, parse_http_date_safe

SAFE_METHODS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Validators:
    """What identifies the bytes: a strong entity tag with its quotes, and whole seconds since 1970."""

    etag: str
    last_modified: int

    @property
    def last_modified_text(self) -> str:
        return _date_text(self.last_modified)


@lru_cache(maxsize=1024)
def _date_text(moment: int) -> str:
    return http_date(moment)


class Verdict(Enum):
    PROCEED = 200
    NOT_MODIFIED = 304
    FAILED = 412


def check_preconditions(method: str, headers: Mapping[str, str], current: Validators) -> Verdict:
    """Steps 1 to 4 of section 13.2.2. `headers` has lower-case names; a date that cannot be read is as if absent."""
    if_match = headers.get("if-match")
    if if_match is not None:
        if not _matches_strongly(if_match, current.etag):
            return Verdict.FAILED
    elif (moment := _date(headers, "if-unmodified-since")) is not None and current.last_modified > moment:
        return Verdict.FAILED
    if_none_match = headers.get("if-none-match")
    if if_none_match is not None:
        if _matches_weakly(if_none_match, current.etag):
            return Verdict.NOT_MODIFIED if method in SAFE_METHODS else Verdict.FAILED
    elif method in SAFE_METHODS and (moment := _date(headers, "if-modified-since")) is not None:
        return Verdict.NOT_MODIFIED if current.last_modified <= moment else Verdict.PROCEED
    return Verdict.PROCEED


def range_applies(if_range: str | None, current: Validators) -> bool:
    """Step 5: whether the Range header counts. A tag must match strongly, a date exactly (section 13.1.5).

    The date counts as strong: the bytes behind an address never change twice within a second.
    """
    if if_range is None:
        return True
    value = if_range.strip(" \t")
    if value.startswith(('"', "W/")):
        return value == current.etag
    return parse_http_date_safe(value) == current.last_modified


def _date(headers: Mapping[str, str], name: str) -> int | None:
    value = headers.get(name)
    return None if value is None else parse_http_date_safe(value)


def _matches_strongly(listed: str, etag: str) -> bool:
    tags = parse_etags(listed)
    return tags == ["*"] or etag in tags


def _matches_weakly(listed: str, etag: str) -> bool:
    tags = parse_etags(listed)
    return tags == ["*"] or etag in {tag.removeprefix("W/") for tag in tags}
