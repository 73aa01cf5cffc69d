"""What an import owns of an event's page, aspect by aspect: what a file says of each, and what the page has.

Knows pages by their fields only; saves nothing.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichText

from core.texts import shortened
from events.ics_reading import ReadEvent
from events.ics_texts import ADDRESS
from events.occurrences import Change, Plan
from events.states import State

if TYPE_CHECKING:
    from events.models import EventPage

SUMMARY_LENGTH, VENUE_LENGTH, ADDRESS_LENGTH = 300, 150, 250
# What the editor of texts adds to them when a page is saved.
MARKS_OF_EDITOR = re.compile(r' data-block-key="[^"]*"')


@dataclass(frozen=True)
class Aspect:
    """A part of an event that changes as one. Facts are edited on the source page of a translation."""

    name: str
    label: Promise
    fields: tuple[str, ...]
    told: Callable[[ReadEvent], object]
    is_fact: bool = True


TIMES = (
    "start_date", "start_time", "end_date", "end_time", "all_day", "time_zone", "rule", "single_dates",
)  # fmt: skip
ASPECTS = (
    Aspect("title", _("title"), ("title",), lambda read: read.head.title, is_fact=False),
    Aspect("times", _("times and dates"), TIMES, lambda read: _plan_text(read.plan)),
    Aspect("state", _("state"), ("state",), lambda read: read.is_cancelled),
    Aspect("place", _("place"), ("venue", "address"), lambda read: read.location, is_fact=False),
    Aspect("position", _("position"), ("latitude", "longitude"), lambda read: read.place),
    Aspect("online", _("address online"), ("online_url",), lambda read: read.online_url),
    Aspect(
        "words",
        _("summary and description"),
        ("summary", "description"),
        lambda read: (read.description, read.url),
        is_fact=False,
    ),
    Aspect("category", _("category"), ("category",), lambda read: read.categories),
)


def _plan_text(plan: Plan) -> tuple[object, ...]:
    """The same dates always give the same text."""
    times = plan.times
    hours = () if times.all_day else (times.start_time, times.end_time, times.zone)
    return (times.start_date, times.end_date, *hours, str(plan.rule or ""), *sorted(map(repr, plan.changes)))


def digest(said: object) -> str:
    return hashlib.sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:32]


def told_digests(read: ReadEvent) -> dict[str, str]:
    """What the file says, by aspect."""
    return {aspect.name: digest(aspect.told(read)) for aspect in ASPECTS}


def page_digest(page: EventPage, aspect: Aspect) -> str:
    """What the page has of an aspect."""
    if aspect.name == "times":
        return digest(_plan_text(page.plan()))
    if aspect.name == "words":
        return digest((page.summary, [(block.block_type, _as_saved(block)) for block in page.description]))
    if aspect.name == "category":
        return digest(page.category_id)
    # Written out: a new page has members of enumerations and numbers where one that was read has texts.
    return digest(tuple(str(getattr(page, name) or "") for name in aspect.fields))


def _as_saved(block: Any) -> object:
    """The value of a block, the same before and after the editor of texts wrote it anew without a change."""
    value = block.get_prep_value()["value"]
    return html.unescape(MARKS_OF_EDITOR.sub("", value)) if isinstance(value, str) else value


def page_digests(page: EventPage) -> dict[str, str]:
    return {aspect.name: page_digest(page, aspect) for aspect in ASPECTS}


def values_of(read: ReadEvent, categories: Mapping[str, Any], own_address: str) -> dict[str, Any]:
    """The fields of the page that the event becomes. ``categories`` has the mission's by their names in small letters.

    A link to ``own_address``, the page itself, is left out.
    """
    times, plan = read.plan.times, read.plan
    venue, address = _place(read.location)
    north, east = read.place or (None, None)
    summary, paragraphs = _words(read.description)
    return {
        "title": read.head.title,
        "start_date": times.start_date,
        "start_time": times.start_time,
        "end_date": times.end_date,
        "end_time": times.end_time,
        "all_day": times.all_day,
        "time_zone": times.zone,
        "rule": str(plan.rule or ""),
        "single_dates": [_block(change) for change in plan.changes],
        "state": State.CANCELLED if read.is_cancelled else State.SCHEDULED,
        "venue": venue,
        "address": address,
        "latitude": _degrees(north),
        "longitude": _degrees(east),
        "online_url": read.online_url,
        "summary": summary,
        "description": _description(paragraphs, "" if read.url == own_address else read.url),
        "category": next((categories[name.lower()] for name in read.categories if name.lower() in categories), None),
    }


def unknown_categories(read: ReadEvent, categories: Iterable[str]) -> list[str]:
    known = set(categories)
    return [name for name in read.categories if name.lower() not in known]


def _place(location: str) -> tuple[str, str]:
    """Name of the place, and street and town; an address on the web is neither."""
    if ADDRESS.fullmatch(location.strip()):
        return "", ""
    line = ", ".join(part.strip(" ,") for part in location.splitlines() if part.strip(" ,"))
    venue, _comma, address = line.partition(", ")
    return shortened(venue, VENUE_LENGTH), shortened(address, ADDRESS_LENGTH)


def _degrees(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(f"{number:.6f}")


def _words(text: str) -> tuple[str, list[str]]:
    """The summary, and the paragraphs of the description; short words are all in the summary."""
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    line = " ".join(text.split())
    if len(line) <= SUMMARY_LENGTH:
        return line, []
    first = " ".join(paragraphs[0].split())
    return shortened(first, SUMMARY_LENGTH), paragraphs[1:] if len(first) <= SUMMARY_LENGTH else paragraphs


def _description(paragraphs: list[str], url: str) -> list[tuple[str, RichText]]:
    made = [f"<p>{'<br/>'.join(escape(line) for line in part.splitlines())}</p>" for part in paragraphs]
    if url:
        made.append(format_html('<p><a href="{}">{}</a></p>', url, url))
    return [("text", RichText("".join(made)))] if made else []


def _block(change: Change) -> tuple[str, dict[str, Any]]:
    """A change as the page's blocks have it."""
    note = dict(change.note)
    value: dict[str, Any] = {
        "day": change.day,
        "note": note.pop("", ""),
        "other_notes": [{"language": code, "text": text} for code, text in note.items()],
    }
    if change.kind in {"moved", "added"}:
        value |= {"start_time": change.start_time, "end_time": change.end_time, "last_day": change.last_day}
    if change.kind == "moved":
        value["new_day"] = change.new_day
    return str(change.kind), value
