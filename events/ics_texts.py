"""Words of an iCalendar file as plain text: escapes undone, markup of other programs taken out, lines kept. Pure."""

from __future__ import annotations

import html
import re

import nh3
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from icalendar.parser.property import split_on_unescaped_comma, unescape_backslash
from icalendar.prop import vGeo

from events.ics_lines import Component, Property

MARKUP = re.compile(r"</?(?:p|br|a|b|i|u|ul|ol|li|div|span|html|body|strong|em|font|h[1-6])\b[^<>]*>", re.IGNORECASE)
BREAKS = re.compile(r"<(?:br\b[^<>]*|/p|/div|/li|/h[1-6])>", re.IGNORECASE)
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
LONGEST_ADDRESS = 500


def text(one: Property | None, longest: int) -> str:
    """The words of a property, of ``longest`` characters at most; "" where there is none."""
    if one is None:
        return ""
    said = unescape_backslash(one.value[: 2 * longest + 2]).replace("\r\n", "\n").replace("\r", "\n")[:longest]
    if MARKUP.search(said):
        said = html.unescape(nh3.clean(BREAKS.sub("\n", said), tags=set()))
    lines = [" ".join(line.replace("\xa0", " ").split()) for line in said.split("\n")]
    return BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def line(one: Property | None, longest: int) -> str:
    """The same in one line."""
    return " ".join(text(one, longest).split())


def is_longer(one: Property | None, longest: int) -> bool:
    return one is not None and len(one.value) > longest and len(unescape_backslash(one.value)) > longest


def words(found: list[Property]) -> tuple[str, ...]:
    """What properties with several words name, each once."""
    named = [" ".join(word.split())[:80] for one in found for word in split_on_unescaped_comma(one.value[:2000])]
    return tuple(dict.fromkeys(word for word in named if word))


def address(event: Component, *names: str) -> str:
    """The first address on the web that one of the properties names; "" for none that a page may link to."""
    for name in names:
        for one in event.all(name):
            said = one.value.strip()
            if len(said) <= LONGEST_ADDRESS and ADDRESS.fullmatch(said) and _is_whole(said):
                return said
    return ""


def _is_whole(said: str) -> bool:
    try:
        URLValidator(["http", "https"])(said)
    except ValidationError:
        return False
    return True


def position(event: Component) -> tuple[float, float] | None:
    """Degrees north and east; None for none, or for a place that is not on this globe."""
    one = event.first("GEO")
    try:
        north, east = vGeo.from_ical(one.value) if one else (0.0, 0.0)
    except ValueError:
        return None
    # Programs that do not know write the middle of the Atlantic.
    is_known = -90 <= north <= 90 and -180 <= east <= 180 and (north, east) != (0.0, 0.0)
    return (round(north, 6), round(east, 6)) if is_known else None
