"""What an editor is told of texts that can be shown and yet may not be what was meant. It changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.texts import shortened
from music.chapters import Chapter, stamp
from music.mojibake import propose
from music.texts import language_name, named_chapters
from music.timed_lines import Line

if TYPE_CHECKING:
    from music.models import AudioSample
    from music.text_forms import TextsFormMixin

# So much of a line is quoted.
QUOTED = 60


def guesses(form: TextsFormMixin) -> list[str]:
    """A sentence for each file whose encoding was guessed, with its first words."""
    sentence = _(
        "“%(file)s” is not in UTF-8 and was read as %(encoding)s. It begins: “%(words)s”. "
        "If these letters are wrong, save the file in UTF-8 and upload it again."
    )
    return [
        sentence
        % {
            "file": row.cleaned_data["upload"].name,
            "encoding": row.guess,
            "words": _quoted(row.instance.lines[0].text),
        }
        for row in form.guessed
        if row.instance.lines
    ]


def remarks_on(sample: AudioSample) -> list[str]:
    """Everything that is to be said of a sample's chapters and texts as they are now."""
    return [*late(sample), *misread(sample)]


def misread(sample: AudioSample) -> list[str]:
    """A sentence for each text with a line that looks as if it had been read in a wrong encoding."""
    found = []
    for text in sample.texts.all():
        lines = ((line.text, propose(line.text)) for line in text.lines)
        words, meant = next(((words, meant.text) for words, meant in lines if meant), ("", ""))
        if words:
            sentence = _(
                "%(language)s: “%(words)s” looks as if it had been read in a wrong encoding, and may mean “%(meant)s”. "
                "Copy the words again from where they came from, or upload them as a file."
            )
            told = {
                "language": language_name(text.language),
                "words": _quoted(words),
                "meant": _quoted(meant),
            }
            found.append(sentence % told)
    return found


def late(sample: AudioSample) -> list[str]:
    """A sentence for the chapters, and for each text, of which something begins after the recording is over; none
    while its length is not known.
    """
    length = round(sample.duration * 1000) if sample.duration else None
    if length is None:
        return []
    told = [_late_chapters([one for one in named_chapters(sample) if one.start_ms >= length], length)]
    told += [
        _late_lines(
            [line for line in text.lines if line.start_ms is not None and line.start_ms >= length],
            language_name(text.language),
            length,
        )
        for text in sample.texts.all()
    ]
    return [one for one in told if one]


def _late_chapters(found: Sequence[Chapter], length: int) -> str:
    if not found:
        return ""
    sentence = ngettext(
        "The chapter “%(words)s” begins at %(time)s, but the recording is over at %(length)s. Correct its time.",
        "%(count)d chapters begin after %(length)s, when the recording is over. "
        "The first is “%(words)s” at %(time)s. Correct their times.",
        len(found),
    )
    told = {"words": _quoted(found[0].title), "time": stamp(found[0].start_ms)}
    return sentence % {"count": len(found), "length": stamp(length), **told}


def _late_lines(found: Sequence[Line], language: str, length: int) -> str:
    if not found:
        return ""
    sentence = ngettext(
        "%(language)s: the line “%(words)s” begins at %(time)s, but the recording is over at %(length)s. "
        "Correct its time.",
        "%(language)s: %(count)d lines begin after %(length)s, when the recording is over. "
        "The first is “%(words)s” at %(time)s. Correct their times.",
        len(found),
    )
    told = {"language": language, "words": _quoted(found[0].text), "time": stamp(found[0].start_ms or 0)}
    return sentence % {"count": len(found), "length": stamp(length), **told}


def _quoted(words: str) -> str:
    return shortened(words, QUOTED)
