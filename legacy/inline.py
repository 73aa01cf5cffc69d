"""Emphasis and links inside of a line: pieces of text with marks, and the clean HTML that they make. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from legacy.lines import SPACES, clean


@dataclass(frozen=True)
class Run:
    """Text of one emphasis, and of one link."""

    text: str
    marks: tuple[str, ...] = ()
    href: str = ""


def html_of(runs: list[Run]) -> str:
    """The runs as clean HTML with single spaces; every tag that is opened is closed in the same line."""
    html: list[str] = []
    said = [(run, text) for run, text in zip(runs, _spaced(runs), strict=True) if text]
    for href, group in groupby(said, key=lambda one: one[0].href):
        inner = "".join(_marked(run, text) for run, text in group)
        for mark in ("b", "i", "b"):
            inner = inner.replace(f"</{mark}><{mark}>", "")
        html.append(f'<a href="{escape(href)}">{inner}</a>' if href else inner)
    return "".join(html)


def _spaced(runs: list[Run]) -> list[str]:
    """The texts of the runs, with one space where there were several, and none at the ends of the line."""
    texts = [SPACES.sub(" ", clean(run.text)) for run in runs]
    is_spaced = True
    for at, text in enumerate(texts):
        texts[at] = text.lstrip(" ") if is_spaced else text
        is_spaced = texts[at].endswith(" ") if texts[at] else is_spaced
    for at in range(len(texts) - 1, -1, -1):
        texts[at] = texts[at].rstrip(" ")
        if texts[at]:
            break
    return texts


def _marked(run: Run, text: str) -> str:
    piece = escape(text, quote=False)
    for mark in reversed(run.marks):
        piece = f"<{mark}>{piece}</{mark}>"
    return piece


def without_start(runs: list[Run], pattern: re.Pattern[str]) -> list[Run]:
    """The runs without the bullet or number that they begin with, which may be in a run of its own."""
    whole = "".join(run.text for run in runs)
    match = pattern.match(whole.lstrip())
    cut = (len(whole) - len(whole.lstrip()) + match.end()) if match else 0
    left = []
    for run in runs:
        left.append(replace(run, text=run.text[cut:]))
        cut = max(0, cut - len(run.text))
    return [run for run in left if run.text]
