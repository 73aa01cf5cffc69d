"""Why words or chapters that somebody typed or uploaded cannot be read, in sentences that say what to do. Pure."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Promise] = {
    "empty": _("There are no words in this text. Type them, choose another file, or delete this text."),
    "facts_only": _(
        "This text has facts in brackets, such as [ar:name], but no lines. "
        "Type the words below them, choose another file, or delete this text."
    ),
    "too_large": _("The text is longer than %(limit)s, which is the most that this site takes. Shorten it."),
    "too_many_lines": _("The text has %(count)d lines, and this site takes at most %(limit)d. Shorten it."),
    "binary": _("This file is not a text. Save the words as plain text, LRC or WebVTT and upload that."),
    "encoding": _("The letters of this file cannot be read. Save it in the encoding UTF-8 and upload it again."),
    "lrc_untimed": _("Line %(line)d has no time. Begin it with one, such as [01:23.45], or delete it."),
    "lrc_time": _(
        "Line %(line)d: “%(time)s” is not a time. Write minutes, a colon and seconds from 00 to 59, such as [01:23.45]."
    ),
    "lrc_offset": _("Line %(line)d: the offset is a whole number of milliseconds, such as [offset:500]."),
    "vtt_untimed": _(
        "Line %(line)d: the time above this text is missing. Write it in a line of its own, "
        "such as 00:00:05.000 --> 00:00:09.500, or delete the text."
    ),
    "vtt_time": _("Line %(line)d is not a time. Write it such as 00:00:05.000 --> 00:00:09.500."),
    "vtt_order": _("Line %(line)d: the second time must be later than the first."),
    "chapter_untimed": _("Line %(line)d has no time. Begin it with one, such as 1:23 or 1:02:03."),
    "chapter_time": _(
        "Line %(line)d: “%(time)s” is not a time. Write minutes, a colon and seconds from 00 to 59, "
        "such as 1:23 or 1:02:03."
    ),
    "chapter_minutes": _(
        "Line %(line)d: “%(time)s” is not a time. Behind hours, the minutes go from 00 to 59. Write it such as 1:02:03."
    ),
    "chapter_untitled": _("Line %(line)d has no title. Write it behind the time."),
    "chapter_order": _("Line %(line)d begins before the chapter above it. Put the chapters in their order."),
    "too_many_chapters": _("These are %(count)d chapters, and this site takes at most %(limit)d. Leave some out."),
}


class Misread(ValueError):
    """Words or chapters that cannot be read. `code` is a key of SENTENCES, `message` the sentence for the editor."""

    def __init__(self, code: str, values: Mapping[str, object] | None = None) -> None:
        self.code = code
        self.values = dict(values or {})
        super().__init__(code)

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % self.values

    def __str__(self) -> str:
        return self.message
