"""What a sample's page shows of lyrics and chapters, and where their files are. Knows no form and no script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from music import chapters
from music.chapters import Chapter
from music.timed_lines import Line, clock_text, groups, rows, second_text
from music.webvtt import MIME_TYPE as VTT_TYPE

if TYPE_CHECKING:
    from music.models import AudioSample, SampleText

PLAIN_TYPE = "text/plain"
ROLES = ("original", "letters", "translation")
LETTERS = {
    "Latn": gettext_lazy("in Latin letters"),
    "Cyrl": gettext_lazy("in Cyrillic letters"),
    "Arab": gettext_lazy("in Arabic letters"),
}


@dataclass(frozen=True)
class TextFile:
    """A text as a file, in the active language's addresses. `is_timed` texts are WebVTT, the others plain."""

    url: str
    type: str
    language: str
    role: str
    is_timed: bool


@dataclass(frozen=True)
class Column:
    """One text of a block. `language` is a code, `name` its name in the active language, `kind` what the text is;
    `plain_url` leads to its words without times.
    """

    language: str
    name: str
    role: str
    kind: str
    url: str
    plain_url: str


@dataclass(frozen=True)
class Cell:
    """A line in one language."""

    language: str
    role: str
    text: str


@dataclass(frozen=True)
class ShownLine:
    """A line in all languages of its block. `second` is as addresses carry it and `end` the same or "", both "" without
    a time; `time` is for people.
    """

    second: str
    end: str
    time: str
    opens: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Block:
    """Texts that are the same lines, side by side; `left_out` is how many lines there are beyond those shown."""

    columns: tuple[Column, ...]
    lines: tuple[ShownLine, ...]
    is_timed: bool
    left_out: int = 0


@dataclass(frozen=True)
class ShownChapter:
    """A chapter as a page lists it: `second` as addresses carry it, `time` for people; `lang` marks a title in another
    language than the active one.
    """

    second: str
    time: str
    title: str
    lang: str


def language_name(code: str) -> str:
    """A language in words of the active one: Kazakh, in Latin letters. A code that nobody knows stands for itself."""
    language, _dash, more = code.partition("-")
    try:
        name = str(get_language_info(language)["name_translated"])
    except KeyError:
        return code
    return f"{name}, {LETTERS.get(more, more)}" if more else name


def in_order(texts: Iterable[SampleText]) -> list[SampleText]:
    """The original, then its other letters, then translations, that of the active language first."""
    return sorted(texts, key=lambda text: (ROLES.index(text.role), text.language != get_language(), text.pk or 0))


def text_blocks(sample: AudioSample) -> list[Block]:
    """The texts of a sample; costs one query, or none for a sample that came `with_texts()`."""
    read = [(text, text.lines) for text in in_order(sample.texts.all())]
    read = [(text, lines) for text, lines in read if lines]
    return [_block(sample, [read[place] for place in group]) for group in groups([lines for _text, lines in read])]


def _block(sample: AudioSample, read: list[tuple[SampleText, tuple[Line, ...]]]) -> Block:
    columns = tuple(_column(sample, text) for text, _lines in read)
    lines = tuple(
        ShownLine(
            second="" if row.start_ms is None else second_text(row.start_ms),
            end="" if row.end_ms is None else second_text(row.end_ms),
            time="" if row.start_ms is None else clock_text(row.start_ms),
            opens=row.opens,
            cells=tuple(
                Cell(column.language, column.role, text) for column, text in zip(columns, row.cells, strict=True)
            ),
        )
        for row in rows([lines for _text, lines in read])
    )
    return Block(columns, lines, any(text.is_timed for text, _lines in read))


def cut(blocks: Iterable[Block], most: int) -> list[Block]:
    """The blocks with at most so many lines in all; what is the same line in two languages counts as two."""
    found = []
    for block in blocks:
        kept = block.lines[: most // len(block.columns)]
        most -= len(kept) * len(block.columns)
        found.append(replace(block, lines=kept, left_out=len(block.lines) - len(kept)))
    return found


def _column(sample: AudioSample, text: SampleText) -> Column:
    return Column(
        text.language,
        language_name(text.language),
        text.role,
        str(text.get_role_display()),
        text_url(sample, text),
        reverse("music:text", args=[sample.slug, text.language, "txt"]),
    )


def text_url(sample: AudioSample, text: SampleText) -> str:
    """The address of a text as a file."""
    return reverse("music:text", args=[sample.slug, text.language, "vtt" if text.is_timed else "txt"])


def text_urls(sample: AudioSample) -> list[TextFile]:
    """Every text of a sample as a file. Whoever lists many samples brings them `with_text_files()`. The addresses
    answer only while strangers may hear the sample.
    """
    return [
        TextFile(
            url=text_url(sample, text),
            type=VTT_TYPE if text.is_timed else PLAIN_TYPE,
            language=text.language,
            role=text.role,
            is_timed=text.is_timed,
        )
        for text in in_order(sample.texts.all())
    ]


def chapters_url(sample: AudioSample) -> str | None:
    """The address of the chapters as JSON (`music.chapters.MIME_TYPE`); None for a sample that has none. No query."""
    return reverse("music:chapters", args=[sample.slug]) if sample.chapter_marks else None


def named_chapters(sample: AudioSample) -> tuple[Chapter, ...]:
    """The chapters of a sample, each with a title; what nobody named is counted."""
    return tuple(
        Chapter(chapter.start_ms, chapter.title or _("Chapter %(number)d") % {"number": number})
        for number, chapter in enumerate(sample.chapter_marks, start=1)
    )


def shown_chapters(sample: AudioSample) -> list[ShownChapter]:
    """The chapters as a page lists them; their titles are in the language of the sample's title."""
    lang = "" if sample.title_language == get_language() else sample.title_language
    return [
        ShownChapter(second_text(named.start_ms), clock_text(named.start_ms), named.title, lang if mark.title else "")
        for mark, named in zip(sample.chapter_marks, named_chapters(sample), strict=True)
    ]


def chapters_document(sample: AudioSample) -> dict[str, object]:
    """The chapters for players elsewhere; see `music.chapters.document`."""
    return chapters.document(named_chapters(sample), sample.title)
