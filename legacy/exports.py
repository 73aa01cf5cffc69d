"""Exports of the old site's news: RSS 2.0, Atom, and the rows of its tables as XML. Pure.

A file with a document type is refused: entities are how XML is made to grow without end, or to read other files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from legacy.html_pages import plain_lines, read_fragment
from legacy.lines import plain
from legacy.old_addresses import keys_of
from legacy.old_pages import OldPage, SourceRefused
from legacy.recognition import LONGEST_TITLE, Hints
from legacy.text_pages import read_text
from legacy.title_facts import read_date

# What a field of ours is called in feeds, in the news module's table, and in what people make of it.
NAMES = {
    "id": ("news_id", "articleid", "article_id", "id"),
    "title": ("news_title", "title"),
    "body": ("news_data", "encoded", "content", "body", "text", "fulltext", "description"),
    "lead": ("summary", "news_summary", "lead", "intro", "description"),
    "date": ("news_date", "pubdate", "published", "issued", "date", "start_time", "create_date", "updated"),
    "category": ("news_category_name", "category_name", "category"),
    "category_id": ("news_category_id", "category_id"),
    "author": ("author_name", "username", "creator", "author", "posted_by"),
    "author_id": ("author_id",),
    "status": ("status",),
    "guid": ("guid", "id"),
}
CATEGORY_ROWS = ("news_category_id", "news_category_name")
USER_ROWS = ("user_id", "username")
RECORDS = ("item", "entry")
MAILBOX_WITH_NAME = re.compile(r"\S+@\S+\s*\((?P<name>[^)]+)\)")
MARKUP = re.compile(r"<(?:p|br|div|ul|ol|li|table|span|strong|b|em|i|a|h[1-6]|img)\b[^<>]{0,2000}>", re.IGNORECASE)
DEEPEST_CONTENT = 100


def read_export(source: str, data: bytes, series_names: Iterable[str] = ()) -> Iterator[OldPage | tuple[str, str]]:
    """The articles in the order of the file; for one that cannot be taken, its name and a sentence.

    Raises SourceRefused.
    """
    root = _root(data)
    tables = [_fields(element) for element in root.iter() if _is_row(element)]
    categories = {row[CATEGORY_ROWS[0]]: row[CATEGORY_ROWS[1]] for row in tables if row.keys() >= set(CATEGORY_ROWS)}
    users = {row[USER_ROWS[0]]: row[USER_ROWS[1]] for row in tables if row.keys() >= set(USER_ROWS)}
    records = [row for row in tables if _get(row, "title") and (_get(row, "body") or _get(row, "lead"))]
    if not records:
        raise SourceRefused(_("It holds no articles: neither items of a feed nor rows with a title and a text."))
    for number, row in enumerate(records, start=1):
        name = f"{source}#{_get(row, 'id') or number}"[:255]
        try:
            yield _page(name, row, categories, users, tuple(series_names))
        except SourceRefused as refused:
            yield f"{name} {plain(_get(row, 'title'))}", str(refused)


def _root(data: bytes) -> Element:
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SourceRefused(
            _("It has a document type or entities, which are not read. Export it without them.")
        ) from None
    except (ParseError, ValueError, LookupError):
        raise SourceRefused(_("It is no whole XML file. Export it again.")) from None


def _local(name: object) -> str:
    return str(name).rsplit("}", 1)[-1].lower()


def _is_row(element: Element) -> bool:
    """An element of a feed, or one whose children are fields."""
    if _local(element.tag) in RECORDS:
        return True
    children = list(element)
    return bool(children) and all(_local(child.tag) in {"column", "field"} or not len(child) for child in children)


def _fields(element: Element) -> dict[str, str]:
    """Fields by name; of several of one name the first that says something. ``link`` is every address of an entry."""
    found: dict[str, str] = {}
    for child in element:
        tag = _local(child.tag)
        name = _local(child.get("name")) if tag in {"column", "field"} and child.get("name") else tag
        value = _content(child, name)
        if name == "link":
            value = f"{found.get('link', '')} {child.get('href') or value}".strip()
            found.pop("link", None)
        if value.strip():
            found.setdefault(name, value)
    return found


def _content(element: Element, name: str) -> str:
    if name == "category" and element.get("term"):
        return element.get("label") or element.get("term") or ""
    if name == "author" and len(element):
        return next((child.text or "" for child in element if _local(child.tag) == "name"), "")
    text = "".join(element.itertext()) if not len(element) else _as_html(element)
    return text


def _as_html(element: Element) -> str:
    """XHTML inside of an entry, without its namespaces."""
    pieces = [element.text or ""]
    stack: list[tuple[Iterator[Element], str, str]] = [(iter(element), "", "")]
    while stack:
        children, closing, tail = stack[-1]
        child = next(children, None)
        if child is None:
            pieces.append(closing + tail)
            stack.pop()
        elif len(stack) < DEEPEST_CONTENT:
            tag = re.sub(r"\W", "", _local(child.tag))
            pieces.append(f"<{tag}>{_escaped(child.text)}")
            stack.append((iter(child), f"</{tag}>", _escaped(child.tail)))
        else:
            raise SourceRefused(_("Its elements are nested too deep to be a page."))
    return "".join(pieces)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")


def _get(row: dict[str, str], field: str) -> str:
    return next((row[name] for name in NAMES[field] if row.get(name, "").strip()), "").strip()


def _page(
    name: str, row: dict[str, str], categories: dict[str, str], users: dict[str, str], series_names: tuple[str, ...]
) -> OldPage:
    body = _get(row, "body") or _get(row, "lead")
    hints = _hints(row, categories, users)
    page = (
        read_fragment(name, body, series_names, hints)
        if MARKUP.search(body)
        else read_text(name, body, series_names, hints)
    )
    return page


def _hints(row: dict[str, str], categories: dict[str, str], users: dict[str, str]) -> Hints:
    said = _get(row, "date")
    day = read_date(said) if said else None
    notes = []
    if said and day is None:
        notes.append(_("“%(text)s” is no date that can be read in one way only.") % {"text": said[:80]})
    author = _get(row, "author")
    mailbox = MAILBOX_WITH_NAME.fullmatch(author)
    identity = f"article:{int(row['news_id'])}" if re.fullmatch(r"[0-9]{1,9}", row.get("news_id", "").strip()) else ""
    addresses = _addresses(row, identity)
    lead = _get(row, "lead") if _get(row, "lead") != _get(row, "body") else ""
    return Hints(
        title=plain(_get(row, "title"))[:LONGEST_TITLE],
        category=plain(_get(row, "category") or categories.get(_get(row, "category_id"), "")),
        author=plain(mailbox["name"] if mailbox else author or users.get(_get(row, "author_id"), "")),
        date=day,
        lead=" ".join(line.text for line in plain_lines(lead) if line.text) if lead else "",
        addresses=addresses,
        identity=identity or (keys_of(addresses[0])[0] if addresses else ""),
        is_draft=_get(row, "status").lower() in {"draft", "0", "inactive", "unpublished"},
        notes=tuple(notes),
    )


def _addresses(row: dict[str, str], identity: str) -> tuple[str, ...]:
    found = row.get("link", "").split()
    guid = _get(row, "guid")
    found += [guid] if "://" in guid else []
    if identity:
        found.append(f"/index.php?mact=News,cntnt01,detail,0&cntnt01articleid={identity.partition(':')[2]}")
    return tuple(dict.fromkeys(one for one in found if keys_of(one)))
