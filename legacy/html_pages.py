"""Saved web pages of the old site: where in the page its content is, and under which addresses it was. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legacy.html_lines import Writer, is_hidden, parsed, walk
from legacy.labels import read_labels
from legacy.lines import Line, plain
from legacy.old_addresses import ARTICLE_ID, address_in_name, keys_of
from legacy.old_pages import OldPage
from legacy.recognition import LONGEST_TITLE, Hints, recognise
from legacy.title_facts import read_date

SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S+)", re.IGNORECASE)
# The elements that the template of the old news module gave its articles.
PREFIX = "NewsPostDetail"
REGIONS = ("<main>", "<article>", "#content", "#main", "#main-content", "#maincontent", ".content", "<body>")
LEAST_TEXT = 40


def read_html(source: str, text: str, series_names: Iterable[str] = (), hints: Hints | None = None) -> OldPage:
    """Raises SourceRefused."""
    page = parsed(text)
    hints = hints or Hints()
    addresses = (*hints.addresses, *_addresses(page, source))
    base = next((address for address in addresses if urlsplit(address).scheme in {"http", "https"}), "")
    hints = replace(hints, addresses=addresses, fallback_title=hints.fallback_title or _head_title(page))
    region, hints = _article(page, hints)
    writer = Writer(base)
    walk(region, writer)
    if writer.links_lost:
        sentence = ngettext(
            "%(count)d link leads nowhere without the old page's address, and became plain text.",
            "%(count)d links lead nowhere without the old page's address, and became plain text.",
            writer.links_lost,
        )
        hints = replace(hints, notes=(*hints.notes, sentence % {"count": writer.links_lost}))
    return recognise(source, writer.lines, tuple(series_names), hints)


def read_fragment(source: str, html: str, series_names: Iterable[str], hints: Hints) -> OldPage:
    """The text of an article without the page around it. Raises SourceRefused."""
    writer = Writer(next(iter(hints.addresses), ""))
    walk(parsed(html), writer)
    return recognise(source, writer.lines, tuple(series_names), hints)


def plain_lines(html: str) -> list[Line]:
    writer = Writer()
    walk(parsed(html), writer)
    return writer.lines


def _addresses(page: BeautifulSoup, source: str) -> tuple[str, ...]:
    """The old addresses of the page, as it, or the name of its file, says."""
    comments = page.find_all(string=lambda text: isinstance(text, Comment))
    found = [match[1] for comment in comments if (match := SAVED_FROM.search(comment))]
    found += [str(tag.get("href") or "") for tag in page.find_all("link", rel="canonical")]
    found += [str(tag.get("content") or "") for tag in page.find_all("meta", property="og:url")]
    found.append(address_in_name(source))
    base = page.find("base")
    root = str(base.get("href") or "") if isinstance(base, Tag) else ""
    if not any(key.startswith("article:") for one in found for key in keys_of(one)):
        found += [_joined(root, href) for href in _print_links(page)]
    return tuple(dict.fromkeys(one.strip()[:2000] for one in found if one.strip() and keys_of(one)))


def _joined(root: str, href: str) -> str:
    try:
        return urljoin(root, href)
    except ValueError:
        return href


def _print_links(page: BeautifulSoup) -> list[str]:
    """Links of the page to its own version for printing; links to other articles look the same but for that."""
    links = [str(tag.get("href") or "") for tag in page.find_all("a", href=ARTICLE_ID)]
    own = [link for link in links if "showtemplate=false" in link.lower() or ",print," in link.lower()]
    ids = {match[1] for link in own if (match := ARTICLE_ID.search(link))}
    return own[:1] if len(ids) == 1 else []


def _head_title(page: BeautifulSoup) -> str:
    """What the head of the page says, without the site's own name in front of it or behind it."""
    tag = page.find("title")
    whole = plain(tag.get_text()) if isinstance(tag, Tag) else ""
    parts = [part for part in re.split(r"\s+[-–—|»:]\s+", whole) if part]
    return max(parts, key=len, default="")[:LONGEST_TITLE]


def _article(page: BeautifulSoup, hints: Hints) -> tuple[Tag, Hints]:
    """The element that holds the content, and what its template says of it."""
    parts = [tag for tag in page.find_all(id=re.compile(f"^{PREFIX}")) if not is_hidden(tag)]
    content = next((tag for tag in parts if tag["id"] == f"{PREFIX}Content"), None)
    if content is None:
        return _region(page), hints
    said = {str(tag["id"]).removeprefix(PREFIX): plain(tag.get_text(" ")) for tag in parts}
    hints = replace(
        hints,
        title=hints.title or said.get("Title", "")[:LONGEST_TITLE],
        category=hints.category or _value(said.get("Category", "")),
        author=hints.author or _value(said.get("Author", "")),
        date=hints.date or read_date(_value(said.get("Date", ""))),
        lead=hints.lead or said.get("Summary", ""),
    )
    if said.get("Date") and hints.date is None:
        note = _("“%(text)s” is no date that can be read in one way only.") % {"text": said["Date"]}
        hints = replace(hints, notes=(*hints.notes, note))
    return content, hints


def _value(text: str) -> str:
    labels = read_labels(text)
    return next(iter(labels.values())) if labels else text


def _region(page: BeautifulSoup) -> Tag:
    found: dict[str, Tag] = {}
    for tag in page.find_all(True):
        classes = tag.get("class") or ()
        names = (f"<{tag.name}>", f"#{tag.get('id')}", *(f".{one}" for one in classes))
        for name in names:
            if name in REGIONS:
                found.setdefault(name, tag)
    regions = (found[name] for name in REGIONS if name in found)
    return next((region for region in regions if len(plain(region.get_text(" "))) >= LEAST_TEXT), page)
