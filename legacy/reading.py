"""Which files of the old site are pages, exports and recordings, and the reading of them. Knows no models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from legacy.archives import Files
from legacy.decoding import decoded
from legacy.exports import read_export
from legacy.html_pages import read_html
from legacy.old_pages import OldPage, SourceRefused
from legacy.text_pages import read_text
from music.folders import ENDINGS as RECORDINGS

WEB_PAGES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".php"})
TEXTS = frozenset({".txt", ".text"})
EXPORTS = frozenset({".xml", ".rss", ".atom"})
# Pages in forms that are not read; who sends them is told what to do.
OTHER_FORMS = frozenset({".mht", ".mhtml", ".maff", ".webarchive", ".doc", ".docx", ".rtf", ".pdf"})
# Browsers put what belongs to a saved page into a folder beside it.
BESIDE = ("_files", "-files", "_dateien", "_fichiers", "_файлы", ".files")
LOOKS_LIKE_HTML = ("<!doctype html", "<html", "<!-- saved from")


@dataclass(frozen=True)
class Unread:
    """A source that cannot be taken, with a sentence."""

    source: str
    reason: str


@dataclass
class Sorted:
    """Names of files by what is done with them; ``left_out`` counts pictures, styles and whatever belongs to pages."""

    pages: list[str] = field(default_factory=list)
    recordings: list[str] = field(default_factory=list)
    other_forms: list[str] = field(default_factory=list)
    left_out: int = 0


def sort_names(names: list[str]) -> Sorted:
    found = Sorted()
    for name in names:
        path = PurePosixPath(name)
        ending = path.suffix.lower()
        if any(part.lower().endswith(BESIDE) for part in path.parts[:-1]):
            found.left_out += 1
        elif ending in WEB_PAGES | TEXTS | EXPORTS or _is_named_by_address(path.name):
            found.pages.append(name)
        elif ending in RECORDINGS:
            found.recordings.append(name)
        elif ending in OTHER_FORMS:
            found.other_forms.append(name)
        else:
            found.left_out += 1
    return found


def _is_named_by_address(name: str) -> bool:
    return name.lower().startswith(("index.php?", "index.php@", "index.php%3f"))


def read_file(files: Files, name: str, series_names: tuple[str, ...]) -> Iterator[OldPage | Unread]:
    """The pages of one file: one, or all articles of an export."""
    try:
        data = files.read(name)
        if PurePosixPath(name).suffix.lower() in EXPORTS:
            for found in read_export(name, data, series_names):
                yield Unread(*found) if isinstance(found, tuple) else found
        else:
            yield _read_page(name, data, series_names)
    except SourceRefused as refused:
        yield Unread(name, str(refused))


def _read_page(name: str, data: bytes, series_names: tuple[str, ...]) -> OldPage:
    text, guess = decoded(data, declares=PurePosixPath(name).suffix.lower() not in TEXTS)
    is_text = PurePosixPath(name).suffix.lower() in TEXTS and not text.lstrip()[:20].lower().startswith(LOOKS_LIKE_HTML)
    page = (read_text if is_text else read_html)(name, text, series_names)
    if guess:
        note = _("It does not say its encoding; it was read as %(encoding)s.") % {"encoding": guess}
        page = replace(page, notes=(*page.notes, note))
    return page


def refuse_other_form(name: str) -> Unread:
    sentence = _("Files of this kind are not read here. Save the page as “web page, complete”, or as text.")
    return Unread(name, sentence)
