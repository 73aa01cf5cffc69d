"""Which requests ask for nothing but an address, so that an answer that was made for somebody else may be theirs.

Read from the ASGI scope alone, before Django hears of the request.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings

from core.sharing import personal_cookies
from core.turnstile import Scope

# Addresses that never lead to something shared; asking them costs nothing here.
APART = ("/admin/", "/accounts/", "/documents/", "/health/", "/media/", "/static/")
WANTED = frozenset((b"accept-encoding", b"host", b"if-modified-since", b"if-none-match"))
# With these a request may be more than a question for an address.
SUSPECT = frozenset((b"authorization", b"content-length", b"cookie", b"expect", b"transfer-encoding", b"upgrade"))
LONGEST_QUERY, MOST_PARAMETERS = 512, 12


class Asked:
    """What a request asks for: the key of the answer, and the form in which it is wanted."""

    __slots__ = ("accepted", "is_head", "key", "matches", "since")

    def __init__(self, key: tuple[Any, ...], is_head: bool, accepted: bytes, matches: bytes, since: bytes) -> None:
        self.key = key
        self.is_head = is_head
        self.accepted = accepted
        self.matches = matches
        self.since = since


class AddressReader:
    """Tells requests that may get a kept answer from all others, by their ASGI scope alone."""

    def __init__(self) -> None:
        self.personal = frozenset(name.encode() for name in personal_cookies())
        # What Django would take for the scheme and the host, where settings tell it to trust a proxy.
        trusted = [settings.SECURE_PROXY_SSL_HEADER[0]] if settings.SECURE_PROXY_SSL_HEADER else []
        trusted += ["HTTP_X_FORWARDED_HOST"] if settings.USE_X_FORWARDED_HOST else []
        trusted += ["HTTP_X_FORWARDED_PORT"] if settings.USE_X_FORWARDED_PORT else []
        self.trusted = frozenset(name.removeprefix("HTTP_").replace("_", "-").lower().encode() for name in trusted)

    def read(self, scope: Scope) -> Asked | None:
        """None for a request that has to go to Django as it is."""
        method, path = scope["method"], scope["path"]
        if method not in ("GET", "HEAD") or path.startswith(APART):
            return None
        query = _parameters(scope["query_string"])
        found: dict[bytes, bytes] = {}
        place: tuple[Any, ...] = (scope.get("scheme"),)
        for name, value in scope["headers"]:
            if name in WANTED:
                found[name] = found[name] + b"," + value if name in found else value
            elif name in self.trusted:
                place = (*place, name, value)
            elif name in SUSPECT and self._is_personal(name, value):
                return None
        host = found.get(b"host", b"").lower()
        # Two hosts are an attempt to be two things at once.
        if query is None or not host or b"," in host:
            return None
        key = (*place, host, path, query)
        matches, since = found.get(b"if-none-match", b""), found.get(b"if-modified-since", b"")
        return Asked(key, method == "HEAD", found.get(b"accept-encoding", b""), matches, since)

    def _is_personal(self, name: bytes, value: bytes) -> bool:
        if name == b"cookie":
            return any(part.partition(b"=")[0].strip() in self.personal for part in value.split(b";"))
        return name != b"content-length" or value != b"0"


def _parameters(query: bytes) -> tuple[tuple[str, str], ...] | None:
    """The parameters in the order of their names; None for a query that nobody honest sends."""
    if not query:
        return ()
    if len(query) > LONGEST_QUERY:
        return None
    try:
        pairs = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return None
    return tuple(sorted(pairs, key=lambda pair: pair[0]))
