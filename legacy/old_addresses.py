"""Addresses of the old site, whatever order their parameters came in. Pure: address in, keys out.

CMS Made Simple showed a news article as ``index.php?mact=News,cntnt01,detail,0&cntnt01articleid=24`` and, with short
addresses, as ``news/24/51/Title.html``; other pages as ``index.php?page=alias`` or ``alias.html``.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST_KEY = 255
LONGEST_QUERY, MOST_PARAMETERS = 2000, 50
ARTICLE_ID = re.compile(r"(?:\A|[&?;])(?:amp;)?\w{0,20}articleid=(\d{1,9})(?!\d)", re.IGNORECASE)
ARTICLE_PARAMETER = re.compile(r"(?:amp;)?\w{0,20}articleid\Z", re.IGNORECASE)
ARTICLE_PATH = re.compile(
    r"/(?:index\.php/)?(?:[a-z]{2}(?:[-_][a-z]{2})?/)?news/(?P<id>\d{1,9})(?:/\d+)?(?:/[^/]*)?(?:/d,[^/]*)?/?",
    re.IGNORECASE,
)
# The same as a mirror of the site keeps it in folders; a number like a year is that of an archive.
MIRRORED = re.compile(
    r"/news/(?!(?:19|20)\d\d/)(?P<id>\d{1,9})(?:/\d{1,9})?/[^/]*\.(?:html?|xhtml|shtml|php)\Z", re.IGNORECASE
)
LANGUAGE = re.compile(r"/[a-z]{2,3}(?:-[a-z]{2,4})?(?=/)", re.IGNORECASE)
INDEX = re.compile(r"/index\.(?:php|html?)\Z", re.IGNORECASE)
PAGE_FILE = re.compile(r"\.(?:html?|shtml|php|aspx?)\Z", re.IGNORECASE)
# What says how a page is shown, and not which.
IGNORED = re.compile(
    r"(?:amp;)?(?:\w{0,20}returnid|\w{0,20}lang|hl|print|showtemplate|suppress.*|utm_\w+|fbclid|gclid|phpsessid|cmssessid\w*)\Z",
    re.IGNORECASE,
)
# Ours: an archive of a year or month, and what lies under a bulletin.
ARCHIVE = re.compile(r"/news/\d{4}/(?:\d{2}/)?\Z")


def keys_of(address: str) -> tuple[str, ...]:
    """The keys under which an address may be known, the surest first. Never fails; () for what names no page."""
    try:
        parts = urlsplit(address.strip())
        path, query = unquote(parts.path), parts.query
    except ValueError:
        return ()
    return keys_of_request(path, query)


def keys_of_request(path: str, query: str) -> tuple[str, ...]:
    """The same for the decoded path and the raw query of a request."""
    path = _plain_path(path)
    parameters = _parameters(query)
    keys = []
    article = _article_of(path, parameters)
    if article:
        keys.append(f"article:{article}")
    elif not any(name.endswith("mact") for name, _value in parameters):
        page = next((value for name, value in parameters if name == "page"), "")
        if page and _is_entrance(path):
            keys.append(f"page:{page.casefold()}")
        keys += _path_keys(path, parameters)
    return tuple(key for key in dict.fromkeys(keys) if len(key) <= LONGEST_KEY and "\0" not in key)


def _plain_path(path: str) -> str:
    path = "/" + path.lstrip("/")
    return re.sub(r"/{2,}", "/", path)


def _is_entrance(path: str) -> bool:
    return path == "/" or bool(INDEX.search(path)) or bool(re.fullmatch(r"/[a-z]{2,3}/", path, re.IGNORECASE))


def _parameters(query: str) -> list[tuple[str, str]]:
    if len(query) > LONGEST_QUERY:
        return []
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return []
    return [(name.lower().removeprefix("amp;"), value.strip()) for name, value in pairs if not IGNORED.match(name)]


def _article_of(path: str, parameters: list[tuple[str, str]]) -> int | None:
    """The number of the news article; of several that are given, the last counts, as it did for PHP."""
    mact = next((value for name, value in reversed(parameters) if name == "mact"), "")
    if mact:
        module, _comma, rest = mact.partition(",")
        action = rest.split(",")[1] if rest.count(",") else ""
        if module.strip().lower() != "news" or action.strip().lower() not in {"detail", "print", "default", ""}:
            return None
        ids = [value for name, value in parameters if ARTICLE_PARAMETER.match(name)]
        return _number(ids[-1]) if ids else None
    match = ARTICLE_PATH.fullmatch(path)
    if match and not ARCHIVE.search(path):
        return _number(match["id"])
    if _is_entrance(path) and (ids := [value for name, value in parameters if ARTICLE_PARAMETER.match(name)]):
        return _number(ids[-1])
    return None


def _number(text: str) -> int | None:
    return int(text) or None if re.fullmatch(r"[0-9]{1,9}", text) else None


def _path_keys(path: str, parameters: list[tuple[str, str]]) -> list[str]:
    bare = re.sub(r"\A/index\.php(?=/.)", "", path, flags=re.IGNORECASE)
    if bare == "/" or (INDEX.search(bare) and not parameters):
        return []
    stem = PAGE_FILE.sub("", bare).rstrip("/").casefold()
    if not parameters:
        return [f"path:{stem}"] if stem else []
    said = "&".join(f"{name}={value.casefold()}" for name, value in sorted(parameters))
    own = [f"path:{stem}?{said}"]
    return own if INDEX.search(bare) or not stem else [*own, f"path:{stem}"]


def language_prefix(path: str) -> str:
    """The part of a path that names a language, as "/kk"; "" without one."""
    match = LANGUAGE.match(path)
    return match.group() if match else ""


def identity_of(source: str, addresses: tuple[str, ...]) -> str:
    """What a page is known by when its source comes again: its old address, else the name of its file."""
    for address in addresses:
        for key in keys_of(address):
            return key
    return f"file:{source.casefold()}"[:LONGEST_KEY]


def address_in_name(name: str) -> str:
    """The old address that a browser, or wget, made a file's name, or its folders, of; "" for other names."""
    whole = unquote(PurePosixPath(name).name)
    match = ARTICLE_ID.search(whole.replace("@", "?"))
    if match:
        return f"/index.php?mact=News,cntnt01,detail,0&cntnt01articleid={int(match[1])}"
    folders = MIRRORED.search(f"/{name}")
    return f"/news/{folders['id']}/{PurePosixPath(name).name}" if folders else ""


def is_old_form(path: str, query: str) -> bool:
    """Whether no address of ours can look like that, so that it need not be tried as one first."""
    if PAGE_FILE.search(path) or re.match(r"/(?:[a-z]{2,3}/)?index\.php/", path, re.IGNORECASE):
        return True
    if "mact=" in query.lower() and _is_entrance(_plain_path(path)):
        return True
    return (
        bool(re.search(r"/news/\d+/.", path, re.IGNORECASE))
        and not ARCHIVE.search(path)
        and bool(ARTICLE_PATH.fullmatch(path))
    )
