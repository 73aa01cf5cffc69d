"""The lines of facts under an old title: "Category:", "Posted by:", "Date:", in three languages. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = {
    "category": r"category|категория|рубрика|раздел|санаты?|айдары?",
    "author": r"posted by|author|автор|опубликовала?|разместила?|жариялаған|авторы",
    "date": r"date|posted(?: on)?|published(?: on)?|дата(?: публикации)?|опубликовано|күні|жарияланған күні",
}
LABEL = re.compile(
    r"(?:^|(?<=[\s|;,·•/]))(?:" + "|".join(f"(?P<{name}>{words})" for name, words in WORDS.items()) + r")\s*[::]\s*",
    re.IGNORECASE,
)
AROUND = " \t|;,·•/"
# The longest value that is a fact; what is longer is a sentence with a colon.
LONGEST, MOST_WORDS, LONGEST_LINE = 80, 10, 500


@dataclass(frozen=True)
class Facts:
    """What label lines say; "" for what they do not."""

    category: str = ""
    author: str = ""
    date: str = ""

    @property
    def any(self) -> bool:
        return bool(self.category or self.author or self.date)


def read_labels(text: str) -> dict[str, str] | None:
    """The values of a line of labels by name, "" where a value is on the next line; None for any other line."""
    matches = list(LABEL.finditer(text)) if len(text) <= LONGEST_LINE else []
    if not matches or text[: matches[0].start()].strip(AROUND):
        return None
    ends = [match.start() for match in matches[1:]] + [len(text)]
    found: dict[str, str] = {}
    for match, end in zip(matches, ends, strict=True):
        value = text[match.end() : end].strip(AROUND)
        if len(value) > LONGEST or len(value.split()) > MOST_WORDS:
            return None
        found.setdefault(str(match.lastgroup), value)
    return found


def is_label_line(text: str) -> bool:
    return read_labels(text) is not None
