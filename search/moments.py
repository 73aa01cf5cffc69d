"""At which second of a recording the words asked for are sung, spoken or begun. Reads what a sample came with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from music.models import AudioSample
from music.texts import in_order, named_chapters
from music.timed_lines import clock_text, second_text
from search.queries import WORD, fold, is_beginning


@dataclass(frozen=True)
class Moment:
    """A line or the title of a chapter. ``lang`` is its language or "", ``place`` what stands behind the address of the
    sample's page, ``time`` when it is heard, for people; "" where that is not known.
    """

    text: str
    lang: str
    place: str
    time: str


def moment_of(sample: AudioSample, words: tuple[str, ...]) -> Moment | None:
    """The first line or chapter that holds most of the words; None where none of them is in any, or the title has all.

    Costs no query for a sample that came ``with_texts()``.
    """
    if count_of(sample.title, words) == len(words):
        return None
    best, most = None, 0
    for moment in _moments(sample, words):
        count = count_of(moment.text, words)
        if count > most:
            best, most = moment, count
        if most == len(words):
            break
    return best


def count_of(text: str, words: tuple[str, ...]) -> int:
    """How many of the words a text holds; the last of them may be the beginning of one."""
    held = {fold(found[0]) for found in WORD.finditer(text)}
    wanted = [fold(word) for word in words]
    count = sum(word in held for word in wanted)
    if is_beginning(words) and wanted[-1] not in held:
        count += any(word.startswith(wanted[-1]) for word in held)
    return count


def _moments(sample: AudioSample, words: tuple[str, ...]) -> Iterator[Moment]:
    for chapter in named_chapters(sample):
        yield _moment(chapter.title, sample.title_language, chapter.start_ms)
    wanted = [fold(word) for word in words]
    for text in in_order(sample.texts.all()):
        # Most texts hold none, which is seen sooner than line by line.
        body = fold(text.body)
        if any(word in body for word in wanted):
            for line in text.lines:
                yield _moment(line.text, text.language, line.start_ms)


def _moment(text: str, lang: str, start_ms: int | None) -> Moment:
    if start_ms is None:
        return Moment(text, lang, "#words", "")
    return Moment(text, lang, f"#t={second_text(start_ms)}", clock_text(start_ms))
