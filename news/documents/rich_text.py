"""Runs as the HTML that Wagtail stores, in the form that its editor gives back unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.utils.html import escape
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from news.documents.structure import Item, Run, Runs

TAGS = (("bold", "b"), ("italic", "i"))


def settled(html: str, features: Sequence[str]) -> str:
    """The HTML after one way through the editor: with the keys of its blocks, so that saving again changes nothing."""
    converter = ContentstateConverter(features=list(features))
    stored: str = converter.to_database_format(converter.from_database_format(html))
    return stored


def inline(runs: Iterable[Run], features: Sequence[str]) -> str:
    """Letters with their tags; what the features do not hold is written without."""
    pieces = []
    for href, group in groupby(runs, key=lambda run: run.href):
        inside = "".join(_letters(run, features) for run in group)
        pieces.append(f'<a href="{escape(href)}">{inside}</a>' if href and inside.strip() else inside)
    return "".join(pieces)


def _letters(run: Run, features: Sequence[str]) -> str:
    text = run.text
    if run.place == "sup" and "superscript" not in features and text.isdigit():
        text = f"[{text}]"
    html = escape(text).replace("\n", "<br/>")
    if (run.place, "superscript" in features) == ("sup", True):
        html = f"<sup>{html}</sup>"
    if (run.place, "subscript" in features) == ("sub", True):
        html = f"<sub>{html}</sub>"
    for name, tag in TAGS:
        if getattr(run, name) and name in features:
            html = f"<{tag}>{html}</{tag}>"
    return html


def paragraph(runs: Runs, features: Sequence[str]) -> str:
    return f"<p>{inline(runs, features)}</p>"


def listing(items: Sequence[Item], features: Sequence[str]) -> str:
    """Lists that lie in each other, of items that say how deep they lie. The first of a level says what it is."""
    html: list[str] = []
    open_tags: list[str] = []
    for item in items:
        tag = "ol" if item.is_ordered else "ul"
        while len(open_tags) > item.depth + 1:
            html.append(f"</li></{open_tags.pop()}>")
        if len(open_tags) == item.depth + 1:
            html.append("</li>")
            if open_tags[-1] != tag:
                html.append(f"</{open_tags.pop()}>")
        if len(open_tags) <= item.depth:
            html.append(f"<{tag}>")
            open_tags.append(tag)
        html.append(f"<li>{inline(item.runs, features)}")
    html.extend(f"</li></{tag}>" for tag in reversed(open_tags))
    return "".join(html)


def links_in(runs: Iterable[Run]) -> int:
    """How many links people see."""
    return sum(bool(href) for href, _group in groupby(runs, key=lambda run: run.href))
