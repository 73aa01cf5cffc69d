"""What every iCalendar file of ours begins with, and how texts are made fit for one (RFC 5545, RFC 7986). Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from icalendar import Calendar, vDuration

REFRESH = timedelta(hours=12)
NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def begun(product: str) -> Calendar:
    """An empty calendar; ``product`` names what wrote it."""
    made = Calendar()
    made.add("PRODID", product)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    return made


def describe(made: Calendar, name: str, url: str, source: str) -> None:
    """Name and refresh hint, in the properties of RFC 7986 and in those that came before them.

    ``source`` is the file's own absolute address, ``url`` that of the page about it.
    """
    made.add("NAME", fit_text(name))
    made.add("X-WR-CALNAME", fit_text(name))
    made.add("URL", url)
    made.add("SOURCE", source, parameters={"VALUE": "URI"})
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(REFRESH))


def fit_text(text: str) -> str:
    """Without the characters that RFC 5545 forbids even when escaped; line breaks in one form."""
    return NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
