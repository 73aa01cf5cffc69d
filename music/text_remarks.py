"""What an editor is told of texts that can be shown and yet may not be what was meant. It changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from music.mojibake import propose
from music.texts import language_name

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
        % {"file": row.cleaned_data["upload"].name, "encoding": row.guess, "words": quoted(row.instance.lines[0].text)}
        for row in form.guessed
        if row.instance.lines
    ]


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
            told = {"language": language_name(text.language), "words": quoted(words), "meant": quoted(meant)}
            found.append(sentence % told)
    return found


def quoted(words: str) -> str:
    """The beginning of a line, as a sentence quotes it."""
    return Truncator(words).chars(QUOTED)
